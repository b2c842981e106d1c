"""The hall's voice: sentences made into sound on this machine, with a gong before, as one piece each."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import wave
from array import array
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from app.devices.ports import Device, Presence
from app.errors import DeviceUnavailable
from app.records import dataclass

RATE: Final = 22_050
ESPEAK: Final = "espeak-ng"
VOICE: Final = "cmn-latn-pinyin"  # the plain `cmn` reads characters as English letters in some versions
WORDS_A_MINUTE: Final = 175  # three and a half syllables a second: an announcer, not a talker
SPEAK_S: Final = 10
BETWEEN_S: Final = 0.45
GONG: Final = Path(__file__).resolve().parents[2] / "resources" / "sounds" / "gong.wav"


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono samples of 16 bits, little end first, 22,050 a second."""

    samples: bytes

    @property
    def seconds(self) -> float:
        return len(self.samples) / 2 / RATE


@runtime_checkable
class Voice(Device, Protocol):
    """Says a sentence."""

    def speak(self, text: str) -> Sound:
        """The sentence as sound; DeviceUnavailable when this machine cannot speak."""
        ...


class EspeakVoice:
    """espeak-ng: offline, a few milliseconds a sentence. It misreads names, so names are never said."""

    def __init__(self, program: str = ESPEAK, *, speed: int = WORDS_A_MINUTE) -> None:
        self._program, self._speed = program, speed

    def probe(self) -> Presence:
        found = shutil.which(self._program)
        if found is None:
            return Presence(ok=False, reason="no-voice", facts={"program": self._program})
        return Presence(ok=True, facts={"program": found})

    def speak(self, text: str) -> Sound:
        found = shutil.which(self._program)
        if found is None:
            raise DeviceUnavailable("no-voice", device="voice", program=self._program)
        try:
            done = subprocess.run(  # noqa: S603 (a fixed program; the sentence goes in by its input)
                [found, "-v", VOICE, "-s", str(self._speed), "--stdin", "--stdout"],
                input=text.encode(),
                capture_output=True,
                timeout=SPEAK_S,
                check=True,
            )
            return _read(done.stdout)
        except (OSError, subprocess.SubprocessError, wave.Error, EOFError) as error:
            raise DeviceUnavailable("no-voice", device="voice", why=str(error)) from error


class NoVoice:
    """A display that is to be silent."""

    def probe(self) -> Presence:
        return Presence(ok=False, reason="not-set-up")

    def speak(self, text: str) -> Sound:
        raise DeviceUnavailable("not-set-up", device="voice", text=text)


def _read(data: bytes) -> Sound:
    """A WAV as sound; espeak writes a length it does not know to a pipe, so what is there counts."""
    with wave.open(io.BytesIO(data)) as source:
        if (source.getnchannels(), source.getsampwidth(), source.getframerate()) != (1, 2, RATE):
            raise wave.Error(f"not {RATE} Hz mono of 16 bits")
        head = data.index(b"data") + 8
    samples = data[head:]
    return Sound(samples[: len(samples) // 2 * 2])


@lru_cache(maxsize=1)
def gong() -> Sound:
    """Two notes of our own making (resources/sounds/build.py)."""
    return _read(GONG.read_bytes())


def silence(seconds: float) -> Sound:
    return Sound(bytes(2 * int(seconds * RATE)))


def louder(sound: Sound, percent: int) -> Sound:
    """At a volume of 0 to 100 per cent."""
    if not 0 <= percent <= 100:
        raise ValueError(f"a volume is 0 to 100, not {percent}")
    samples = array("h")
    samples.frombytes(sound.samples)
    if sys.byteorder == "big":
        samples.byteswap()
    scaled = array("h", (sample * percent // 100 for sample in samples))
    if sys.byteorder == "big":
        scaled.byteswap()
    return Sound(scaled.tobytes())


def announcement(voice: Voice, text: str, *, repeats: int = 2, volume: int = 100) -> Sound:
    """Gong, then the sentence so many times, as one piece; the gong alone where nothing can speak."""
    parts = [gong(), silence(0.2)]
    if voice.probe().ok:
        said = voice.speak(text)
        for _ in range(max(1, repeats)):
            parts += [said, silence(BETWEEN_S)]
    return louder(Sound(b"".join(part.samples for part in parts)), volume)
