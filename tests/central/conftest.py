"""Centres on both databases; the PostgreSQL cluster is started once, by the first test that wants it."""

from __future__ import annotations

import shutil
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


@pytest.fixture(scope="session")
def postgres_template(cluster: Cluster) -> str:
    """The name of a database with all tables and nothing in them."""
    name = cluster.create()
    engine = open_engine(cluster.url(name))
    create_all(engine)
    engine.dispose()
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and nothing in them."""
    path = tmp_path_factory.mktemp("central") / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    create_all(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_house(sqlite_template: Path, tmp_path: Path) -> Iterator[CentralHall]:
    """A centre on SQLite."""
    path = tmp_path / "central.db"
    shutil.copyfile(sqlite_template, path)
    engine = open_engine(f"sqlite:///{path}")
    yield CentralHall(engine)
    engine.dispose()


@pytest.fixture
def postgres_house(cluster: Cluster, postgres_template: str) -> Iterator[CentralHall]:
    """A centre on PostgreSQL."""
    name = cluster.create(postgres_template)
    engine = open_engine(cluster.url(name), pool_size=10)
    yield CentralHall(engine)
    engine.dispose()
    cluster.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest) -> CentralHall:
    """A centre, once on each database."""
    found = request.getfixturevalue(f"{request.param}_house")
    assert isinstance(found, CentralHall)
    return found
