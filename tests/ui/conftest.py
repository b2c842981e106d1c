"""Widgets in the house style, with the program's own fonts and in Chinese, whatever the test before left."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from tests.support import shots
from tests.support.translation import TS
from ui import theme


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[Callable[..., None]]:
    """Light, 100 %, large screen; call it to dress otherwise. Dressed back afterwards."""
    shots.dress(qapp)

    def again(name: str = "light", scale: int = 100, *, compact: bool = False) -> None:
        shots.dress(qapp, name, scale, compact=compact)

    yield again
    families = theme.look().families
    qapp.setStyleSheet("")
    theme.apply(qapp, "light", 100, compact=False, families=families)


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    """The window's own language."""
    translator = QTranslator(qapp)
    assert translator.load(QLocale("zh_CN"), str(TS.with_suffix(".qm"))) or translator.load(
        str(TS.with_suffix(".qm"))
    )
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)
