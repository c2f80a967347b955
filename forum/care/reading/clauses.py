"""A text in sentences and clauses: one thought each, with its words and whether somebody else is quoted."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from forum.care.reading.words import Word, plain, read

# Every repeat has an end, so that no text takes longer to read than its length says.
_SENTENCE_END = re.compile(r"[.!?…]{1,20}[\"')\]]{0,4}(?=\s|$)|\n")
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
_QUOTE = re.compile(r'"[^"\n]{2,400}"' r"|(?<![\w'])'(?=\w)[^'\n]{0,200}(?:'(?=\w)[^'\n]{0,200}){0,4}'(?!\w)")
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.M)
LONGEST_CLAUSE, LONGEST_SENTENCE = 60, 180  # words; where no stop comes, one is put
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
    known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)  # of the whole text, asked once

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(word.text for word in self.words)

    @cached_property
    def quotes(self) -> list[tuple[int, int]]:
        """Where somebody else is quoted, as start and end: within quotation marks, and lines that begin with ">"."""
        return _quotes(self.plain)

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


def _quotes(simple: str) -> list[tuple[int, int]]:
    return merged(m.span() for pattern in (_QUOTE, _QUOTED_LINE) for m in pattern.finditer(simple))


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same places in order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _clauses(text: str, words: list[Word], quotes: list[tuple[int, int]]) -> list[Clause]:
    found: list[Clause] = []
    at, begin, number = 0, 0, 0
    stops = [(m.start(), m.end(), "?" in m.group()) for m in _SENTENCE_END.finditer(text)]
    for stop, over, asks in (*stops, (len(text), len(text), False)):
        cuts = [m.start() for m in _CLAUSE_END.finditer(text, begin, stop)] + [stop]
        first = start = at
        for cut in cuts:
            upto = at
            while upto < len(words) and words[upto].start < cut:
                upto += 1
            while at < upto:
                part = tuple(words[at : min(upto, at + LONGEST_CLAUSE)])
                if at + len(part) - first > LONGEST_SENTENCE and at > first:
                    number, first = number + 1, at
                found.append(Clause(part, number, within(part[len(part) // 2].start, quotes), asks))
                at += len(part)
        begin, number = over, number + (at > start)
    return found


def within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies in one of some spans, which are in order and do not overlap."""
    i = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return i >= 0 and place < spans[i][1]
