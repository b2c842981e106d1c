"""Which centre a window trusts: the hall's own authority, the right address, and nobody else."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clock import FrozenClock
from app.sync.client import CentreAway, Client
from app.sync.signing import DeviceKey, Line
from tests.support.certificates import Authority
from tests.support.fault_proxy import FaultProxy, Faults
from tests.support.running_centre import HALL, RunningCentre, running_centre
from tests.sync.conftest import hello_of


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def centre(
    tmp_path: Path, clock: FrozenClock, empty_database: Path, authority: Authority
) -> Iterator[RunningCentre]:
    shutil.copy(empty_database, tmp_path)
    with running_centre(tmp_path, clock, certificate=authority.certificate(tmp_path)) as running:
        yield running


def said(url: str, ca: Path | None) -> str:
    """Why a hello did not reach the centre."""
    client = Client(url, Line(str(uuid.uuid4()), DeviceKey(os.urandom(32))), ca=ca)
    try:
        with pytest.raises(CentreAway) as away:
            client.post("/sync/v1/push", {})
    finally:
        client.close()
    return away.value.reason


def test_the_halls_own_authority_is_trusted(centre: RunningCentre, authority: Authority) -> None:
    key = DeviceKey(os.urandom(32))
    line = Line(str(uuid.uuid4()), key)
    client = Client(centre.url, line, ca=authority.path)
    client.enrol(
        {
            "code": centre.code(),
            "device_id": line.device_id,
            "device_code": "C01",
            "public_key": key.public,
        }
    )
    assert client.hello(hello_of(line))["status"] == "active"
    pokes = client.pokes(HALL)
    assert next(pokes) == (HALL, 0)
    client.abort()  # also a line with a cipher on it can be cut
    with pytest.raises(CentreAway, match="stopped"):
        list(pokes)
    client.close()


def test_nobody_else_is(centre: RunningCentre, authority: Authority, tmp_path: Path) -> None:
    assert said(centre.url, None) == "certificate"  # the system does not know the hall
    assert said(centre.url, Authority(tmp_path, "another authority").path) == "certificate"


def test_a_certificate_for_another_address(
    tmp_path: Path, clock: FrozenClock, empty_database: Path, authority: Authority
) -> None:
    elsewhere = authority.certificate(tmp_path, "127.0.0.2")
    shutil.copy(empty_database, tmp_path)
    with running_centre(tmp_path, clock, certificate=elsewhere) as running:
        assert said(running.url, authority.path) == "certificate"


def test_a_line_that_is_cut_in_the_middle_of_the_greeting(
    centre: RunningCentre, authority: Authority
) -> None:
    with FaultProxy(centre.port, Faults(cut_answer_after=300)) as line:
        assert said(line.url.replace("http:", "https:"), authority.path) == "cut"
