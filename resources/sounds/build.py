"""Makes the gong before a call: two falling notes, computed here, so that it belongs to nobody else.

Run `python -m resources.sounds.build`. Same program, same bytes.
"""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path
from typing import Final

RATE: Final = 22_050
SECONDS: Final = 1.3
# (begins at, frequency, share, dies away in) of each partial of the two notes, e'' and c''.
PARTIALS: Final = (
    (0.00, 659.26, 0.42, 0.42),
    (0.00, 1318.5, 0.13, 0.20),
    (0.00, 1977.8, 0.05, 0.11),
    (0.42, 523.25, 0.46, 0.46),
    (0.42, 1046.5, 0.14, 0.24),
    (0.42, 1569.8, 0.05, 0.13),
)
ATTACK: Final = 0.006
FADE: Final = 0.08


def sample(at: float) -> float:
    """The wave at a moment."""
    total = 0.0
    for begin, frequency, share, dies in PARTIALS:
        since = at - begin
        if since >= 0:
            rise = min(1.0, since / ATTACK)
            total += share * rise * math.exp(-since / dies) * math.sin(2 * math.pi * frequency * since)
    return total * min(1.0, (SECONDS - at) / FADE)


def build() -> None:
    """Write gong.wav."""
    values = [round(22_000 * sample(n / RATE)) for n in range(int(RATE * SECONDS))]
    with wave.open(str(Path(__file__).with_name("gong.wav")), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(values)}h", *values))


if __name__ == "__main__":
    build()
