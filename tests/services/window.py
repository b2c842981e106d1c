"""A clerk at a window, for tests: sits people down, marks papers, in the office's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from app.bootstrap import Hall
from app.clock import FrozenClock
from app.rules.checklist import Mark, MaterialState, MissingReason
from app.rules.party import Agent, Party
from app.rules.visit import Draft

NUMBER = "07"
PASSWORD = "password-07"
ZHANG = Party(name="张示例", id_number="460107198801101234", phone="13800001111")
LI = Party(name="李样本", id_number="460108199201090026", phone="13800002222")
FWZL = {
    "lessor": "person",
    "tenant": "unit",
    "coowned": "no",
    "entrusted": "no",
    "mortgaged": "no",
    "sublet": "no",
}
COMPLETE = Mark(MaterialState.COMPLETE)
MISSING = Mark(MaterialState.MISSING, MissingReason.NOT_BROUGHT)


def deferred(due: date, way: str = "现场核查时提交") -> Mark:
    return Mark(MaterialState.DEFERRED, due=due, way=way)


@dataclass
class Window:
    """One window with its hall and a clock that stands until told."""

    hall: Hall
    clock: FrozenClock

    def visit(
        self,
        item: str = "fwzl",
        answers: Mapping[str, str] | None = None,
        applicant: Party = ZHANG,
        marks: Mapping[str, Mark] | None = None,
        rest: Mark | None = COMPLETE,
        agent: Agent | None = None,
    ) -> Draft:
        """A visit with its answers; materials not named in `marks` get `rest` (None: stay 待核)."""
        clerk = self.hall.session.current
        draft = replace(
            self.hall.intake.new_draft(clerk.id if clerk else ""), applicant=applicant, agent=agent
        )
        chosen = self.hall.catalogue.item(item)
        draft = draft.with_item(chosen, FWZL if item == "fwzl" and answers is None else answers or {})
        for material in draft.materials(chosen):
            mark = (marks or {}).get(material.code, rest)
            if mark is not None:
                draft = draft.with_mark(material.code, mark)
        return draft

    def fire_safety(self, **marks: Mark) -> Draft:
        """xfjc by commitment: its plan (…-05) and its rules (…-04) may follow later."""
        named = {code.replace("_", "-"): mark for code, mark in marks.items()}
        return self.visit("xfjc", {"procedure": "commitment"}, marks=named)

    def wait(self, **span: float) -> None:
        self.clock.advance(timedelta(**span))

    def go_to(self, day: str, at: str = "10:00") -> None:
        """The clock on a day and time of the hall (UTC+8)."""
        moment = datetime.fromisoformat(f"{day}T{at}:00+08:00")
        self.clock.set(moment.astimezone(UTC))


def text_of(pdf: bytes) -> str:
    """What stands on a notice, without spaces and line ends."""
    from pypdf import PdfReader

    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)
