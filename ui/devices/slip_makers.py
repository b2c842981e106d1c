"""The slip printer the settings name: a thermal one, or any printer of pages."""

from __future__ import annotations

from app.devices.escpos import EscPosPrinter
from app.devices.registry import UnknownDeviceError
from app.devices.slips import NoSlipPrinter, PageSlipPrinter, SlipPrinter
from app.settings import Settings
from ui.devices.makers import all_makers


def open_slip_printer(settings: Settings) -> SlipPrinter:
    """`escpos:tcp:host[:port]`, `escpos:file:/dev/usb/lp0`, or as `devices.printer`.

    Nothing set: a folder in a demo hall, no printer elsewhere. UnknownDeviceError for anything else.
    """
    spec = settings.queue.slip_printer or ("file" if settings.hall.demo else "none")
    name, _, rest = spec.partition(":")
    if name == "escpos":
        try:
            return EscPosPrinter(rest, settings.queue.slip_way)
        except ValueError as error:
            raise UnknownDeviceError("slip_printer", spec, ["tcp:host[:port]", "file:path"]) from error
    if name == "none":
        return NoSlipPrinter()
    makers = all_makers(data_folder=settings.data, demo=settings.hall.demo)
    return PageSlipPrinter(makers.open(printer=spec, card_reader="none", camera="none").printer)
