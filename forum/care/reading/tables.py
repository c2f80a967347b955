"""Tables of phrases that a person can read and change: how they are written, loaded and found in a text.

A table is a TOML file. `[sets]` names groups of words; each `[[rule]]` has a `kind`, a plain reason `why`, and `phrases`.
In a phrase, words stand as they are meant (see words.py: small letters, no apostrophes, "i am" for "im"):

    <want>      one of a named set, which may itself hold phrases
    (a|b c)     one of these
    [really]    may be there or not
    kill*       any word that begins so
    ...         up to four words of any kind
    ^ and $     the beginning and the end of the clause
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from forum.care.reading.clauses import Clause, Reading
from forum.care.reading.words import plain
from forum.care.reading.words import read as read_words

FOLDER = Path(__file__).parents[1] / "tables"
OFTEN, MOST_HITS = 3, 300  # hits of one rule in one clause, and of a table in a text: to say more often is to say no more
_PIECE = re.compile(r"\.\.\.|[\[\]()|^$]|<\w+>|[^\s\[\]()|^$<>]+")
_GAP = r"(?:\S+ ){0,4}?"
# Too common to say where a phrase might be: a phrase is looked for because of these only when it has no others.
_COMMON = frozenset(
    "a about all am an and any are as at be been but by can cant could did do does dont for from get go going "
    "got had has have he her "
    "here him his how i if in is it just know like me more much my myself no not now of off on one or other "
    "out over really she "
    "should so some still than that the their them then there they this time to too up us want was way we were "
    "what when who why "
    "will with would you your".split()
)


class BadTable(Exception):
    """A table of phrases that cannot be read; the message says where and why."""


@dataclass(frozen=True)
class Rule:
    """Phrases of one kind, with the reason that people read when one of them is found."""

    kind: str
    why: str
    phrases: tuple[str, ...]
    sets: Mapping[str, str] = field(repr=False, default_factory=dict)
    more: Mapping[str, Any] = field(repr=False, default_factory=dict)  # what else the table says of it


class Phrase:
    """One phrase of a rule; its pattern is made when it is first looked for."""

    def __init__(self, rule: Rule, text: str) -> None:
        self.rule, self._text = rule, text

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(_pattern(self._text, self.rule.sets))

    @property
    def keys(self) -> frozenset[str]:
        """Words of which one must be in a clause for the phrase to be there; those with a star begin so."""
        return _keys(self._text, self.rule.sets)


@dataclass(frozen=True)
class Hit:
    """A phrase of a rule found in a clause: where in its line, from `start` to `end`."""

    rule: Rule
    clause: Clause
    start: int
    end: int

    @property
    def place(self) -> tuple[int, int]:
        """Where in the text as typed."""
        return self.clause.place(self.start, self.end)


class Table:
    """All rules of one file, ready to be looked for."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._words: dict[str, list[Phrase]] = {}
        self._begins: dict[str, list[Phrase]] = {}
        for phrase in (Phrase(rule, text) for rule in self.rules for text in rule.phrases):
            for key in phrase.keys:
                at = self._begins if key.endswith("*") else self._words
                at.setdefault(key.rstrip("*"), []).append(phrase)
        self._lengths = sorted({len(begin) for begin in self._begins})
        self._known: dict[str, tuple[Phrase, ...]] = {}

    def find(self, reading: Reading) -> list[Hit]:
        """Every hit, clause by clause; of a text that says the same without end, the first ones."""
        found: list[Hit] = []
        for clause in reading.clauses:
            found += self.find_in(clause)
            if len(found) >= MOST_HITS:
                break
        return found

    def find_in(self, clause: Clause) -> list[Hit]:
        """The hits in one clause in their order; of one rule, none overlaps an earlier one."""
        tried: dict[int, Phrase] = {}
        for word in clause.words:
            for phrase in self._known.get(word[0]) or self._phrases_for(word[0]):
                tried[id(phrase)] = phrase
        line = clause.line
        found = [
            (match.start(), -match.end(), number, phrase.rule)
            for number, phrase in enumerate(tried.values())
            if phrase.pattern.search(line)  # nearly none is there, and to search is the quickest way to know it
            for match in phrase.pattern.finditer(line)
        ]
        if not found:
            return []
        hits: list[Hit] = []
        reached: dict[int, int] = {}
        times: Counter[int] = Counter()
        for start, end, _, rule in sorted(found, key=lambda hit: hit[:3]):
            if start >= reached.get(id(rule), 0) and times[id(rule)] < OFTEN:
                reached[id(rule)] = -end
                times[id(rule)] += 1
                hits.append(Hit(rule, clause, start, -end))
        return hits

    def _phrases_for(self, word: str) -> tuple[Phrase, ...]:
        known = self._known.get(word)
        if known is None:
            begun = [phrase for n in self._lengths if n <= len(word) for phrase in self._begins.get(word[:n], ())]
            known = (*self._words.get(word, ()), *begun)
            if len(self._known) < 50_000:
                self._known[word] = known
        return known


def load(name: str) -> Table:
    """The table of that name as it was shipped."""
    return Table(read_rules((FOLDER / f"{name}.toml").read_text(encoding="utf-8"), name))


def read_rules(text: str, name: str) -> list[Rule]:
    """The rules of a table. Raises BadTable, which names the rule and phrase that cannot be read."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadTable(f"{name}: {problem}") from problem
    sets = {
        key: " | ".join(words) if isinstance(words, list) else str(words)
        for key, words in content.get("sets", {}).items()
    }
    rules = []
    for number, entry in enumerate(content.get("rule", ()), 1):
        missing = {"kind", "why", "phrases"} - set(entry)
        if missing:
            raise BadTable(f"{name}, rule {number}: {', '.join(sorted(missing))} is missing")
        more = {key: entry[key] for key in set(entry) - {"kind", "why", "phrases"}}
        rule = Rule(entry["kind"], entry["why"], tuple(entry["phrases"]), sets, more)
        check(rule, f"{name}, rule {number}")
        rules.append(rule)
    return rules


def check(rule: Rule, place: str) -> None:
    """Raise BadTable, which names the place and the phrase, where a phrase cannot be looked for."""
    for phrase in rule.phrases:
        try:
            re.compile(_pattern(phrase, rule.sets))
            needed = _keys(phrase, rule.sets)
        except (re.error, KeyError) as problem:
            raise BadTable(f"{place}: “{phrase}” cannot be read ({problem})") from problem
        if not needed:
            raise BadTable(f"{place}: “{phrase}” has no word that must be there")


def spelled(phrase: str) -> str:
    """A phrase in the spelling in which texts are read, so that "Don't" finds what was typed as "dont"."""
    out = []
    for piece in _PIECE.findall(phrase.replace("…", "...").replace("...", " ... ")):
        if piece in {"...", "[", "]", "(", ")", "|", "^", "$"} or piece.startswith("<"):
            out.append(piece)
        elif piece.endswith("*"):
            out.append(plain(piece).replace("'", ""))
        else:
            out.extend(word.text for word in read_words(plain(piece)))
    return " ".join(out)


def choices(phrase: str, sets: Mapping[str, str]) -> int:
    """In how many places a phrase may go one way or another, its sets read out: brackets, stars and gaps."""
    expanded = _expand(phrase, sets)
    return sum(expanded.count(sign) for sign in ("(", "[", "*", "..."))


def fewest_words(phrase: str, sets: Mapping[str, str]) -> int:
    """How many words a text holds at least that has this phrase in it."""
    tree, _ = _parse(_PIECE.findall(_expand(phrase, sets)), 0)
    return _fewest(tree)


def _expand(phrase: str, sets: Mapping[str, str]) -> str:
    for _ in range(5):
        if "<" not in phrase:
            break
        phrase = re.sub(r"<(\w+)>", lambda m: f"({sets[m[1]]})", phrase)
    return phrase


def _pattern(phrase: str, sets: Mapping[str, str]) -> str:
    """A regular expression over a clause's line, where every word ends in a space; a match begins after one."""
    out = []
    for piece in _PIECE.findall(_expand(phrase, sets)):
        if piece == "...":
            out.append(_GAP)
        elif piece == "[" or piece == "(":
            out.append("(?:")
        elif piece == "]":
            out.append(")?")
        elif piece == ")" or piece == "|":
            out.append(piece)
        elif piece == "^":
            out.append(r"(?<=\A )")
        elif piece == "$":
            out.append(r"\Z")
        else:
            out.append(re.escape(piece).replace(r"\*", r"\S*") + " ")
    return r"(?<= )" + "".join(out)


def _keys(phrase: str, sets: Mapping[str, str]) -> frozenset[str]:
    """The fewest uncommon words of which one must be there, whatever way the phrase is said."""
    tree, _ = _parse(_PIECE.findall(_expand(phrase, sets)), 0)
    return _needed(tree) or frozenset()


def _parse(pieces: list[str], at: int) -> tuple[list[list[Any]], int]:
    """Alternatives of sequences; an element is a word, ("maybe", alternatives) or ("one", alternatives)."""
    ways: list[list[Any]] = [[]]
    while at < len(pieces):
        piece = pieces[at]
        if piece in {")", "]"}:
            return ways, at
        if piece == "|":
            ways.append([])
        elif piece in {"(", "["}:
            inner, at = _parse(pieces, at + 1)
            ways[-1].append(("one" if piece == "(" else "maybe", inner))
        elif piece not in {"...", "^", "$"}:
            ways[-1].append(piece)
        at += 1
    return ways, at


def _needed(ways: list[list[Any]]) -> frozenset[str] | None:
    """Of each way of saying it the fewest words, uncommon ones if there are any; None if some way has no word "
    "at all."""
    union: set[str] = set()
    for way in ways:
        keys = [found for element in way if (found := _keys_of(element))]
        if not keys:
            return None
        union |= min(keys, key=lambda found: (bool(found & _COMMON), len(found)))
    return frozenset(union)


def _fewest(ways: list[list[Any]]) -> int:
    def of(element: Any) -> int:
        if isinstance(element, str):
            return 1
        kind, inner = element
        return _fewest(inner) if kind == "one" else 0

    return min(sum(of(element) for element in way) for way in ways)


def _keys_of(element: Any) -> frozenset[str] | None:
    if isinstance(element, str):
        return frozenset({element}) if element.rstrip("*") else None
    kind, ways = element
    return _needed(ways) if kind == "one" else None
