"""Centres on both databases; the PostgreSQL cluster is started once, by the first test that wants it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.central.engine import open_engine
from db.central.schema import create_all
from tests.support.central_hall import CentralHall
from tests.support.postgres import Cluster, running


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL."""
    with running() as started:
        yield started


@pytest.fixture
def postgres_url(cluster: Cluster) -> Iterator[str]:
    """An empty database of this test alone."""
    name = cluster.create()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def sqlite_house(tmp_path: Path) -> Iterator[CentralHall]:
    """A centre on SQLite."""
    engine = open_engine(f"sqlite:///{tmp_path / 'central.db'}")
    create_all(engine)
    yield CentralHall(engine)
    engine.dispose()


@pytest.fixture
def postgres_house(postgres_url: str) -> Iterator[CentralHall]:
    """A centre on PostgreSQL."""
    engine = open_engine(postgres_url, pool_size=10)
    create_all(engine)
    yield CentralHall(engine)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest) -> CentralHall:
    """A centre, once on each database."""
    found = request.getfixturevalue(f"{request.param}_house")
    assert isinstance(found, CentralHall)
    return found
