"""The network comes back."""

from __future__ import annotations

import pytest
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from ui.network_watch import NetworkWatch

Reachability = QNetworkInformation.Reachability


@pytest.mark.parametrize("told", [Reachability.Local, Reachability.Site, Reachability.Online])
def test_any_network_is_worth_a_try(qtbot: QtBot, told: Reachability) -> None:
    watch = NetworkWatch()
    with qtbot.waitSignal(watch.back):
        watch.changed(told)


@pytest.mark.parametrize("told", [Reachability.Disconnected, Reachability.Unknown])
def test_none_is_not(qtbot: QtBot, told: Reachability) -> None:
    watch = NetworkWatch()
    with qtbot.assertNotEmitted(watch.back):
        watch.changed(told)
