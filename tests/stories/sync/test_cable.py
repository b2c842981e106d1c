"""The cable between a window's machine and the centre's, pulled and put back: two network namespaces."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.stories.sync.scene import Scene
from tests.support import needs

pytestmark = [pytest.mark.story, needs.programs("ip", root=True)]
CENTRE, WINDOW = "10.231.7.1", "10.231.7.2"


@dataclass(frozen=True)
class Cable:
    """Two machines that see each other, and nobody else."""

    centre: str
    window: str

    def pull(self) -> None:
        ip("-n", self.centre, "link", "set", "line", "down")

    def put_back(self) -> None:
        ip("-n", self.centre, "link", "set", "line", "up")


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


@pytest.fixture
def cable() -> Iterator[Cable]:
    """Named after this process, so that nobody else's are met."""
    made = Cable(f"wc-{os.getpid()}-centre", f"wc-{os.getpid()}-window")
    begun: list[str] = []
    try:
        try:
            for name in (made.centre, made.window):
                ip("netns", "add", name)
                begun.append(name)
            ip("-n", made.centre, "link", "add", "line", "type", "veth", "peer", "line", "netns", made.window)
        except subprocess.CalledProcessError as error:
            pytest.skip(f"this machine allows no network namespaces: {error.stderr.strip()}")
        for name, address in ((made.centre, CENTRE), (made.window, WINDOW)):
            ip("-n", name, "address", "add", f"{address}/30", "dev", "line")
            for device in ("lo", "line"):
                ip("-n", name, "link", "set", device, "up")
        yield made
    finally:
        for name in begun:
            ip("netns", "delete", name)


@pytest.fixture
def apart(scene: Callable[..., Scene], cable: Cable) -> Scene:
    """A window on one machine, the centre on the other."""
    hall = scene(windows=1)
    hall.centre.host = CENTRE
    hall.centre.inside = ("ip", "netns", "exec", cable.centre)
    (desk,) = hall.windows
    desk.inside = ("ip", "netns", "exec", cable.window)
    desk.url = hall.centre.url
    hall.start()
    return hall


def test_a_cable_pulled_in_the_middle_of_the_work(apart: Scene, cable: Cable) -> None:
    (desk,) = apart.windows
    desk.accept(2)
    cable.pull()
    desk.accept(3)
    cable.put_back()
    apart.check()
    cable.pull()
    desk.accept()
    desk.kill()
    desk.start()
    desk.accept()
    desk.await_state("offline")
    cable.put_back()
    apart.check()
    assert len(apart.papers) == 7
