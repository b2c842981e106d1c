"""The hall the stories begin with: enrolled windows whose clerk has signed in at the centre once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.bootstrap import open_hall
from app.clock import SystemClock
from app.services.views import SyncState
from db.central.engine import open_engine
from db.central.schema import bring_up
from db.central.tables import CENTRAL
from tests.services.window import NUMBER, PASSWORD
from tests.simulator.template import DECISIONS, PAPERS, memory_folder, settings_of
from tests.stories.sync.scene import CODES, Scene
from tests.support.postgres import Cluster, running
from tests.support.running_centre import running_centre
from tests.sync.conftest import enrolled_line
from tests.sync.watching import connected


@pytest.fixture(scope="session")
def hall_template() -> Iterator[Path]:
    """Made once, through the real enrolment and sign-in, and copied for each story."""
    folder = memory_folder("window-clerk-stories-")
    try:
        rules = folder / "site" / "rules"
        rules.mkdir(parents=True)
        policy = {decision: PAPERS.get(decision, []) for decision in DECISIONS}
        (rules / "notices.json").write_text(json.dumps(policy), encoding="utf-8")
        (folder / "centre").mkdir()
        with running_centre(folder / "centre", SystemClock()) as centre:
            centre.clerk()
            for code in CODES:
                hall = open_hall(settings_of(folder, code), SystemClock())
                try:
                    enrolled_line(hall, centre)
                    with connected(hall, centre.url) as watch:
                        hall.session.sign_in(NUMBER, PASSWORD)
                        watch.until_state(SyncState.ONLINE)
                finally:
                    hall.close()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def scene(hall_template: Path) -> Iterator[Callable[..., Scene]]:
    """Makes halls of this test alone; their processes end with it."""
    made: list[Scene] = []

    def make(**wanted: object) -> Scene:
        folder = memory_folder("window-clerk-story-")
        made.append(Scene.of(hall_template, folder, **wanted))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        each.close()
        shutil.rmtree(each.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL."""
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def postgres_template(cluster: Cluster, hall_template: Path) -> str:
    """The template's centre on PostgreSQL: the same rows."""
    name = cluster.create()
    here = open_engine(f"sqlite:///{hall_template / 'centre' / 'central.db'}")
    there = open_engine(cluster.url(name))
    bring_up(there)
    with here.connect() as source, there.begin() as target:
        for each in CENTRAL.sorted_tables:
            target.execute(sa.delete(each))
            rows = [dict(row) for row in source.execute(sa.select(each)).mappings()]
            if rows:
                target.execute(sa.insert(each), rows)
    here.dispose()
    there.dispose()
    return name


@pytest.fixture
def postgres_url(cluster: Cluster, postgres_template: str) -> Iterator[str]:
    """A database of this test alone, which knows the hall."""
    name = cluster.create(postgres_template)
    yield cluster.url(name)
    cluster.drop(name)
