"""Identity documents and names as a person or an organisation shows them: parse, check digit, mask."""

from __future__ import annotations

from enum import StrEnum


class IdKind(StrEnum):
    """Kinds of identity document (domain/codes.md §1-5)."""

    RESIDENT_ID = "resident_id"  # 居民身份证 GB 11643
    HMT_RESIDENCE = "hmt_residence"  # 港澳台居民居住证
    FOREIGN_RESIDENT = "foreign_resident"  # 外国人永久居留身份证
    HM_PERMIT = "hm_permit"  # 港澳居民来往内地通行证
    TW_PERMIT = "tw_permit"  # 台湾居民来往大陆通行证
    PASSPORT = "passport"  # 护照
    CREDIT_CODE = "credit_code"  # 统一社会信用代码 GB 32100
