"""The guidance that stands beside every reply box, fitted to what the writer asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from forum.care import support as wishes
from forum.care.support import Support


@dataclass(frozen=True)
class ShortGuidance:
    """What stands beside one reply box: what was asked for, the line over the box, three or four lines."""

    asked_for: str
    prompt: str
    lines: tuple[str, ...]


FEELING_FIRST = "Start with what you heard, in your own words: “That sounds so lonely.”"
NO_ADVICE = "They did not ask for advice. If you have an idea, ask first if they want it."
SHORT_IS_FINE = "Two honest sentences are enough. You cannot say it perfectly, and nobody expects it."
WORRIED = "Worried for their safety? Say so kindly, share the help page, and ask a moderator to look."


def short(supports: Iterable[Support]) -> ShortGuidance:
    """Three or four lines for the reply box; the kind that asks most of a replier goes first."""
    chosen = tuple(supports) or wishes.DEFAULT
    if Support.SPACE in chosen:
        lines: tuple[str, ...] = (Support.SPACE.guideline, WORRIED)
    elif wishes.wants_advice(chosen):
        asked = tuple(one.guideline for one in (Support.LOOK, Support.ADVICE) if one in chosen)
        lines = (FEELING_FIRST, *asked, WORRIED)
    else:
        leading = Support.EXPERIENCE if Support.EXPERIENCE in chosen else Support.LISTEN
        asked = (leading.guideline,)
        lines = (FEELING_FIRST, *asked, NO_ADVICE, WORRIED)
    if len(lines) < 3:
        lines = (lines[0], SHORT_IS_FINE, *lines[1:])
    return ShortGuidance(wishes.asked_for(chosen), wishes.prompt(chosen), lines)
