"""What somebody typed, as we keep it: one kind of newline, composed, nothing invisible that misleads."""

import re
import unicodedata
from typing import Final

MAX_LENGTH: Final = 20_000  # About an hour's writing, and the longest text parsed in well under a second.

# Control characters, bidi embeddings, overrides and isolates, byte order marks, halves of surrogate
# pairs and code points that are no characters. Zero-width joiners and direction marks stay: emoji and
# Persian need them.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17))
    + "]"
)
_NEWLINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES_BEFORE = re.compile(r"(?:[^\S\n]*\n)+")
_SPACE = re.compile(r"\s+")
_LOOKS_EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # Letters by category, blank on every screen.


class TooLong(ValueError):
    """This text is longer than we can take."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"This is {length:,} characters long. Please keep it under {limit:,}.")
        self.length = length
        self.limit = limit


def clean_source(typed: str, limit: int = MAX_LENGTH) -> str:
    """The text as we keep it: one kind of newline, composed characters, nothing invisible that can mislead.

    Cleaning twice changes nothing. Raises TooLong, before anything slow happens to the text. A form that
    gives a text back to be shortened asks with a higher limit; rendering keeps to MAX_LENGTH.
    """
    source = _without_dropped(typed)
    _refuse_longer(source, limit)
    source = unicodedata.normalize("NFC", source).rstrip()
    if before := _BLANK_LINES_BEFORE.match(source):
        source = source[before.end() :]
    _refuse_longer(source, limit)  # Composing can lengthen: a few scripts have letters that fall apart.
    return source


def clean_line(typed: str, limit: int) -> str:
    """A title or a name as we keep it: one line, single spaces, composed. Raises TooLong."""
    if len(typed) > MAX_LENGTH:
        raise TooLong(len(typed), limit)
    line = _SPACE.sub(" ", unicodedata.normalize("NFC", _without_dropped(typed))).strip()
    _refuse_longer(line, limit)
    return line


def is_blank(text: str) -> bool:
    """Whether nobody would see anything: spaces, joiners, marks and letters without ink."""
    return all(character in _LOOKS_EMPTY or unicodedata.category(character)[0] in "ZCM" for character in text)


def _without_dropped(typed: str) -> str:
    return _DROPPED.sub("", _NEWLINE.sub("\n", typed))


def _refuse_longer(text: str, limit: int) -> None:
    if len(text) > limit:
        raise TooLong(len(text), limit)
