"""The centre in the simulator: the real one on a real database, asked without HTTP."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from app.central.centre import Centre
from app.central.refusals import Refused
from app.clock import Clock
from app.sync.requests import Refusal, Unreachable
from app.wire.limits import OLDEST_PROTO, PROTO, SESSION_SECONDS
from app.wire.messages import FeedQuery, PushRequest
from db.central.engine import open_engine, writing
from db.central.epochs import begin_epoch
from db.central.registering import add_device, find_device, note_sign_in, table
from tests.simulator.template import CENTRE, HALL


class PowerCutThere(Exception):
    """The centre's machine stopped in the middle of a transaction."""


class SimCentre:
    """Answers requests of engines as the HTTP routes do, without HTTP."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.path, self.clock = folder / CENTRE, clock
        self.backup: Path | None = None
        self.epochs = 0
        self.fails_at_commit = False
        self._open()

    def _open(self) -> None:
        self.engine = open_engine(f"sqlite:///{self.path}", pool_size=1)
        event.listen(self.engine, "commit", self._on_commit)
        self.centre = Centre(self.engine, self.clock)

    def _on_commit(self, _connection: object) -> None:
        if self.fails_at_commit:
            self.fails_at_commit = False
            raise OperationalError("COMMIT", {}, PowerCutThere())

    def close(self) -> None:
        self.engine.dispose()

    # -- answering --------------------------------------------------------------------------------

    def answer(self, device: str, kind: str, body: dict[str, Any]) -> Any:
        """The reply to one request, as JSON gives it, or why there is none."""
        try:
            return getattr(self, f"_{kind}")(device, body)
        except Refused as refused:
            return Refusal(refused.status, refused.code, refused.facts)
        except OperationalError:
            return Unreachable("cut")
        except ValidationError as error:
            raise AssertionError(f"the window said something the wire does not know: {error}") from error

    def _hello(self, device: str, _body: dict[str, Any]) -> dict[str, Any]:
        return {
            "session": "simulated",
            "expires_in": SESSION_SECONDS,
            "server_time": self.clock.now().isoformat(),
            "device_last_seq": self.centre.last_seq(device),
            "status": "active",
            "scopes": [head.model_dump(mode="json") for head in self.centre.heads(device)],
            "min_proto": OLDEST_PROTO,
            "max_proto": PROTO,
            "drain_only": False,
        }

    def _push(self, device: str, body: dict[str, Any]) -> Any:
        request = PushRequest.model_validate_json(json.dumps(body))
        return self.centre.push(device, request).model_dump(mode="json")

    def _feed(self, device: str, body: dict[str, Any]) -> Any:
        return json.loads(self.centre.feed_json(device, FeedQuery.model_validate(body)))

    def _snapshot(self, device: str, body: dict[str, Any]) -> Any:
        return [json.loads(line) for line in self.centre.snapshot_json(device, body["scope"])]

    def _checksum(self, device: str, body: dict[str, Any]) -> Any:
        return self.centre.checksums(device, body["scope"]).model_dump(mode="json")

    def enrol(self, device: str, code: str, succeeds: str | None) -> None:
        """A manager lets a new window in, which takes over from a lost one."""
        self.fails_at_commit = False
        with writing(self.engine) as connection:
            (clerk_id,) = connection.execute(select(table("clerk").c.id)).one()
            add_device(connection, id=device, hall=HALL, code=code, at=self.clock.now(), succeeds=succeeds)
            note_sign_in(connection, hall=HALL, clerk_id=clerk_id, device_id=device, at=self.clock.now())

    def knows(self, device: str) -> bool:
        with self.engine.connect() as connection:
            return find_device(connection, device) is not None

    # -- trouble ------------------------------------------------------------------------------------

    def restart(self) -> None:
        self.engine.dispose()
        self._open()

    def take_backup(self) -> None:
        self.backup = self.path.with_suffix(".backup")
        self.backup.unlink(missing_ok=True)
        with sqlite3.connect(self.path) as source, sqlite3.connect(self.backup) as target:
            source.backup(target)
        source.close()
        target.close()

    def restore_backup(self) -> None:
        """Yesterday's backup comes back: a new epoch, and the windows refill it."""
        if self.backup is None:
            return
        self.fails_at_commit = False
        self.engine.dispose()
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copy2(self.backup, self.path)
        self._open()
        self.epochs += 1
        with writing(self.engine) as connection:
            begin_epoch(connection, lambda: f"epoch-{self.epochs}", at=self.clock.now())
