"""The network of this machine is back: the centre is tried at once instead of when its turn comes."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

log = logging.getLogger(__name__)

_AWAY = (QNetworkInformation.Reachability.Disconnected, QNetworkInformation.Reachability.Unknown)


class NetworkWatch(QObject):
    """Says when the system reports a network again. A system that reports nothing is no trouble: the engine
    tries by itself.
    """

    back = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            log.info("this system does not say when its network changes")
            return
        told = QNetworkInformation.instance()
        if told is not None:
            told.reachabilityChanged.connect(self.changed)

    def changed(self, reachability: QNetworkInformation.Reachability) -> None:
        """What the system says now."""
        if reachability not in _AWAY:
            self.back.emit()
