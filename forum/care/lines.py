"""One way to reach somebody, and what a row of the help-line file has to be before anyone is sent there."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

CONFIRMED_FOR = timedelta(days=180)  # A number that nobody has looked at for half a year is due again.

DIALLED = re.compile(r"\*?\d{2,14}")  # What a phone is given, for instance 116123 or *4141.
_TEL = re.compile(r"tel:\+?\*?\d{2,15}")


class Kind(StrEnum):
    """What a row of the file is."""

    EMERGENCY = "emergency"
    LINE = "line"
    DIRECTORY = "directory"


@dataclass(frozen=True)
class Line:
    """One way to reach somebody: a help line, an emergency number, or a directory of help lines.

    `phone` is written as a person dials it and `tel` is the same number for a link. `verified_on` is
    the day on which a person of this site confirmed the row; until then `evidence` says how old the
    public source is, as precisely as it is known ("2025", "2025-09", or nothing).
    """

    id: str
    kind: Kind
    country: str
    country_name: str
    service: str
    audience: str
    phone: str
    then: str
    tel: str
    text_to: str
    text_word: str
    chat: str
    whatsapp: str
    email: str
    hours: str
    languages: str
    cost: str
    url: str
    note: str
    number_confidence: str
    hours_confidence: str
    published: bool
    source: str
    evidence: str
    verified_by: str
    verified_on: date | None
    expires: date | None

    @property
    def for_everyone(self) -> bool:
        return self.audience.startswith("everyone")

    @property
    def sms(self) -> str:
        """A link that opens a text message with the first word already in it; empty when there is no text."""
        if not self.text_to:
            return ""
        number = re.sub(r"[^\d+]", "", self.text_to)
        return f"sms:{number}?body={self.text_word}" if self.text_word else f"sms:{number}"

    @property
    def chat_host(self) -> str:
        """Where the chat is, as a person reads it: without www and what follows the host."""
        return _host(self.chat)

    @property
    def url_host(self) -> str:
        return _host(self.url)

    @property
    def due(self) -> date | None:
        """The day from which somebody should look at this row again; None while nobody has confirmed it."""
        if self.expires or not self.verified_on:
            return self.expires
        return self.verified_on + CONFIRMED_FOR

    @property
    def seen(self) -> str:
        """How old the public source of this row is, in words; empty when a person of this site confirmed it."""
        if self.verified_on or not self.evidence:
            return ""
        return f"Last seen in a public source in {_month(self.evidence)}."

    @property
    def checked(self) -> str:
        """What the page says about the age of this row, in words, where it stands alone."""
        if self.verified_on:
            return f"Checked by this site in {_month(self.verified_on.isoformat())}."
        return f"{self.seen} Not yet confirmed by this site.".strip()


class BadHelpLine(ValueError):
    """A row of the help-line file cannot be trusted as it stands; the message names row and reason."""


def read_row(row: dict[str, str]) -> Line:
    """One line of the file, checked. BadHelpLine when people could come to harm by it."""
    words = {name: (value or "").strip() for name, value in row.items() if name}
    try:
        line = Line(
            **{name: words[name] for name in _PLAIN},
            kind=Kind(words["kind"]),
            published=words["published"] == "yes",
            evidence=words["evidence_date"],
            verified_on=_day(words["verified_on"]),
            expires=_day(words["expires"]),
        )
    except (KeyError, ValueError) as wrong:
        raise BadHelpLine(f"{words.get('id') or 'a row without an id'}: {wrong}") from wrong
    wrong_word = _what_is_wrong(line)
    if wrong_word:
        raise BadHelpLine(f"{line.id}: {wrong_word}")
    return line


_PLAIN = (
    *("id", "country", "country_name", "service", "audience", "phone", "then", "tel", "text_to", "text_word"),
    *("chat", "whatsapp", "email", "hours", "languages", "cost", "url", "note"),
    *("number_confidence", "hours_confidence", "source", "verified_by"),
)


def _what_is_wrong(line: Line) -> str:
    if not re.fullmatch(r"[A-Z]{2}", line.country) or not line.id or not line.service or not line.source:
        return "id, country, service and source are needed"
    if bool(line.phone) != bool(line.tel) or (line.tel and not _TEL.fullmatch(line.tel)):
        return "phone and tel belong together"
    if line.phone and not _same_number(line.phone, line.tel):
        return "tel is not the number that is dialled"
    if line.published and line.kind is Kind.LINE:
        if not (line.verified_on or line.number_confidence == line.hours_confidence == "high"):
            return "a line is published only when number and hours are sure, or a person has confirmed it"
        if not (line.phone or line.text_to or line.chat):
            return "there is no way to reach it"
    if any(url and not url.startswith("https://") for url in (line.chat, line.url)):
        return "web addresses begin with https://"
    return ""


def _same_number(phone: str, tel: str) -> bool:
    """Whether a link dials what the page shows: the same digits, or these after the country's code.

    A short number works inside its country only, so it never gets a code.
    """
    shown = re.sub(r"[ ()\-+]", "", phone)
    linked = tel.removeprefix("tel:").removeprefix("+")
    if not DIALLED.fullmatch(shown):
        return False
    if not tel.startswith("tel:+"):
        return shown == linked
    return len(shown) > 6 and linked.endswith(shown.removeprefix("0"))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _month(written: str) -> str:
    year, _, rest = written.partition("-")
    return f"{_MONTHS[int(rest[:2]) - 1]} {year}" if rest else year
