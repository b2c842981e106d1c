"""What the desk says in the footer and the undo bar, one sentence per act."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.rules.checklist import MaterialState
from ui import messages


def held(name: str) -> str:
    text = QCoreApplication.translate("Desk", "{name} is kept as unfinished. Back: Ctrl+Tab")
    return text.format(name=name or QCoreApplication.translate("Desk", "The visit"))


def set_aside(name: str) -> str:
    text = QCoreApplication.translate("Desk", "{name} is set aside")
    return text.format(name=name or QCoreApplication.translate("Desk", "The visit"))


def nothing_open() -> str:
    return QCoreApplication.translate("Desk", "No visit is open. Next person: F2")


def no_other_visit() -> str:
    return QCoreApplication.translate("Desk", "There is no other unfinished visit")


def applicant_set(name: str) -> str:
    return QCoreApplication.translate("Desk", "Applicant: {name}").format(name=name)


def item_chosen(name: str) -> str:
    return QCoreApplication.translate("Desk", "Item: {name}").format(name=name)


def answered() -> str:
    return QCoreApplication.translate("Desk", "The situation changed")


def answers_as_last_time() -> str:
    return QCoreApplication.translate("Desk", "Situation as last time. Enter confirms, digits change it")


def answer_first() -> str:
    return QCoreApplication.translate("Desk", "One question of the situation is still open: press its digit")


def marked(number: int, state: MaterialState) -> str:
    text = QCoreApplication.translate("Desk", "Item {number} marked {state}")
    return text.format(number=number, state=messages.label(state))


def reason_set(number: int) -> str:
    return QCoreApplication.translate("Desk", "Reason of item {number} changed").format(number=number)


def day_set(number: int) -> str:
    return QCoreApplication.translate("Desk", "Hand-in of item {number} changed").format(number=number)


def day_needed(number: int) -> str:
    text = QCoreApplication.translate(
        "Desk", "The catalogue gives no hand-in limit for item {number}: choose a day"
    )
    return text.format(number=number)


def scanned(number: int) -> str:
    return QCoreApplication.translate("Desk", "Item {number} scanned").format(number=number)


def scanned_already(number: int) -> str:
    text = QCoreApplication.translate("Desk", "These pages are already kept with item {number}")
    return text.format(number=number)


def nothing_to_undo() -> str:
    return QCoreApplication.translate("Desk", "Nothing to undo in this visit")


def defer_refused(code: str, number: int, name: str) -> str:
    """Why 3 does not mark: said in the footer, the focus stays."""
    match code:
        case "defer-credit":
            text = QCoreApplication.translate(
                "Desk", "Item {number} “{name}” cannot follow later: the credit record does not allow it"
            )
        case "defer-not-published":
            text = QCoreApplication.translate(
                "Desk",
                "Item {number} “{name}” cannot follow later: the catalogue does not list it as deferrable",
            )
        case _:
            text = QCoreApplication.translate(
                "Desk", "Item {number} “{name}” cannot follow later (rule of the catalogue)"
            )
    return text.format(number=number, name=name)


def unchecked_first(number: int) -> str:
    text = QCoreApplication.translate("Desk", "Item {number} is still to be checked: 1 2 3 4")
    return text.format(number=number)


def missing_first(number: int, *, may_follow: bool) -> str:
    if may_follow:
        text = QCoreApplication.translate(
            "Desk", "Item {number} is missing. 3 lets it follow later, F8 tells the applicant once"
        )
    else:
        text = QCoreApplication.translate(
            "Desk", "Item {number} is missing and may not follow later. Tell the applicant once: F8"
        )
    return text.format(number=number)


def nothing_missing() -> str:
    return QCoreApplication.translate("Desk", "Nothing is missing: there is nothing to notify. Accept: F9")


def applicant_first() -> str:
    return QCoreApplication.translate("Desk", "First say who applies: name or ID number")


def item_first() -> str:
    return QCoreApplication.translate("Desk", "First choose the item")


def nothing_to_open(state: MaterialState) -> str:
    text = QCoreApplication.translate(
        "Desk", "{state} has no reason or day. 2 marks it missing, 3 lets it follow later"
    )
    return text.format(state=messages.label(state))


def recording() -> str:
    return QCoreApplication.translate("Desk", "Being recorded…")


def unknown_material(code: str) -> str:
    text = QCoreApplication.translate("Desk", "No material {code} in this list")
    return text.format(code=code)
