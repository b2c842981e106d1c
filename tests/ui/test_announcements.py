"""The hall's voice as it comes out of the loudspeaker: whole announcements, in order, recorded."""

from __future__ import annotations

import os
import subprocess
import sys
from array import array
from pathlib import Path

import pytest

from app.devices.speaking import (
    RATE,
    EspeakVoice,
    NoVoice,
    Sound,
    announcement,
    gong,
    louder,
)
from app.errors import DeviceUnavailable
from app.rules.announcing import sentence
from tests.support.null_sink import found_at, loudness, need_sound, null_sink
from tests.support.play_calls import CALLS

ROOT = Path(__file__).resolve().parents[2]


def levels(sound: Sound) -> list[float]:
    samples = array("h")
    samples.frombytes(sound.samples)
    return loudness(samples)


def test_the_gong_is_of_our_own_making_and_dies_away() -> None:
    course = levels(gong())
    assert 1.2 < gong().seconds < 1.4
    assert max(course[:10]) > 10 * course[-1]


def test_a_volume_scales_and_never_clips() -> None:
    half = louder(gong(), 50)
    assert max(levels(half)) == pytest.approx(max(levels(gong())) / 2, rel=0.01)
    assert not any(louder(gong(), 0).samples)
    with pytest.raises(ValueError, match="0 to 100"):
        louder(gong(), 101)


def test_without_a_voice_the_gong_still_sounds() -> None:
    assert announcement(NoVoice(), "请").seconds == pytest.approx(gong().seconds + 0.2, abs=0.01)
    with pytest.raises(DeviceUnavailable):
        NoVoice().speak("请")


def test_a_machine_without_the_program_has_no_voice() -> None:
    silent = EspeakVoice("no-such-program-here")
    assert silent.probe().reason == "no-voice"
    with pytest.raises(DeviceUnavailable, match="no-voice"):
        silent.speak("请")


def test_every_digit_is_said() -> None:
    need_sound()
    voice = EspeakVoice()
    lengths = [voice.speak(sentence(number, "3")).seconds for number in ("A137", "A1373", "A137373")]
    assert lengths[1] - lengths[0] > 0.15
    assert lengths[2] - lengths[1] > 0.3
    assert announcement(voice, "请", repeats=2).seconds > announcement(voice, "请", repeats=1).seconds


@pytest.mark.devices
def test_two_calls_a_second_apart_are_two_whole_announcements_in_order(tmp_path: Path) -> None:
    need_sound()
    with null_sink(tmp_path) as sink:
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.play_calls"],
            cwd=ROOT,
            env=sink.environment | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.stdout.split() == ["sound", "sound"], done.stdout + done.stderr
    played = loudness(sink.recorded)
    end = 0
    for number, counter in CALLS:
        expected = levels(announcement(EspeakVoice(), sentence(number, counter), repeats=1))
        while expected[-1] < 1:  # the pause at the end is no sound
            expected.pop()
        at, fit = found_at(played, expected, end)
        assert fit > 0.95, f"{number} is not heard whole: {fit:.3f}"
        end = at + len(expected)
    # Nothing else was played: outside the two there is silence.
    assert sum(played) == pytest.approx(
        sum(sum(levels(announcement(EspeakVoice(), sentence(*call), repeats=1))) for call in CALLS), rel=0.03
    )
    assert len(played) * 0.05 < 60
    assert RATE == 22_050


@pytest.mark.devices
def test_without_a_sound_device_the_calls_go_on_and_the_screen_knows(tmp_path: Path) -> None:
    need_sound()
    environment = {"PULSE_SERVER": f"unix:{tmp_path / 'none'}", "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.play_calls"],
        cwd=ROOT,
        env={
            **os.environ,
            **environment,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.split() == ["no-sound-device", "no-sound-device"], done.stdout + done.stderr
