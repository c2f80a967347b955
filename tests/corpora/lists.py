"""Reads lists of hostile texts that others wrote; they are not part of the project."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from forum.text import TooLong, clean_source, is_blank

USE = "XSS in Chromium"  # What a list's README says of the lists that are for this.
_ROW = re.compile(rf"^\|\s*([\w.-]+)\s*\|.*\|\s*{USE}\b[^|]*\|\s*$", re.MULTILINE)


class NoLists(Exception):
    """There is nothing to run."""


@dataclass(frozen=True)
class Listed:
    id: str
    text: str
    live: bool


@dataclass
class HostileList:
    """One file: its payloads, each text once, and how many of them nobody could see or send."""

    name: str
    payloads: list[Listed]
    read: int


def read_lists(folder: Path) -> list[HostileList]:
    """The lists in this folder that its README gives this use."""
    try:
        names = _ROW.findall((folder / "README.md").read_text())
        seen: set[str] = set()
        lists = [_read(folder / f"{name}.jsonl", seen) for name in names]
    except OSError as problem:
        raise NoLists(f"{problem.filename} cannot be read: {problem.strerror}.") from problem
    if not any(each.payloads for each in lists):
        raise NoLists(f"{folder / 'README.md'} names no list whose use is “{USE}”.")
    return lists


def _read(file: Path, seen: set[str]) -> HostileList:
    rows = [json.loads(line) for line in file.read_text().split("\n") if line.strip()]
    payloads = []
    for row in rows:
        text = row["payload"].encode(errors="replace").decode()  # As a browser can send it.
        kept = _as_kept(text)
        if kept and kept not in seen:
            seen.add(kept)
            payloads.append(Listed(row["id"], text, bool(row.get("live"))))
    return HostileList(file.stem, payloads, len(rows))


def _as_kept(text: str) -> str:
    try:
        kept = clean_source(text)
    except TooLong:
        return ""
    return "" if is_blank(kept) else kept
