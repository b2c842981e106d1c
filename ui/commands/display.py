"""`window-clerk display`: the hall display, on any screen of this machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Final

SUMMARY: Final = "打开大厅显示屏（叫号、等候、语音）"


def main(argv: Sequence[str]) -> int:
    """Open the display; returns when it was closed."""
    from app.errors import AppError
    from ui.commands.screening import add_screen, begin, demo_device, show
    from ui.commands.site import fail, hall_settings

    parser = argparse.ArgumentParser(prog="window-clerk display", description=SUMMARY)
    add_screen(parser)
    parser.add_argument("--area", metavar="区域", help="只显示这一区的窗口")
    parser.add_argument("--silent", action="store_true", help="不出声音")
    options = parser.parse_args(argv)
    try:
        settings = hall_settings(options)
        if options.demo is not None:
            settings = demo_device(settings, "大厅显示屏", "D1", "D01", "D")
    except AppError as error:
        return fail(error)
    running = begin(settings, options.lang)
    try:
        from app.clock import SystemClock
        from app.devices.speaking import EspeakVoice, NoVoice
        from ui.screens.announcer import Announcer, Loudness
        from ui.screens.hall_display import HallDisplay, Place
        from ui.screens.sounding import Loudspeaker

        chosen, clock = settings.queue, SystemClock()
        silent = options.silent or not chosen.voice or options.picture is not None
        announcer = Announcer(
            running.tasks,
            clock,
            NoVoice() if silent else EspeakVoice(),
            Loudspeaker(),
            Loudness(chosen.volume, chosen.repeats, silent),
        )
        area = options.area if options.area is not None else chosen.area
        place = Place(settings.hall.name, area, chosen.calm, chosen.names, settings.hall.demo)
        display = HallDisplay(place, announcer, clock)
        if options.demo is not None:
            from ui.screens.sample_boards import SampleBoards

            SampleBoards(display, settings, clock).start()
        else:
            from app.bootstrap import open_hall
            from ui.bridge import HallSignals
            from ui.screens.store_boards import StoreBoards

            running.hall = hall = open_hall(settings, clock)
            hall.house.unattended = True
            signals = HallSignals()
            hall.subscribe(signals.listener)
            hall.connect()
            StoreBoards(hall, running.tasks, signals, display, area).start()
        return show(running, display, options, announcer.close)
    except AppError as error:
        from ui import messages

        print(messages.sentence(error), file=sys.stderr)
        return 1
    finally:
        running.end()
