"""A text in sentences and clauses: one thought each, with its words and whether somebody else is quoted."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from forum.care.reading.words import Word, plain, read

_SENTENCE_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)|\n\s*\n|\n(?=\s*(?:[-*>•]|\d+[.)]))|\n")
# Where one thought ends inside a sentence: a pause before a new statement, or a word that turns it.
_STARTS = (
    "i|i'm|im|i've|ive|i'd|i'll|he|he's|she|she's|they|we|you|my|it|it's|its|this|that|there|and|but|so|or|"
    "because|then|now|"
    "which|who|when|if|while|not|no|yes|just|please|what|why|how|still|even|maybe|well"
)
_CLAUSE_END = re.compile(
    rf";|:(?![\w)])|\s-+\s|,(?=\s*(?:{_STARTS})\b)"
    r"|\s(?=(?:but|because|cause|cuz|bc|although|though|even though|however|except|so that|and then|and now|and "
    r"i|and i'm|and im|yet|"
    r"whereas|until|unless|whenever|and he|and she|and they|so i)\b)"
)
_QUOTE = re.compile(r'"[^"\n]{2,400}"' r"|(?<![\w'])'(?=\w)[^'\n]*(?:'(?=\w)[^'\n]*)*'(?!\w)")
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.M)
LONGEST = 100_000  # characters that are read at all; nothing that people write here is longer


@dataclass(frozen=True)
class Clause:
    """One thought. `line` is its words with a space on both sides of each; places in it lead back to the "
    "typed text."""

    words: tuple[Word, ...]
    sentence: int
    quoted: bool
    asks: bool  # the sentence ends in a question mark

    @cached_property
    def line(self) -> str:
        return f" {' '.join(word.text for word in self.words)} "

    @cached_property
    def _starts(self) -> list[int]:
        places, at = [], 1
        for word in self.words:
            places.append(at)
            at += len(word.text) + 1
        return places

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where in the typed text a part of `line` lies, as start and end."""
        first = max(bisect_right(self._starts, start + (self.line[start] == " ")) - 1, 0)
        last = max(bisect_right(self._starts, max(end - 1, start)) - 1, first)
        return self.words[first].start, self.words[last].end

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


@dataclass(frozen=True)
class Reading:
    """A text, read once: whoever asks after something works on this."""

    typed: str
    plain: str
    words: tuple[Word, ...]
    clauses: tuple[Clause, ...]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(word.text for word in self.words)

    @cached_property
    def lines(self) -> dict[int, str]:
        """Each sentence by its number: its words with a space on both sides of each."""
        parts: dict[int, list[str]] = {}
        for clause in self.clauses:
            parts.setdefault(clause.sentence, []).extend(word.text for word in clause.words)
        return {number: f" {' '.join(words)} " for number, words in parts.items()}


def take_in(text: str) -> Reading:
    """Read a text as it was typed, up to LONGEST characters."""
    typed = text[:LONGEST]
    simple = plain(typed)
    words = read(simple)
    return Reading(typed, simple, tuple(words), tuple(_clauses(simple, words, _quotes(simple))))


def quotes(reading: Reading) -> list[tuple[int, int]]:
    """Where somebody else is quoted, as start and end: within quotation marks, and lines that begin with ">"."""
    return _quotes(reading.plain)


def _quotes(simple: str) -> list[tuple[int, int]]:
    return sorted(m.span() for pattern in (_QUOTE, _QUOTED_LINE) for m in pattern.finditer(simple))


def _clauses(text: str, words: list[Word], quotes: list[tuple[int, int]]) -> list[Clause]:
    found: list[Clause] = []
    at, begin = 0, 0
    stops = [(m.start(), m.end(), "?" in m.group()) for m in _SENTENCE_END.finditer(text)] + [
        (len(text), len(text), False)
    ]
    for number, (stop, over, asks) in enumerate(stops):
        cuts = [m.start() for m in _CLAUSE_END.finditer(text, begin, stop)] + [stop]
        for cut in cuts:
            upto = at
            while upto < len(words) and words[upto].start < cut:
                upto += 1
            if upto > at:
                part = tuple(words[at:upto])
                found.append(Clause(part, number, _inside(part, quotes), asks))
                at = upto
        begin = over
    return found


def _inside(part: tuple[Word, ...], quotes: list[tuple[int, int]]) -> bool:
    if not quotes:
        return False
    middle = part[len(part) // 2].start
    return any(start <= middle < end for start, end in quotes)
