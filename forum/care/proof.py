"""What no settings of a host may take away: sentences for which somebody is always called, tried before the start."""

from forum.care import triage
from forum.care.signals import Risk
from forum.care.tuning import AS_SHIPPED, BadTuning, Tuning

# As plain as people say it. Whoever moves a threshold or names a harmless phrase so that one of these calls nobody
# has switched triage off, mostly without meaning to.
ALWAYS_HEARD = (
    "I want to die.",
    "I want to kill myself.",
    "I am thinking about killing myself.",
    "I don't want to be alive anymore.",
    "I keep having thoughts of suicide.",
    "I cut myself again last night.",
    "I am going to kill myself tonight.",
    "I have taken all my tablets.",
    "Work was fine this week, and my sister came round with the children on Sunday. We made pancakes, and everybody "
    "laughed. But at night I lie awake, and I keep thinking about killing myself. I have not told anybody, and I do "
    "not know how to say it to them. I am so scared of what I might do.",  # a letter is weighed apart
)
# And some for which nobody should be: with settings that call a moderator for these they are called for everything.
NEVER_CALLED_FOR = (
    "I planted beans and baked bread with my daughter, and then we went to the park.",
    "We had soup, and the dog slept on my feet. A good evening.",
    "Thank you for asking. I am tired today, but all right.",
)


def check(tuning: Tuning) -> None:
    """Raise BadTuning where these settings leave a plain sentence unheard, or call somebody for a calm one."""
    for text in ALWAYS_HEARD:
        if _calls(text, AS_SHIPPED) and not _calls(text, tuning):
            raise BadTuning(
                f"With these settings nobody would be called for “{text}” Please find less with smaller steps "
                "of high, and look at the harmless phrases."
            )
    for text in NEVER_CALLED_FOR:
        if _calls(text, tuning) and not _calls(text, AS_SHIPPED):
            raise BadTuning(
                f"With these settings moderators would be called for “{text}”, and soon for everything. "
                "Please look at high and at the phrases that raise."
            )


def _calls(text: str, tuning: Tuning) -> bool:
    return triage.assess(text, tuning).risk.rank >= Risk.HIGH.rank
