"""The signs of danger in a text: phrases of the table in their settings, and what the models make of its words."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from forum.care.reading import linear, past, setting, tables
from forum.care.reading.clauses import Clause, Reading
from forum.care.reading.setting import Setting
from forum.care.reading.tables import Hit, Table

LONGEST_TEXT, LONGEST_SENTENCE = 2, 3  # words in a run: of the model for whole texts, and of that for sentences
SET_ASIDE = frozenset({"active", "passive", "self_harm_now", "plan", "means", "act", "goodbye", "coded", "attempt"})
OWN = SET_ASIDE - {"attempt"}
SHORT = 40  # words: a message, not a letter
AGAINST = frozenset({"idiom"})  # what stands inside a figure of speech is no sign of anything else


@dataclass(frozen=True)
class Sign:
    """A phrase of the table, found, and how it stands there."""

    hit: Hit
    setting: Setting

    @property
    def kind(self) -> str:
        return self.hit.rule.kind


@cache
def table() -> Table:
    return tables.load("risk")


def find(reading: Reading) -> list[Sign]:
    """Every sign in the text, without those that are part of a figure of speech."""
    hits = table().find(reading)
    idioms = [hit for hit in hits if hit.rule.kind in AGAINST]
    return [Sign(hit, setting.of(hit, reading)) for hit in hits if hit in idioms or not _covered(hit, idioms)]


def _covered(hit: Hit, idioms: list[Hit]) -> bool:
    """Whether it overlaps a figure of speech; not when it says more: "I hope it kills me" is longer than "kills me"."""
    return any(
        i.clause is hit.clause and i.start < hit.end and hit.start < i.end and not _holds(hit, i) for i in idioms
    )


def _holds(hit: Hit, idiom: Hit) -> bool:
    return hit.start <= idiom.start and idiom.end <= hit.end and hit.end - hit.start > idiom.end - idiom.start


def features(reading: Reading, signs: Sequence[Sign]) -> dict[str, float]:
    """The signs as numbers: for each kind how often it is meant, and in which settings it stands."""
    meant = Counter(sign.kind for sign in signs if sign.setting.plain)
    found = {f"{kind}": math.log1p(n) for kind, n in meant.items()}
    for sign in signs:
        for name in sign.setting.names:
            found[f"{sign.kind}:{name}"] = 1.0
    kinds = {sign.kind for sign in signs if sign.setting.plain}
    if kinds & {"active", "passive", "plan", "coded"} and "denial" in kinds:
        found["denied as well"] = 1.0
    own = [sign for sign in signs if sign.kind in OWN]
    if past.is_closed(reading):
        found["behind them"] = 1.0
        if own and all(sign.setting.over or sign.setting.denied for sign in own):
            found["all of it behind them"] = 1.0
    if past.has_returned(reading):
        found["come back"] = 1.0
    for name in ("denied", "over", "other", "asked", "story", "quoted"):
        if own and all(getattr(sign.setting, name) for sign in own):
            found[f"all {name}"] = 1.0
    if len([sign for sign in signs if sign.kind == "hint" and sign.setting.plain]) > 1:
        found["several hints"] = 1.0
    found["length"] = math.log1p(len(reading.words)) / 5
    found["own"] = (
        min(sum(word.text in {"i", "my", "me", "myself"} for word in reading.words) / (len(reading.words) + 5), 0.3) * 5
    )
    return found


def marked(reading: Reading, signs: Sequence[Sign]) -> dict[int, list[str]]:
    """The words of every sentence as the models read them: a phrase that is not meant gives way to what it is.

    "not killing myself" becomes "not <active:denied>", so that what is learned of a denial holds for all of them.
    """
    by_clause: dict[int, list[Sign]] = {}
    for sign in signs:
        by_clause.setdefault(id(sign.hit.clause), []).append(sign)
    lines: dict[int, list[str]] = {}
    for clause in reading.clauses:
        lines.setdefault(clause.sentence, []).extend(_marked_clause(clause, by_clause.get(id(clause), [])))
    return lines


def _marked_clause(clause: Clause, signs: list[Sign]) -> list[str]:
    if not signs:
        return [word.text for word in clause.words]
    line, marks = clause.line, []
    for sign in sorted(signs, key=lambda s: -s.hit.start):
        if sign.kind in AGAINST:
            name = f"<{sign.kind}>"
        elif sign.setting.plain or sign.kind not in SET_ASIDE:
            marks.append(f"<{sign.kind}>" if sign.setting.plain else f"<{sign.kind}:{sign.setting.names[0]}>")
            continue
        else:
            name = f"<{sign.kind}:{sign.setting.names[0]}>"
        if sign.hit.end <= len(line):
            line = f"{line[: sign.hit.start]}{name} {line[sign.hit.end :]}"
    return line.split() + marks


def learned(reading: Reading, signs: Sequence[Sign], text: linear.Model, sentence: linear.Model) -> dict[str, float]:
    """What the models make of the words: of the text as a whole, and of its two strongest sentences."""
    lines = marked(reading, signs)
    found = {f"text {head}": value for head, value in text.score(text_grams(reading, lines)).items()}
    logits = (sentence.score(linear.grams(line, LONGEST_SENTENCE))["alert"] for line in lines.values())
    strongest = sorted(logits, reverse=True)[:2]
    found["sentence"] = strongest[0] if strongest else sentence.bias[0]
    found["second sentence"] = strongest[1] if len(strongest) > 1 else min(found["sentence"], 0.0)
    # What words suggest weighs less where no phrase says it, and in a few words more easily by chance.
    state = state_of(signs)
    size = "short" if len(reading.words) < SHORT else "long"
    found[f"{state} {size}"] = 1.0
    found[f"{state} {size} sentence"] = found["sentence"]
    found[f"{state} {size} text"] = found["text alert"]
    return found


def strongest(reading: Reading, signs: Sequence[Sign], sentence: linear.Model) -> int | None:
    """The number of the sentence that weighs most, or None when there is none."""
    lines = marked(reading, signs)
    return max(lines, key=lambda n: sentence.score(linear.grams(lines[n], LONGEST_SENTENCE))["alert"], default=None)


def state_of(signs: Sequence[Sign]) -> str:
    """Whether a phrase of the writer's own danger is meant, only set aside (denied, over, another's), or not there."""
    own = [sign for sign in signs if sign.kind in OWN]
    if any(sign.setting.plain for sign in own):
        return "meant"
    if own:
        return "aside"
    return "hinted" if any(sign.kind == "hint" and sign.setting.plain for sign in signs) else "unsaid"


def text_grams(reading: Reading, lines: dict[int, list[str]]) -> set[str]:
    """The grams of a whole text as it was written, and the marks of what was found in it."""
    marks = {word for line in lines.values() for word in line if word.startswith("<")}
    return linear.grams_of(reading, LONGEST_TEXT) | marks
