"""`window-clerk kiosk`: the touch screen where visitors take their numbers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Final

SUMMARY: Final = "打开取号机（触摸屏，打印小票）"


def main(argv: Sequence[str]) -> int:
    """Open the kiosk of this machine; returns when it was closed."""
    from app.errors import AppError
    from ui.commands.screening import add_screen, begin, demo_device, show
    from ui.commands.site import hall_settings

    parser = argparse.ArgumentParser(prog="window-clerk kiosk", description=SUMMARY)
    add_screen(parser)
    options = parser.parse_args(argv)
    try:
        settings = hall_settings(options)
        if options.demo is not None:
            settings = demo_device(settings, "取号机", "K1", "K01", "K")
    except AppError as error:
        from ui.commands.site import fail

        return fail(error)
    running = begin(settings, options.lang)
    try:
        from app.bootstrap import open_hall
        from app.devices.speaking import EspeakVoice
        from ui.devices.makers import open_devices
        from ui.devices.slip_makers import open_slip_printer
        from ui.screens.kiosk import Kiosk, KioskDevices
        from ui.screens.reading_out import ReadingOut
        from ui.screens.sounding import Loudspeaker

        running.hall = hall = open_hall(settings)
        hall.house.unattended = True
        hall.connect()
        wanted = settings.devices
        devices = open_devices(
            data_folder=settings.data, demo=settings.hall.demo, card_reader=wanted.card_reader, printer="none"
        )
        kiosk = Kiosk(
            hall,
            running.tasks,
            running.device_tasks,
            KioskDevices(open_slip_printer(settings), devices.card_reader),
        )
        voice = ReadingOut(running.device_tasks, EspeakVoice(), Loudspeaker(), settings.queue.volume, kiosk)
        kiosk.spoken.connect(voice.read)
        voice.failed.connect(kiosk.not_spoken)
        return show(running, kiosk, options, kiosk.close_down)
    except AppError as error:
        from ui import messages

        print(messages.sentence(error), file=sys.stderr)
        return 1
    finally:
        running.end()
