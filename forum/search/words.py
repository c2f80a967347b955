"""From a text to the words that stand for it in the index: the same for posts and for questions, in every script."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from forum.text import UNSPACED_SCRIPT

LONGEST = 40  # signs of one word that count
# They stand in nearly every post. Only a few, and none that says how somebody feels.
TOO_COMMON = frozenset(
    """
    a an and are as at be been but by for from had has have i im in is it its me my of on or our so than that the their
    them then there they this to was we were which with you your
    """.split()  # noqa: SIM905
)
# Letters of western Europe and common punctuation: no marks of their own, so that one pattern finds the words fast.
_MARKED = re.compile("[^\\x00-\u024f\u2010-\u2027\u2030-\u205e]")
_RUN = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
_APOSTROPHES = "'’ʼ`´"
# Marks above and below letters that people leave out when they are in a hurry; vowel signs of other scripts stay.
_ACCENT = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")


@dataclass(frozen=True)
class Found:
    """A word, and where it stands in the text."""

    word: str
    start: int
    end: int


def of(text: str) -> list[str]:
    """The distinct words of a text, in alphabetical order, without those that stand everywhere."""
    return sorted({found.word for found in in_order(text)} - TOO_COMMON)


def asked(query: str) -> list[str]:
    """The words that a question asks for, in its order; empty when it holds none that tell posts apart."""
    return list(dict.fromkeys(found.word for found in in_order(query) if found.word not in TOO_COMMON))


def in_order(text: str) -> Iterator[Found]:
    """Every word with its place. Scripts without spaces count as pairs of signs."""
    if _MARKED.search(text) is None:
        for run in _RUN.finditer(text):
            yield from _of_run(run[0], run.start())
        return
    start = -1
    for place, sign in enumerate(f"{text} "):
        if _belongs(sign) and (start >= 0 or sign.isalnum()):  # No word begins with a mark: emoji have those too.
            start = place if start < 0 else start
        elif start >= 0 and not (sign in _APOSTROPHES and place + 1 < len(text) and _belongs(text[place + 1])):
            yield from _of_run(text[start:place], start)
            start = -1


def marked(text: str, wanted: Iterable[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of these words."""
    looked_for = set(wanted)
    pieces: list[tuple[str, bool]] = []
    done = 0
    for found in in_order(text):
        if found.word in looked_for and found.end > done:
            start = max(found.start, done)
            pieces += [(text[done:start], False), (text[start : found.end], True)]
            done = found.end
    return [piece for piece in (*pieces, (text[done:], False)) if piece[0]]


@lru_cache(4096)
def _belongs(sign: str) -> bool:
    """Letters, numbers and the marks that belong to them."""
    return unicodedata.category(sign)[0] in "LNM"


def _of_run(run: str, start: int) -> Iterator[Found]:
    if UNSPACED_SCRIPT.search(run) is None:
        word = _plain(run)
        if word:
            yield Found(word, start, start + len(run))
        return
    for place in range(max(len(run) - 1, 1)):
        word = _plain(run[place : place + 2])
        if word:
            yield Found(word, start + place, start + min(place + 2, len(run)))


@lru_cache(20_000)
def _plain(run: str) -> str:
    """A word as it stands in the index: small ASCII letters and digits, so that every engine reads it alike."""
    folded = unicodedata.normalize("NFKD", run).casefold()
    bare = "".join(sign for sign in _ACCENT.sub("", folded) if sign not in _APOSTROPHES)[:LONGEST]
    if bare.isascii():
        return _stem("".join(sign for sign in bare if sign.isalnum()))
    return "u" + unicodedata.normalize("NFC", bare).encode().hex()


def _stem(word: str) -> str:
    """What is left without an English ending, so that “sleep” finds “sleeping”. It need not be a word.

    Other languages lose an ending at times as well: always the same one, so they still find themselves.
    """
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and re.search("[aeiouy]", rest):
            word = rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word
