"""Which device a window uses: chosen by a short text in its settings, such as `system:counter3` or `file`.

The part before the colon names the maker, the rest is for the maker. The makers that need Qt are
registered by ui/devices; here are those that do not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from typing import TypeVar

from app.devices.absent import NoCamera, NoCardReader, NoPrinter
from app.devices.fakes import SampleCardReader
from app.devices.file_printer import FilePrinter
from app.devices.ports import Camera, IdCardReader, Printer
from app.records import dataclass

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices of one window."""

    printer: Printer
    card_reader: IdCardReader
    camera: Camera


class UnknownDeviceError(ValueError):
    """The settings name a maker nobody knows; a fault of the site file, told with its line's value."""

    def __init__(self, kind: str, spec: str, known: list[str]) -> None:
        super().__init__(f"{kind} = {spec!r}: known are {', '.join(known)}")
        self.kind, self.spec, self.known = kind, spec, known


@dataclass(frozen=True, slots=True)
class Makers:
    """The ways to get a device, by name; each takes the text after the colon."""

    printers: Mapping[str, Callable[[str], Printer]] = field(default_factory=dict)
    card_readers: Mapping[str, Callable[[str], IdCardReader]] = field(default_factory=dict)
    cameras: Mapping[str, Callable[[str], Camera]] = field(default_factory=dict)

    def open(self, *, printer: str, card_reader: str, camera: str) -> Devices:
        """The devices the settings name; nothing is touched before it is used."""
        return Devices(
            printer=_chosen("printer", printer, self.printers),
            card_reader=_chosen("card_reader", card_reader, self.card_readers),
            camera=_chosen("camera", camera, self.cameras),
        )

    def with_more(
        self,
        *,
        printers: Mapping[str, Callable[[str], Printer]] | None = None,
        card_readers: Mapping[str, Callable[[str], IdCardReader]] | None = None,
        cameras: Mapping[str, Callable[[str], Camera]] | None = None,
    ) -> Makers:
        return Makers(
            {**self.printers, **(printers or {})},
            {**self.card_readers, **(card_readers or {})},
            {**self.cameras, **(cameras or {})},
        )


def plain_makers(*, data_folder: Path, demo: bool) -> Makers:
    """The makers that need no Qt. The sample card reader is offered in a demo hall only."""
    readers: dict[str, Callable[[str], IdCardReader]] = {"none": lambda _: NoCardReader()}
    if demo:
        readers["sample"] = lambda _: SampleCardReader()
    return Makers(
        printers={
            "none": lambda _: NoPrinter(),
            "file": lambda folder: FilePrinter(Path(folder) if folder else data_folder / "printed"),
        },
        card_readers=readers,
        cameras={"none": lambda _: NoCamera()},
    )


def _chosen(kind: str, spec: str, makers: Mapping[str, Callable[[str], Made]]) -> Made:
    name, _, rest = spec.partition(":")
    if name not in makers:
        raise UnknownDeviceError(kind, spec, sorted(makers))
    return makers[name](rest)
