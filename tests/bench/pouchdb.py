"""PouchDB 9 replicating the same documents between two processes, when this machine has node and npm."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from tests.support import million

HERE: Final = Path(__file__).parent
# The server of 4.2.0 does not run on Express 5.
PACKAGES: Final = ("pouchdb@9.0.0", "express@4", "express-pouchdb@4.2.0")
INSTALL_S: Final = 300


class Absent(Exception):
    """Why there is no rival in this run."""


class Pouch:
    """A client process with its documents, and the server process it replicates with."""

    def __init__(self, client: subprocess.Popen[str]) -> None:
        self._client = client

    def push(self, round: int) -> float:
        """Seconds for all documents from a new local database into a new one of the server."""
        return self._told(f"push {round}")

    def pull(self, round: int) -> float:
        """Seconds for what was pushed in that round into an empty local database."""
        return self._told(f"pull {round}")

    def _told(self, line: str) -> float:
        assert self._client.stdin is not None
        assert self._client.stdout is not None
        self._client.stdin.write(line + "\n")
        self._client.stdin.flush()
        answer = self._client.stdout.readline()
        if not answer:
            raise RuntimeError("the rival's client ended")
        return float(answer)


@contextmanager
def pouch(folder: Path, documents: Sequence[dict[str, Any]]) -> Iterator[Pouch]:
    """Both processes, until the block ends. Absent."""
    modules = _installed()
    told = folder / "documents.json"
    told.write_text(json.dumps(documents, ensure_ascii=False), encoding="utf-8")
    (folder / "server").mkdir()
    (folder / "client").mkdir()
    with ExitStack() as ending:
        server = _node(ending, modules, "pouch_server.js", str(folder / "server"))
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        if not port:
            raise Absent("express-pouchdb did not start")
        yield Pouch(
            _node(
                ending,
                modules,
                "pouch_client.js",
                str(folder / "client"),
                f"http://127.0.0.1:{port}",
                str(told),
            )
        )


def _node(ending: ExitStack, modules: Path, script: str, *arguments: str) -> subprocess.Popen[str]:
    """A node process that ends with the block: its input is closed then."""
    copied = modules.parent / script
    shutil.copy(HERE / script, copied)
    process = subprocess.Popen(
        ["node", str(copied), *arguments],
        cwd=modules.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    ending.callback(process.wait)
    assert process.stdin is not None
    ending.callback(process.stdin.close)
    return process


def _installed() -> Path:
    """The folder of modules, outside the checkout; installed once."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise Absent("no node and npm here")
    place = million.cache_folder() / "pouchdb"
    if not (place / "complete").exists():
        place.mkdir(parents=True, exist_ok=True)
        (place / "package.json").write_text('{"private": true}', encoding="utf-8")
        try:
            subprocess.run(
                ["npm", "install", "--no-audit", "--no-fund", *PACKAGES],
                cwd=place,
                check=True,
                capture_output=True,
                timeout=INSTALL_S,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise Absent(f"npm could not install it: {type(error).__name__}") from error
        (place / "complete").touch()
    return place / "node_modules"
