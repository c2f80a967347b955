"""The catalogue of content warnings, and the one rule that decides how a reader meets a warned text.

A warning says what a text is about so that a reader can choose when to read it. It is not known to
lessen distress, and nothing here claims that it protects anyone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Level(StrEnum):
    """How close a text goes to its topic, from a word in passing to a close account."""

    MENTIONED = "mentioned"
    DESCRIBED = "described"
    DETAILED = "detailed"

    @property
    def strength(self) -> int:
        return _LEVELS.index(self)

    @property
    def meaning(self) -> str:
        """One plain line for the person who is choosing."""
        return _LEVEL_MEANINGS[self]


_LEVELS = tuple(Level)
_LEVEL_MEANINGS = {
    Level.MENTIONED: "It comes up, and nothing more is said about it.",
    Level.DESCRIBED: "What happened, or how it felt, is told.",
    Level.DETAILED: "It is told closely: what was done, seen or heard.",
}


class Choice(StrEnum):
    """How a reader wants to meet a topic, from least to most strict."""

    SHOW = "show"
    SOFTEN = "soften"
    COLLAPSE = "collapse"
    HIDE = "hide"

    @property
    def strictness(self) -> int:
        return _CHOICES.index(self)

    @property
    def label(self) -> str:
        return _CHOICE_LABELS[self][0]

    @property
    def meaning(self) -> str:
        """One plain line for the settings page."""
        return _CHOICE_LABELS[self][1]


_CHOICES = tuple(Choice)
_CHOICE_LABELS = {
    Choice.SHOW: ("Show", "The text is open, under its note."),
    Choice.SOFTEN: (
        "Soften",
        "Open when the topic is only mentioned. Closed when it is described or told in detail.",
    ),
    Choice.COLLAPSE: ("Close", "Only the note is shown. You open the text when you want to."),
    Choice.HIDE: ("Leave out", "The post is left out, and a line says that something is left out."),
}


@dataclass(frozen=True)
class Topic:
    """One subject that a writer can warn of: its stable word, its name on pages, and what it covers."""

    word: str
    label: str
    covers: str

    @property
    def in_a_sentence(self) -> str:
        return self.label[0].lower() + self.label[1:]


_TOPICS = (
    Topic("suicide", "Suicide", "Thoughts of suicide, an attempt, or someone's death by suicide."),
    Topic("self_harm", "Self-harm", "Hurting oneself on purpose, the urge to, or what it leaves behind."),
    Topic("abuse", "Abuse or neglect", "Being hurt, controlled or not cared for, as a child or as an adult."),
    Topic(
        "sexual_violence",
        "Sexual violence",
        "Rape, sexual abuse, or being touched or pressed without consent.",
    ),
    Topic("eating_disorder", "Eating disorders", "Restricting, bingeing, purging, weights, sizes or food rules."),
    Topic("substance", "Alcohol and drugs", "Drinking, using, craving, withdrawal or overdose."),
    Topic("violence", "Violence", "Threats, fights, weapons, injuries or blood."),
    Topic("death", "Death and grief", "A person or an animal dying, a funeral, or missing someone who died."),
    Topic(
        "child_loss",
        "Pregnancy or child loss",
        "Miscarriage, stillbirth, abortion, infertility, or losing a child.",
    ),
    Topic(
        "forced_treatment",
        "Treatment by force",
        "Being held in hospital, restrained, or treated against one's will; bad experiences with care.",
    ),
    Topic("psychosis", "Psychosis", "Voices, visions, paranoia, or losing touch with what is real."),
    Topic("hate", "Hatred and discrimination", "Hatred of people for who they are, and the words used for it."),
)

CATALOGUE: Mapping[str, Topic] = MappingProxyType({topic.word: topic for topic in _TOPICS})
_ORDER = {topic.word: place for place, topic in enumerate(_TOPICS)}


@dataclass(frozen=True)
class ContentWarning:
    """A topic and how close the text goes to it."""

    topic: str
    level: Level = Level.MENTIONED

    @property
    def label(self) -> str:
        """The topic's name; a topic that has left the catalogue is shown by its bare word."""
        known = CATALOGUE.get(self.topic)
        return known.in_a_sentence if known else self.topic.replace("_", " ")

    def __str__(self) -> str:
        return f"{self.topic}:{self.level}"


def parse(words: str) -> ContentWarning:
    """Read `topic` or `topic:level` as a form sends it; a bare topic means mentioned; else ValueError."""
    topic, colon, level = words.strip().partition(":")
    if topic not in CATALOGUE:
        raise ValueError("That topic is not in the list of content notes.")
    if not colon:
        return ContentWarning(topic)
    try:
        return ContentWarning(topic, Level(level))
    except ValueError:
        raise ValueError("A content note is mentioned, described or detailed.") from None


def parse_all(values: Iterable[str]) -> tuple[ContentWarning, ...]:
    """Read a form's repeated field: blanks are skipped, a topic given twice keeps its stronger level."""
    return _tidy(parse(value) for value in values if value.strip())


def written(warnings: Iterable[ContentWarning]) -> str:
    """The one canonical text of a set of warnings, for a database column: sorted, one space between."""
    return " ".join(str(warning) for warning in _tidy(warnings))


def read(column: str) -> tuple[ContentWarning, ...]:
    """Read back what `written` wrote.

    A topic that has since left the catalogue stays a warning, and an unreadable level counts as the
    strongest one: a reader's choice must never be lost to a change of words.
    """
    found = []
    for part in column.split():
        topic, _, level = part.partition(":")
        known = level in _LEVELS
        found.append(ContentWarning(topic, Level(level) if known else Level.DETAILED))
    return _tidy(found)


def _tidy(warnings: Iterable[ContentWarning]) -> tuple[ContentWarning, ...]:
    strongest: dict[str, ContentWarning] = {}
    for warning in warnings:
        before = strongest.get(warning.topic)
        if before is None or warning.level.strength > before.level.strength:
            strongest[warning.topic] = warning
    return tuple(strongest[topic] for topic in sorted(strongest))


def summary(warnings: Iterable[ContentWarning]) -> str:
    """The note readers see, as "Content note: suicide (described), self-harm (mentioned)", or nothing.

    The closest comes first, then the catalogue's order.
    """
    ordered = sorted(
        _tidy(warnings), key=lambda one: (-one.level.strength, _ORDER.get(one.topic, len(_ORDER)), one.topic)
    )
    if not ordered:
        return ""
    return "Content note: " + ", ".join(f"{one.label} ({one.level})" for one in ordered)


def choice_for(
    warnings: Iterable[ContentWarning],
    choices: Mapping[str, Choice],
    default: Choice = Choice.COLLAPSE,
) -> Choice:
    """How this reader meets a text with these warnings: the strictest of their choices; none means show.

    Levels matter to one choice only. `soften` leaves a mention open under its note and closes what is
    described or detailed, because opening by mistake costs a reader more than one press of a button.
    `show`, `collapse` and `hide` mean what they say at every level.
    """
    answers = [_one_choice(warning, choices.get(warning.topic, default)) for warning in warnings]
    return max(answers, key=lambda choice: choice.strictness, default=Choice.SHOW)


def _one_choice(warning: ContentWarning, wish: Choice) -> Choice:
    if wish is Choice.SOFTEN and warning.level is not Level.MENTIONED:
        return Choice.COLLAPSE
    return wish
