"""`window-central openapi`: the description of everything the server answers, as JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

SUMMARY = "打印接口说明（OpenAPI）"


def main(argv: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="window-central openapi", description=SUMMARY).parse_args(argv)
    from pathlib import Path

    from app.central.keys import KEY_BYTES, ServerKeys
    from app.central.main import create_app
    from app.central.server import Server
    from app.clock import SystemClock
    from db.central.engine import open_engine

    # No server is asked and none is made: the application describes itself.
    server = Server(open_engine("sqlite://"), SystemClock(), ServerKeys.of(bytes(KEY_BYTES)), Path())
    print(json.dumps(create_app(server).openapi(), ensure_ascii=False, indent=1))
    server.close()
    return 0
