"""Limits and days in words; a figure that no source gives is said to be unpublished, never guessed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from app.rules.catalogue import TimeLimit, TimeUnit


def unpublished() -> str:
    """未公布."""
    return QCoreApplication.translate("Figures", "not published")


def span(amount: int, unit: TimeUnit) -> str:
    """5 个工作日, 3 天, 24 小时."""
    match unit:
        case TimeUnit.WORKING_DAY:
            text = QCoreApplication.translate("Figures", "{amount} working days")
        case TimeUnit.NATURAL_DAY:
            text = QCoreApplication.translate("Figures", "{amount} days")
        case TimeUnit.HOUR:
            text = QCoreApplication.translate("Figures", "{amount} hours")
    return text.format(amount=amount)


def limit(of: TimeLimit) -> str:
    if of.amount is None:
        return unpublished()
    if of.amount == 0:
        return QCoreApplication.translate("Figures", "on the spot")
    return span(of.amount, of.unit)


def short_day(when: date) -> str:
    """9月14日."""
    text = QCoreApplication.translate("Figures", "{month}-{day}")
    return text.format(month=when.month, day=when.day)
