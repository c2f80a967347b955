"""On which day somebody of this site looked at a help line: a small file in the instance folder."""

import csv
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from forum.care.lines import Line

FILE = "helplines-checked.csv"
COLUMNS = ("id", "checked_on", "what")

# What a person compares with the provider's own page. When one of these changes, nobody has looked at it yet.
COMPARED = ("phone", "then", "tel", "text_to", "text_word", "chat", "whatsapp", "email", "hours", "languages", "cost")


def read(path: Path) -> dict[str, tuple[date, str]]:
    """Day and fingerprint by the id of the line; nothing when there is no file. ValueError for a file that is none."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        try:
            return {row["id"]: (date.fromisoformat(row["checked_on"]), row["what"]) for row in csv.DictReader(file)}
        except (KeyError, TypeError, ValueError) as wrong:
            raise ValueError(f"{path}: {wrong}") from wrong


def note(path: Path, lines: Iterable[Line], day: date) -> None:
    """Write down that these were looked at, and right, on this day."""
    known = read(path) | {line.id: (day, fingerprint(line)) for line in lines}
    draft = path.with_name(f".{path.name}")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows((name, on.isoformat(), what) for name, (on, what) in sorted(known.items()))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def dated(lines: Iterable[Line], known: dict[str, tuple[date, str]]) -> Iterator[Line]:
    """The lines with the day on which each was looked at, where it still says what was seen then."""
    for line in lines:
        on, what = known.get(line.id, (None, ""))
        if on is not None and what == fingerprint(line) and on > (line.verified_on or date.min):
            yield replace(line, verified_on=on, expires=None if line.expires and line.expires <= on else line.expires)
        else:
            yield line


def fingerprint(line: Line) -> str:
    facts = "\0".join(getattr(line, name) for name in COMPARED)
    return hashlib.sha256(facts.encode()).hexdigest()[:16]
