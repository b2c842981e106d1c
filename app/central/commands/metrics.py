"""`window-central metrics`: the figures Prometheus would read, without going through the web server."""

from __future__ import annotations

import os
from collections.abc import Sequence

from app.central.commands import place

SUMMARY = "打印 Prometheus 指标"


def main(argv: Sequence[str]) -> int:
    options = place.parser_for("metrics", SUMMARY).parse_args(argv)

    def work() -> None:
        from app.central.serving import COUNTING

        settings = place.settings_of(options)
        # Before the server is put together: the figures of its workers lie in this folder.
        if settings.figures.is_dir():
            os.environ[COUNTING] = str(settings.figures)
        with place.opened(options) as server:
            print(server.metrics.text().decode(), end="")

    return place.guarded(work)
