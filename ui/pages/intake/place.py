"""The places of the desk where a clerk's focus can be."""

from __future__ import annotations

from enum import StrEnum


class Place(StrEnum):
    """F6 walks these in order; the program moves there only after the clerk's own act."""

    IDLE = "idle"
    APPLICANT = "applicant"
    ITEM = "item"
    SITUATION = "situation"
    TABLE = "table"
    REVIEW = "review"
    CONCLUSION = "conclusion"
