"""Help lines by country, read once from a file beside this one, so that help never waits for a database."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from forum.care import looked_at
from forum.care.lines import BadHelpLine, Kind, Line, read_row

SHIPPED_FILE = Path(__file__).with_name("helplines.csv")
ANYWHERE = "ZZ"  # The country code of rows that serve every country (ISO 3166 leaves it to its users).


@dataclass(frozen=True)
class Help:
    """All that is known for one country, in the order in which it is shown."""

    country: str | None
    country_name: str
    emergency: tuple[Line, ...]
    lines: tuple[Line, ...]
    directories: tuple[Line, ...]

    @property
    def unconfirmed(self) -> bool:
        """Whether no line of the list has been confirmed yet, so that it is said once for all of them."""
        return len(self.lines) > 1 and not any(line.verified_on for line in self.lines)


@dataclass(frozen=True)
class Finding:
    """A row that a person should look at before people rely on it, and why."""

    line: Line
    why: str


class Book:
    """The whole file in memory. Only published rows ever leave it, except for the report to the host."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = tuple(lines)
        self._shown: dict[str, list[Line]] = {}
        for line in self._lines:
            if line.published:
                self._shown.setdefault(line.country, []).append(line)
        named = {line.country: line.country_name for line in self._lines if line.country != ANYWHERE}
        self.countries: Mapping[str, str] = dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))

    def known(self, country: str | None) -> str | None:
        """The country's code in capitals when the book has it, else None."""
        code = (country or "").strip().upper()
        return code if code in self.countries else None

    def lines_for(self, country: str | None) -> Help:
        """What to show for a country code; an unknown or missing country gets the directories alone."""
        code = self.known(country)
        own = self._shown.get(code, []) if code else []
        return Help(
            country=code,
            country_name=self.countries[code] if code else "",
            emergency=tuple(line for line in own if line.kind is Kind.EMERGENCY),
            lines=tuple(line for line in own if line.kind is Kind.LINE),
            directories=tuple(self._shown.get(ANYWHERE, [])),
        )

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Every published number as bare digits, for those who must not mistake one for a private number."""
        written = (
            number
            for line in self._all_shown()
            for number in (line.phone, line.text_to, line.whatsapp, line.languages, line.note)
        )
        found = (re.findall(r"[*+]?\d[\d ()-]*\d", words) for words in written)
        digits = (re.sub(r"\D", "", number) for numbers in found for number in numbers)
        return frozenset(number for number in digits if len(number) > 2)

    @cached_property
    def places(self) -> frozenset[str]:
        """Web hosts, e-mail addresses and account names of published rows, in small letters, likewise."""
        named = [re.findall(r"@\w+", line.note) for line in self._all_shown()]
        written = [(line.chat_host, line.url_host, line.email) for line in self._all_shown()]
        return frozenset(place.lower() for places in (*named, *written) for place in places if place)

    def named(self, line_id: str) -> Line | None:
        """A row by its id, shown or not."""
        return next((line for line in self._lines if line.id == line_id), None)

    def _all_shown(self) -> list[Line]:
        return [line for lines in self._shown.values() for line in lines]

    def report(self, today: date) -> list[Finding]:
        """Published rows that nobody has confirmed yet or whose time has come, oldest evidence first."""
        findings = []
        for line in self._lines:
            if not line.published or line.kind is Kind.DIRECTORY:
                continue
            if not line.verified_on:
                findings.append(Finding(line, "not confirmed by anyone yet"))
            elif line.due and line.due <= today:
                findings.append(Finding(line, f"due again since {line.due.isoformat()}"))
        return sorted(findings, key=lambda finding: (finding.line.evidence, finding.line.id))


def load(path: Path = SHIPPED_FILE, checked: Path | None = None) -> Book:
    """Read and check a help-line file; one bad row refuses the whole, because a wrong number can harm.

    `checked` tells on which days this site looked at them.
    """
    with path.open(encoding="utf-8", newline="") as file:
        lines = [read_row(row) for row in csv.DictReader(file)]
    ids = [line.id for line in lines]
    for twice in {one for one in ids if ids.count(one) > 1}:
        raise BadHelpLine(f"{twice}: this id stands there twice")
    try:
        return Book(looked_at.dated(lines, looked_at.read(checked) if checked else {}))
    except ValueError as wrong:
        raise BadHelpLine(str(wrong)) from wrong


def book() -> Book:
    """The file in use, read once: the shipped one unless `use` named another."""
    return _read(*_chosen[0])


def use(path: Path, checked: Path | None = None) -> None:
    """Answer from this file from now on. It is read and checked at once, so a bad one stops the start."""
    if checked is not None and not checked.exists():
        checked = None
    if checked is not None:
        _read.cache_clear()
    _read(path, checked)
    _chosen[0] = (path, checked)


_chosen: list[tuple[Path, Path | None]] = [(SHIPPED_FILE, None)]
_read = cache(load)


def lines_for(country: str | None) -> Help:
    """What the file in use has for one country."""
    return book().lines_for(country)


def report(today: date) -> list[Finding]:
    """The rows of the file in use that a person should look at."""
    return book().report(today)
