"""What stands in a reply, sentence by sentence: phrases and how they are meant, and the grams that a model weighs."""

import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from forum.care.reading import tables
from forum.care.reading.clauses import Clause, Reading, merged, within
from forum.care.reading.linear import grams
from forum.care.reading.tables import Hit, Table

KINDS = ("judge", "invalidate", "advice", "positivity", "stigma", "hostile", "oneup", "promise")
LONGEST_GRAM = 3
_MOST_UNITS = 120  # sentences of one reply that are read; the rest of a very long one is not
_LONG = 60  # words; more in one "sentence" are read as several

_NEGATION = re.compile(
    r" (?:not|never|no|nor|neither|without|hardly|nobody|nothing|none|isnt|arent|wasnt|werent|dont|doesnt|didnt|wont|"
    r"wouldnt|havent|hasnt|hadnt|aint|shouldnt|couldnt|cant|instead of|rather than|far from|"
    r"against|anything but|wrong to)(?= )"
)
_NO_DENIAL = re.compile(
    r" (?:not only|not just|not sure|dont you think|dont want to be|not being funny|not to be|no offence|"
    r"no offense|not judging|not gonna lie|not going to lie|no wonder|no doubt|cant help|cant believe|i dont know|"
    r"dont know (?:how|why|what)|not trying to be|why dont|why not|dont mean to|no one else|"
    r"nobody else|cant you see|not surprised|not saying|"
    r"if not|dont get me wrong|didnt you|wasnt it|isnt it)(?= )"
)
_THIRD = re.compile(r" (?:he|she|they|him|her|his|their|them|himself|herself|people|someone|everyone|who|it)(?= )")
_YOU = re.compile(r" (?:you|your|yours|yourself|u|ur)(?= )")
_OWN = re.compile(r" (?:i|me|my|myself|mine)(?= )")
_SUPPOSED = re.compile(r" (?:if|unless|in case|what if|as if|as though|even if|whether)(?= )")


@dataclass(frozen=True)
class Unit:
    """One sentence of a reply. `plain` are hits that are meant; those `aside` are denied, quoted or about another."""

    clauses: tuple[Clause, ...]
    plain: tuple[Hit, ...]
    aside: tuple[Hit, ...]
    quoted: bool

    @property
    def words(self) -> list[str]:
        return [word.text for clause in self.clauses for word in clause.words]

    @property
    def place(self) -> tuple[int, int]:
        return self.clauses[0].start, self.clauses[-1].end

    def hits(self, kind: str) -> Iterator[Hit]:
        return (hit for hit in self.plain if hit.rule.kind == kind)


@cache
def table() -> Table:
    """The phrases of replies."""
    return tables.load("coach")


@cache
def whys() -> Mapping[str, str]:
    """The line that a writer reads for each kind when the model alone has seen it: that of the kind's first rule."""
    found: dict[str, str] = {}
    for rule in table().rules:
        found.setdefault(rule.kind, rule.why)
    return found


@cache
def _classes() -> Mapping[str, str]:
    """The single words of the sets that stand for their words in the model, with the name of the first such set."""
    content = tomllib.loads((tables.FOLDER / "coach.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for name in content["classes"]:
        for word in content["sets"][name]:
            if " " not in word:
                found.setdefault(word, f"<{name}>")
    return found


def units(reading: Reading, borrowed: Iterable[tuple[int, int]] = ()) -> list[Unit]:
    """The sentences of a reply. `borrowed`: places whose words are taken from the thread, not the writer's own."""
    taken = merged((*borrowed, *reading.quotes))
    sentences: dict[tuple[int, int], list[Clause]] = defaultdict(list)
    part, last, length = 0, -1, 0
    for clause in reading.clauses:
        part, length = (part, length) if clause.sentence == last else (0, 0)
        if length > _LONG:
            part, length = part + 1, 0
        last, length = clause.sentence, length + len(clause.words)
        sentences[clause.sentence, part].append(clause)
        if len(sentences) > _MOST_UNITS:
            break
    return [_unit(tuple(clauses), taken) for clauses in sentences.values()]


def _unit(clauses: tuple[Clause, ...], taken: list[tuple[int, int]]) -> Unit:
    plain: list[Hit] = []
    aside: list[Hit] = []
    reported = False
    foreign = [clause.quoted or _within(clause, taken) for clause in clauses]
    for clause in clauses:
        hits = list(table().find_in(clause))
        reports = [hit.start for hit in hits if (hit.rule.kind, hit.rule.more["name"]) == ("good", "reported")]
        for hit in hits:
            after_report = reported or any(start < hit.start for start in reports)
            set_aside = hit.rule.kind in KINDS and (after_report or _touches(hit.place, taken) or _not_meant(hit))
            (aside if set_aside else plain).append(hit)
        reported = reported or bool(reports)
    return Unit(clauses, tuple(plain), tuple(aside), all(foreign))


def _touches(place: tuple[int, int], places: list[tuple[int, int]]) -> bool:
    return within((place[0] + place[1]) // 2, places)


def _within(clause: Clause, places: list[tuple[int, int]]) -> bool:
    return within(clause.start, places) and within(clause.end - 1, places)


def _not_meant(hit: Hit) -> bool:
    """Denied just before, or said of somebody else with no "you" near."""
    line = hit.clause.line
    before, inside = line[: hit.start], line[hit.start - 1 : hit.end]
    reach = _NO_DENIAL.sub(" ", " " + " ".join(before.split()[-5:]) + " ")
    if _NEGATION.search(reach):
        return True
    if hit.rule.kind in {"judge", "stigma", "hostile"} and not _YOU.search(inside):
        others = [m.start() for m in _THIRD.finditer(before)]
        yours = [m.start() for m in _YOU.finditer(before)]
        return bool(others) and (not yours or others[-1] > yours[-1])
    return False


def grams_of(unit: Unit) -> set[str]:
    """Words and runs of words; the same with sets in place of their words; "you" with a set a little way behind it."""
    words = unit.words
    classes = _classes()
    classed = [classes.get(word, word) for word in words]
    found = grams(words, LONGEST_GRAM)
    found.update(gram for gram in grams(classed, LONGEST_GRAM) if "<" in gram)
    for i, word in enumerate(classed):
        if word in {"you", "your"}:
            found.update(f"{word}_{other}" for other in classed[i + 2 : i + 7] if other[0] == "<")
    found.update(f"+{hit.rule.kind}:{hit.rule.more['name']}" for hit in unit.plain)
    found.update(f"-{hit.rule.kind}:{hit.rule.more['name']}" for hit in unit.aside)
    if words:
        found.update(("^ " + classed[0], "^ " + " ".join(words[:2]), "^ " + " ".join(classed[:2])))
    if unit.clauses[-1].asks:
        found.add("_asks")
    return found


def facts(unit: Unit) -> dict[str, float]:
    """What can be said of a sentence in a few numbers, for the last step of the sum."""
    line = f" {' '.join(unit.words)} "
    count = line.count(" ") - 1
    found: dict[str, float] = defaultdict(float)
    for sign, hits in (("+", unit.plain), ("-", unit.aside)):
        for hit in hits:
            found[f"{sign}{hit.rule.kind}:{hit.rule.more['name']}"] = 1.0
            if hit.rule.more.get("firm"):
                found[f"{sign}{hit.rule.kind}"] = 1.0
    yours, own, third = (len(pattern.findall(line)) for pattern in (_YOU, _OWN, _THIRD))
    for kind in KINDS:
        if found.get(f"+{kind}"):
            found[f"+{kind}, {'you' if yours else 'no you'}"] = 1.0
            found[f"+{kind}, third"] = float(third and not yours)
        elif found.get(f"-{kind}") and not any(
            hit.rule.kind in KINDS and hit.rule.more.get("firm") for hit in unit.plain
        ):
            found[f"-{kind} alone"] = 1.0
    found["you"] = min(yours, 4) / 2
    found["no you"] = float(not yours)
    found["own"] = min(own, 4) / 2
    found["own, no you"] = float(own and not yours)
    found["third"] = min(third, 4) / 2
    found["third, no you"] = float(third and not yours)
    found["asks"] = float(unit.clauses[-1].asks)
    found["denied"] = float(bool(_NEGATION.search(line)))
    found["supposed"] = float(bool(_SUPPOSED.search(line)))
    found["quoted"] = float(any(clause.quoted for clause in unit.clauses))
    found["length"] = math.log1p(count) / 3
    found["short"] = float(count < 4)
    return found
