"""Which papers the applicant need not bring, because a valid certificate of theirs is known here (免提交)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from app.rules.catalogue import ServiceItem, materials_for
from app.rules.checklist import MaterialState
from app.rules.visit import Draft
from app.services.views import CertificateView


def with_certificates(
    draft: Draft, item: ServiceItem, certificates: Sequence[CertificateView], today: date
) -> Draft:
    """The visit with the rows exempted that a valid certificate stands in for; marked rows are left alone."""
    valid = {each.type: each for each in certificates if each.expires_on is None or each.expires_on >= today}
    marks = dict(draft.marks)
    for material in materials_for(item, draft.facts):
        certificate = valid.get(material.certificate or "")
        mark = draft.mark(material.code)
        if certificate is not None and mark.state is MaterialState.UNCHECKED and not mark.certificate:
            marks[material.code] = replace(mark, state=MaterialState.EXEMPT, certificate=certificate.number)
    return draft if marks == dict(draft.marks) else replace(draft, marks=MappingProxyType(marks))
