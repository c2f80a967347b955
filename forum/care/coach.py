"""The reply coach: what in a draft may hurt its reader, where and why, and whether it shows that they were heard.

It knows the draft, the thread it answers and what support was asked for, and keeps none of it. It writes for nobody.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from forum.care import harm as reader_harm
from forum.care import openers as questions
from forum.care import reply_signs as signs
from forum.care.reading.clauses import Reading, take_in
from forum.care.reading.language import is_english
from forum.care.reading.linear import load, load_blend, probability
from forum.care.reply_signs import Unit
from forum.care.signals import Harm
from forum.care.tuning import AS_SHIPPED, UNHEARD, Tuning


class Problem(StrEnum):
    """What a reply can do that hurts, mostly meant well."""

    JUDGE = "judge"
    INVALIDATE = "invalidate"
    ADVICE = "advice"
    POSITIVITY = "positivity"
    STIGMA = "stigma"
    HOSTILE = "hostile"
    ONEUP = "oneup"
    PROMISE = "promise"


@dataclass(frozen=True)
class Finding:
    """One place in the draft, from `start` to `end`, and one plain line for its writer. `score` is a probability."""

    kind: Problem
    start: int
    end: int
    why: str
    score: float


@dataclass(frozen=True)
class Coaching:
    """What the coach has to say. `heard`: how probably something shows that the feeling was heard, 0…1.

    `scores` holds every kind's probability, worth a nudge or not. `read` is False for a language that it does not know.
    """

    findings: tuple[Finding, ...]
    heard: float
    openers: tuple[str, ...]
    read: bool = True
    unheard: bool = False  # worth a question: a first reply in which nothing shows that they were heard
    scores: Mapping[str, float] | None = None

    @property
    def nudges(self) -> bool:
        """Whether there is anything to say at all, under what was asked for."""
        return bool(self.findings) or self.unheard


# From this logit on a kind is worth a nudge. Found by counting on comments at large that nothing was learned from.
NUDGE_FROM: Mapping[Problem, float] = {
    Problem.JUDGE: 0.4,
    Problem.INVALIDATE: -0.2,
    Problem.ADVICE: 0.1,
    Problem.POSITIVITY: -0.8,
    Problem.STIGMA: -1.2,
    Problem.HOSTILE: 0.8,
    Problem.ONEUP: -1.0,
    Problem.PROMISE: -0.5,
}
# By how much sooner or later, when this was asked for.
MOVED: Mapping[str, Mapping[Problem, float]] = {
    "listen": {Problem.ADVICE: -0.4, Problem.POSITIVITY: -0.2},
    "space": {Problem.ADVICE: -0.6, Problem.POSITIVITY: -0.2},
    "experience": {Problem.ADVICE: -0.2, Problem.ONEUP: 0.5},
}
HEARD_FROM = 0.5  # a probability: below, nothing in a first reply may have shown that they were heard
_HEARD_MOVED = 0.8  # so that at 0.5 about one hearing reply in six is wrongly asked about
_TAKEN_BACK = -2.5  # the highest logit of a kind whose only phrase here is denied, quoted or reported
_HARSH = {"judge", "invalidate", "stigma", "hostile"}  # to take one of these back takes all of them back
_SHY = ("invalidate", "positivity", "stigma", "oneup", "promise")  # kinds that few examples were learned from:
_UNNAMED = 0.8  # where no phrase of theirs stands, so much more is needed
_NOT_HEARD = -2.0  # the highest logit of "heard" in a sentence that hurts
URGING_WHY = "Words like these can push somebody over the edge. Please leave them out."
_BORROWED = 5  # words in a row that stand in the thread as well are taken from there
_LONGEST_SPAN = 400


def suggest(
    draft: str, support: Iterable[str] = (), thread: str = "", *, first: bool = False, tuning: Tuning = AS_SHIPPED
) -> Coaching:
    """Read a draft under the agreement of the thread.

    `support`: codes of forum.care.support; `thread`: what the draft answers, as typed; `first`: nobody has replied yet.
    """
    reading = take_in(draft)
    wanted = frozenset(support)
    if not reading.words:
        return Coaching((), 0.0, ())
    urging = _urging(reading)
    if not is_english(reading):
        return Coaching(urging, 0.0, (), read=False)
    before = take_in(thread) if thread else None
    said = signs.units(reading, _borrowed(reading, before) if before else ())
    scored = [(unit, _logits(unit)) for unit in said if not unit.quoted]
    best = {head: max((logits[head] for _, logits in scored), default=-9.0) for head in (*signs.KINDS, "heard")}
    if _invited(said, wanted, before):
        best[Problem.ADVICE] = -9.0
    found = tuple(
        _finding(kind, scored)
        for kind in Problem
        if best[kind] >= threshold(kind, wanted) + tuning.nudge and kind not in tuning.quiet
    )
    scores = {head: probability(logit) for head, logit in best.items()}
    if urging:
        found = (*urging, *(one for one in found if one.kind is not Problem.HOSTILE))
        scores[Problem.HOSTILE] = max(scores[Problem.HOSTILE], urging[0].score)
    unheard = first and scores["heard"] < HEARD_FROM and UNHEARD not in tuning.quiet
    offered = questions.openers([finding.kind for finding in found], wanted, heard=not unheard)
    return Coaching(found, scores.pop("heard"), offered, True, unheard, scores)


def threshold(kind: Problem, support: Collection[str]) -> float:
    """The logit from which a kind is worth a nudge when this was asked for; of several wishes the strictest counts."""
    return NUDGE_FROM[kind] + min((MOVED.get(code, {}).get(kind, 0.0) for code in support), default=0.0)


def as_json(item: Mapping[str, Any]) -> dict[str, Any]:
    """One line of the command: `{"id", "text", "thread"?, "support"?}` in, what the coach finds out."""
    support, thread = item.get("support"), item.get("thread")
    codes = support.split() if isinstance(support, str) else map(str, support) if isinstance(support, list) else ()
    before = "\n\n".join(map(str, thread)) if isinstance(thread, list) else str(thread or "")
    coaching = suggest(item.get("text", ""), codes, before)
    return {
        "id": item.get("id"),
        "findings": [
            {"kind": str(one.kind), "start": one.start, "end": one.end, "why": one.why, "score": round(one.score, 4)}
            for one in coaching.findings
        ],
        "heard": round(coaching.heard, 4),
        "read": coaching.read,
        "scores": {str(kind): round(score, 4) for kind, score in (coaching.scores or {}).items()},
    }


def _finding(kind: Problem, scored: list[tuple[Unit, dict[str, float]]]) -> Finding:
    """The sentence that shows the kind most: its phrase if there is one, else the whole of it."""
    unit, scores = max(scored, key=lambda pair: pair[1][kind])
    hits = [hit for hit in unit.hits(kind) if hit.rule.more.get("firm")] or list(unit.hits(kind))
    start, end = unit.place
    why = signs.whys()[kind]
    if hits:
        hit = max(hits, key=lambda one: one.end - one.start)
        (start, end), why = hit.place, hit.rule.why
    return Finding(kind, start, min(end, start + _LONGEST_SPAN), why, probability(scores[kind]))


def _urging(reading: Reading) -> tuple[Finding, ...]:
    """The first place that tells somebody to die or to hurt themselves, by the rule that holds such a text back."""
    _, places = reader_harm.find(reading)
    first = next((place for place in places if place.kind == Harm.ENCOURAGEMENT), None)
    return (Finding(Problem.HOSTILE, first.start, first.end, URGING_WHY, 0.99),) if first else ()


def _borrowed(reading: Reading, before: Reading) -> list[tuple[int, int]]:
    """Places where the draft repeats some words in a row from the thread; they may overlap."""
    there = {
        tuple(word.text for word in before.words[i : i + _BORROWED]) for i in range(len(before.words) - _BORROWED + 1)
    }
    runs = (reading.words[i : i + _BORROWED] for i in range(len(reading.words) - _BORROWED + 1))
    return [(run[0].start, run[-1].end) for run in runs if tuple(word.text for word in run) in there]


def _invited(said: list[Unit], wanted: frozenset[str], before: Reading | None) -> bool:
    """Whether ideas were asked for: by the agreement, by the thread, or by what the reply says of it."""
    if "space" in wanted:
        return False
    if wanted & {"advice", "look"}:
        return True
    if any(hit.rule.more["name"] == "asked" for unit in said for hit in unit.hits("ask")):
        return True
    return before is not None and any(
        hit.rule.more["name"] == "wish" for unit in signs.units(before) for hit in unit.hits("ask")
    )


def _logits(unit: Unit) -> dict[str, float]:
    """How much speaks for each kind, and for "heard", in one sentence."""
    first = load("coach")["coach"].score(signs.grams_of(unit))
    facts = signs.facts(unit)
    logits = load_blend("coach").score({head: max(min(logit, 8.0), -8.0) for head, logit in first.items()} | facts)
    back = {kind for kind in signs.KINDS if facts.get(f"-{kind} alone")}
    for kind in back | (_HARSH if back & _HARSH else set()):
        logits[kind] = min(logits[kind], _TAKEN_BACK)
    for kind in _SHY:
        if not facts.get(f"+{kind}"):
            logits[kind] -= _UNNAMED
    logits["heard"] += _HEARD_MOVED
    if any(logits[kind] >= NUDGE_FROM[kind] for kind in map(Problem, sorted(_HARSH))):
        logits["heard"] = min(logits["heard"], _NOT_HEARD)
    return logits
