"""Words that people hide from filters, read as they are meant: other signs for letters, letters set apart, letters drawn out."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parents[1] / "tables/disguised.toml"
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # signs that take no room on the screen
INSIDE = f"*@$!{UNSEEN}"  # what may stand for a letter, or between letters, within a word
_STANDS_FOR = str.maketrans({"1": "i", "!": "i", "0": "o", "3": "e", "4": "a", "@": "a", "5": "s", "$": "s", "7": "t"})
# Letters of other alphabets that look like ours; they count only in a word that has one of ours as well.
_LOOKS_LIKE = str.maketrans("аеорсухіѕкмтвнԁһјΙοαετ", "aeopcyxiskmtbhdhjioaet")
_OURS = re.compile("[a-z]")
_OTHERS = re.compile("[^\x00-\u024f]")
_STRETCHED = re.compile(r"(.)\1{2,}")


@cache
def words() -> frozenset[str]:
    """The words that are looked for behind a disguise."""
    return frozenset(tomllib.loads(_TABLE.read_text(encoding="utf-8"))["words"])


def unmasked(typed: str) -> str:
    """The word behind one typed with other signs; what was typed, without unseen signs, where no known word is behind it."""
    typed = typed.translate(dict.fromkeys(map(ord, UNSEEN)))
    if _OTHERS.search(typed) and _OURS.search(typed):
        typed = typed.translate(_LOOKS_LIKE)
    if typed.isalpha():
        return typed
    meant = typed.translate(_STANDS_FOR)
    if "*" in meant:
        shape = re.compile(re.escape(meant).replace(r"\*", "."))
        return next((word for word in sorted(words()) if shape.fullmatch(word)), typed)
    return meant if meant in words() else typed


def drawn_in(word: str) -> str:
    """A word whose letters were drawn out, with each once ("diiie"), or twice where that makes a known word ("killlll")."""
    twice = _STRETCHED.sub(r"\1\1", word)
    return twice if twice in words() else _STRETCHED.sub(r"\1", word)


def spelled_out(letters: Sequence[str]) -> list[tuple[int, int, str]]:
    """Known words in a run of single letters ("d i e"): from which letter up to which, the longest ones first."""
    line = "".join(letters)
    found: list[tuple[int, int, str]] = []
    for word in sorted(words(), key=lambda one: (-len(one), one)):
        start = line.find(word)
        if start >= 0 and not any(start < end and begin < start + len(word) for begin, end, _ in found):
            found.append((start, start + len(word), word))
    return sorted(found)
