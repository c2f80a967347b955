"""Reads the demo's plain files: rooms.toml, and one Markdown file for each thread (see docs/demo.md)."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FENCE = "+++\n"

_AGO = re.compile(r"(\d+) (minute|hour|day)s? ago(?: at (\d\d):(\d\d))?")


@dataclass(frozen=True)
class Event:
    """Something that happens to a post after it was written: a report, a decision, an end."""

    what: str
    when: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One post of the script, with what happens to it later. The first of a thread opens it."""

    thread: str
    number: int
    by: str
    when: str
    body: str
    then: tuple[Event, ...]
    facts: dict[str, Any]

    @property
    def opens(self) -> bool:
        return self.number == 0

    @property
    def id(self) -> str:
        """What the script calls this post: the word that its file gives it, or its place there."""
        return self.opening if self.opens else f"{self.thread}/{self.facts.get('id', self.number)}"

    @property
    def opening(self) -> str:
        """The post that opens the thread of this one."""
        return f"{self.thread}/0"

    @property
    def answers(self) -> str | None:
        return f"{self.thread}/{self.facts['answers']}" if "answers" in self.facts else None


def rooms() -> list[dict[str, Any]]:
    """The rooms, in the order in which they are shown."""
    return list(tomllib.loads((HERE / "rooms.toml").read_text(encoding="utf-8"))["room"])


def lines() -> list[Line]:
    """Every post of every thread file, in the order of the files."""
    return [line for path in sorted((HERE / "threads").glob("*.md")) for line in _lines_of(path)]


def _lines_of(path: Path) -> Iterator[Line]:
    blank, *blocks = path.read_text(encoding="utf-8").split(FENCE)
    if blank.strip() or len(blocks) % 2:
        raise ValueError(f"{path.name}: every post needs its facts between two lines of +++.")
    for number, (head, body) in enumerate(zip(blocks[::2], blocks[1::2], strict=True)):
        facts = tomllib.loads(head)
        events = (Event(one.pop("what"), one.pop("when"), one) for one in facts.pop("then", []))
        yield Line(
            thread=path.stem,
            number=number,
            by=facts.pop("by"),
            when=facts.pop("when"),
            body=body.strip(),
            then=tuple(events),
            facts=facts,
        )


def moment(when: str, now: datetime) -> datetime:
    """The time that words such as "3 days ago at 21:40" or "50 minutes ago" mean, in UTC.

    A clock time needs two days or more: "1 day ago at 23:00" could be an hour ago, and would put replies in
    front of what they answer.
    """
    match = _AGO.fullmatch(when)
    if not match:
        raise ValueError(f"“{when}” is not a time. Write “20 minutes ago” or “3 days ago at 21:40”.")
    count, unit, hour, minute = match.groups()
    then = now - timedelta(**{f"{unit}s": int(count)})
    if hour is None:
        return then
    if unit != "day" or int(count) < 2:
        raise ValueError(f"“{when}”: a clock time goes with two days ago or more.")
    return then.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
