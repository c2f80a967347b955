"""The words of a text, spelled one way, each with its place in the text as it was typed."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from forum.care.reading import disguise

# One sign for one sign, so that a place found in the plain text is the same place in the typed one.
_SIGNS = str.maketrans(
    {**dict.fromkeys("’‘ʼ`´", "'"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("–—‐‑", "-"), "\u00a0": " "}
)
_WORD = re.compile(rf"[^\W_]+(?:'[^\W\d_]+|[{re.escape(disguise.INSIDE)}]+[^\W_]+)*")
_BEFORE_TO = frozenset({"want", "going", "need", "have", "try", "trying", "ready", "about", "used"})  # "want 2 die"
_LETTERS = 3  # so many single letters in a row may be a word
_SPELLED = re.compile("1" * _LETTERS)

# How people type what they mean. Apostrophes matter before they go: "ill" is not "i'll", "were" is not "we're".
_ENDINGS = (
    ("n't", "nt", ()),
    ("'m", "", ("am",)),
    ("'re", "", ("are",)),
    ("'ve", "", ("have",)),
    ("'ll", "", ("will",)),
    ("'d", "", ("would",)),
)
_IS = frozenset({"he", "she", "it", "that", "there", "what", "who", "how", "where", "here"})
_TABLE = Path(__file__).parents[1] / "tables/spelling.toml"


class Word(NamedTuple):
    """One word as it is meant, and where it was typed. Two words may stand for one typed ("wanna": want, to)."""

    text: str
    start: int
    end: int


def plain(text: str) -> str:
    """The text in small letters and simple signs, of the same length, so that every place in it is the same."""
    text = text.translate(_SIGNS)
    lowered = text.lower()
    return lowered if lowered.isascii() else "".join(_lower(sign) for sign in text)


@lru_cache(maxsize=4_000)
def _lower(sign: str) -> str:
    """One sign as a small letter, also where it comes dressed up (wide, bold, ringed)."""
    small = normalize("NFKC", sign).lower() if ord(sign) > 0x24F else sign.lower()
    return small if len(small) == 1 else sign


def read(text: str) -> list[Word]:
    """The words of a plain text in their order. A number becomes "0": how large it is does not matter here."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if match[0] == "2" and found and found[-1].text in _BEFORE_TO:
            found.append(Word("to", start, end))
            continue
        for word in _meant(match[0]):
            found.append(Word(word, start, end))
    return _put_together(found)


def _put_together(words: list[Word]) -> list[Word]:
    """Words that were typed letter by letter, as one."""
    if not _SPELLED.search("".join(["1" if len(word[0]) == 1 else "0" for word in words])):
        return words
    found: list[Word] = []
    begin = 0
    while begin < len(words):
        end = begin
        while end < len(words) and len(words[end].text) == 1:
            end += 1
        if end - begin >= _LETTERS:
            at = begin
            for first, last, word in disguise.spelled_out([one.text for one in words[begin:end]]):
                found += words[at : begin + first]
                found.append(Word(word, words[begin + first].start, words[begin + last - 1].end))
                at = begin + last
            found += words[at:end]
            begin = end
        else:
            found.append(words[begin])
            begin += 1
    return found


@lru_cache(maxsize=20_000)
def _meant(typed: str) -> tuple[str, ...]:
    """The words that one typed word stands for, apostrophes gone."""
    if not typed.isalpha() or not typed.isascii():
        typed = disguise.unmasked(typed)
    meant = _spelling().get(typed)
    if meant is not None:
        return tuple(meant.split())
    if "'" in typed:
        if typed.endswith("'s"):
            return (typed[:-2], "is") if typed[:-2] in _IS else (typed[:-2],)
        for ending, instead, more in _ENDINGS:
            if typed.endswith(ending):
                return (typed[: -len(ending)].replace("'", "") + instead, *more)
        return (typed.replace("'", ""),)
    if typed[0].isdigit():
        return ("0",) if typed.isdigit() else (typed,)
    return (disguise.drawn_in(typed),) if len(typed) > 3 else (typed,)


@cache
def _spelling() -> dict[str, str]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))
