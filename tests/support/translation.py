"""Whether the Chinese of the window is complete: collected again from the sources and compared.

python -m tests.support.translation             say what is missing; exit status 1 if anything is
python -m tests.support.translation --update    write new sentences into zh_CN.ts
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[2]
TS = ROOT / "resources" / "i18n" / "zh_CN.ts"
PLACEHOLDER = re.compile(r"\{[a-z_0-9]*(?:![rsa])?(?::[^{}]*)?\}|%n|%L?\d")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One entry of a .ts file."""

    context: str
    source: str
    comment: str
    translations: tuple[str, ...]
    state: str  # "", "unfinished", "vanished", "obsolete"

    @property
    def key(self) -> tuple[str, str, str]:
        return self.context, self.source, self.comment


def sentences(ts: Path) -> Iterator[Sentence]:
    """Every entry of a .ts file."""
    for context in ET.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms: list[str] = []
            state = "unfinished"
            if translation is not None:
                state = translation.get("type", "")
                plural = [form.text or "" for form in translation.iter("numerusform")]
                forms = plural or [translation.text or ""]
            yield Sentence(
                context=context.findtext("name", ""),
                source=message.findtext("source", ""),
                comment=message.findtext("comment", ""),
                translations=tuple(forms),
                state=state,
            )


def collect(ts: Path) -> None:
    """Bring a .ts file up to date with the sources of ui/."""
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "ui").rglob("*.py"))
    command = ["pyside6-lupdate", *sources, "-ts", str(ts), "-source-language", "en"]
    command += ["-target-language", "zh_CN", "-locations", "none", "-no-obsolete", "-silent"]
    command[0] = str(Path(sys.executable).with_name(command[0]))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"lupdate failed: {done.stderr or done.stdout}")


def faults(ts: Path = TS) -> list[str]:
    """What a translator still has to do; empty when the Chinese is complete."""
    found = []
    kept = list(sentences(ts))
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder) / ts.name
        again.write_bytes(ts.read_bytes())
        collect(again)
        fresh = {sentence.key for sentence in sentences(again)}
    known = {sentence.key for sentence in kept}
    found += [f"new, run `make i18n`: {key[0]}: {key[1]!r}" for key in sorted(fresh - known)]
    found += [f"no longer in the sources: {key[0]}: {key[1]!r}" for key in sorted(known - fresh)]
    for sentence in kept:
        where = f"{sentence.context}: {sentence.source!r}"
        if sentence.state:
            found.append(f"{sentence.state}: {where}")
        elif not all(text.strip() for text in sentence.translations):
            found.append(f"empty: {where}")
        else:
            wanted = sorted(PLACEHOLDER.findall(sentence.source))
            found += [
                f"placeholders differ: {where} → {text!r}"
                for text in sentence.translations
                if sorted(PLACEHOLDER.findall(text)) != wanted
            ]
    return found


def main(arguments: list[str]) -> int:
    if "--update" in arguments:
        TS.parent.mkdir(parents=True, exist_ok=True)
        collect(TS)
    missing = faults()
    for line in missing:
        sys.stdout.write(line + "\n")
    sys.stdout.write(f"{sum(1 for _ in sentences(TS))} sentences, {len(missing)} to mend\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
