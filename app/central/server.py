"""One server put together: what all routes and commands stand on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa
from prometheus_client.metrics_core import Metric
from sqlalchemy import Engine

from app.central.blobs import Blobs
from app.central.centre import Centre
from app.central.clerks import Clerks
from app.central.devices import Devices
from app.central.feed import trim_feed
from app.central.halls import Halls
from app.central.keys import ServerKeys, load_keys
from app.central.limits import Limits
from app.central.notifying import Bus, Pokes, PostgresBus
from app.central.observing import Metrics, gauge
from app.central.queueing import CentralQueue
from app.central.sessions import Sessions
from app.central.settings import CentralSettings, Network
from app.central.tickets import forget_people
from app.clock import Clock, hall_day
from db.central.engine import is_sqlite, open_engine, reading, writing
from db.central.schema import bring_up
from db.central.tables import CENTRAL


class Server:
    """The parts of a running centre, made once for each process."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        keys: ServerKeys,
        scans: Path,
        metrics_from: tuple[Network, ...] = (),
        bus: Bus | None = None,
    ) -> None:
        """`scans`: the folder of sealed chunks; `metrics_from`: who may read the figures."""
        self.engine = engine
        self.clock = clock
        self.scans = scans
        self.metrics_from = metrics_from
        self.centre = Centre(engine, clock)
        self.queue = CentralQueue(self.centre)
        self.sessions = Sessions(keys.sessions, clock)
        self.devices = Devices(engine, clock, keys.sessions)
        self.halls = Halls(engine, clock)
        self.clerks = Clerks(engine, clock)
        self.blobs = Blobs(engine, clock, scans, keys.scans)
        self.limits = Limits(clock)
        self.pokes = Pokes(bus)
        self.centre.on_commit(self.pokes.moved)
        self.metrics = Metrics(self.figures)

    @classmethod
    def open(cls, settings: CentralSettings, clock: Clock) -> Server:
        """The server of these settings, its database brought up to date.

        StoreUnavailable("no-key"), Unavailable("newer-schema"), SQLAlchemyError when the database is away.
        """
        keys = load_keys(settings.data)
        engine = open_engine(settings.database_url)
        try:
            bring_up(engine)
        except BaseException:
            engine.dispose()
            raise
        bus = None if is_sqlite(engine) else PostgresBus(engine)
        return cls(engine, clock, keys, settings.scans, settings.metrics_from, bus)

    def close(self) -> None:
        self.engine.dispose()

    def tidy(self) -> tuple[int, int]:
        """Lets go of scans no record names, old changes, who held a ticket; how many chunks and changes."""
        swept = self.blobs.sweep()
        with writing(self.engine) as connection:
            forget_people(connection, hall_day(self.clock.now()).isoformat())
            return swept, trim_feed(connection, self.clock.now())

    def figures(self) -> Iterable[Metric]:
        """What the database knows, for Prometheus."""
        device, counter = CENTRAL.tables["device"], CENTRAL.tables["feed_scope"]
        with reading(self.engine) as connection:
            statuses = connection.execute(
                sa.select(device.c.status, sa.func.count()).group_by(device.c.status)
            ).all()
            heads = connection.execute(sa.select(counter.c.scope, counter.c.seq)).all()
        yield gauge("window_central_devices", "Windows by status", "status", ((s, n) for s, n in statuses))
        yield gauge("window_central_feed_head", "Newest change of a hall", "hall", ((s, n) for s, n in heads))
