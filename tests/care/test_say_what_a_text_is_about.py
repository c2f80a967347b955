"""A writer says what a text is about, and each reader decides how to meet it."""

import itertools

import pytest

from forum.care import warnings
from forum.care.warnings import CATALOGUE, Choice, ContentWarning, Level

PROMISED = [
    "suicide",
    "self_harm",
    "abuse",
    "sexual_violence",
    "eating_disorder",
    "substance",
    "violence",
    "death",
]


@pytest.mark.parametrize("word", PROMISED)
def test_the_promised_topics_are_offered(word):
    topic = CATALOGUE[word]
    assert topic.word == word
    assert topic.label and topic.covers.endswith(".")


def test_words_fit_a_column_and_a_form():
    for word in CATALOGUE:
        assert word.replace("_", "").isalpha() and word == word.lower()


@pytest.mark.parametrize(
    ("typed", "topic", "level"),
    [
        ("suicide", "suicide", Level.MENTIONED),
        ("suicide:mentioned", "suicide", Level.MENTIONED),
        ("self_harm:described", "self_harm", Level.DESCRIBED),
        (" death:detailed ", "death", Level.DETAILED),
    ],
)
def test_what_a_form_sends_is_understood(typed, topic, level):
    assert warnings.parse(typed) == ContentWarning(topic, level)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "sucide",
        "suicide:",
        "suicide:very",
        "suicide:described:x",
        ":detailed",
        "Suicide",
        "suicide described",
    ],
)
def test_what_is_not_in_the_list_is_refused_and_not_repeated(typed):
    with pytest.raises(ValueError) as refusal:
        warnings.parse(typed)
    assert not typed or typed not in str(refusal.value)


def test_a_form_with_blanks_and_doubles_becomes_one_tidy_set():
    found = warnings.parse_all(["suicide:mentioned", "", "abuse", "suicide:detailed", "suicide:described"])
    assert [str(one) for one in found] == ["abuse:mentioned", "suicide:detailed"]


def test_the_stored_text_is_one_for_every_order():
    sets = [
        ContentWarning("suicide", Level.DESCRIBED),
        ContentWarning("abuse", Level.MENTIONED),
        ContentWarning("death", Level.DETAILED),
    ]
    stored = {warnings.written(order) for order in itertools.permutations(sets)}
    assert stored == {"abuse:mentioned death:detailed suicide:described"}
    assert set(warnings.read(stored.pop())) == set(sets)


def test_nothing_is_stored_as_nothing():
    assert warnings.written([]) == "" and warnings.read("") == ()


def test_a_topic_that_left_the_list_still_warns():
    (found,) = warnings.read("old_topic:strange")
    assert found == ContentWarning("old_topic", Level.DETAILED)
    assert warnings.choice_for([found], {}) is Choice.COLLAPSE
    assert warnings.summary([found]) == "Content note: old topic (detailed)"


@pytest.mark.parametrize(
    ("stored", "note"),
    [
        ("", ""),
        ("death:mentioned", "Content note: death and grief (mentioned)"),
        ("self_harm:mentioned suicide:described", "Content note: suicide (described), self-harm (mentioned)"),
        ("abuse:detailed suicide:detailed", "Content note: suicide (detailed), abuse or neglect (detailed)"),
    ],
)
def test_the_note_names_the_closest_first(stored, note):
    assert warnings.summary(warnings.read(stored)) == note


@pytest.mark.parametrize(
    ("stored", "choices", "default", "answer"),
    [
        ("", {}, Choice.COLLAPSE, Choice.SHOW),
        ("", {"suicide": Choice.HIDE}, Choice.HIDE, Choice.SHOW),
        ("suicide:mentioned", {}, Choice.COLLAPSE, Choice.COLLAPSE),
        ("suicide:mentioned", {}, Choice.SHOW, Choice.SHOW),
        ("suicide:detailed", {"suicide": Choice.SHOW}, Choice.COLLAPSE, Choice.SHOW),
        ("suicide:mentioned", {"suicide": Choice.SOFTEN}, Choice.COLLAPSE, Choice.SOFTEN),
        ("suicide:described", {"suicide": Choice.SOFTEN}, Choice.SHOW, Choice.COLLAPSE),
        ("suicide:detailed", {"suicide": Choice.SOFTEN}, Choice.SHOW, Choice.COLLAPSE),
        ("suicide:mentioned", {"suicide": Choice.HIDE}, Choice.SHOW, Choice.HIDE),
        ("abuse:mentioned suicide:mentioned", {"suicide": Choice.SHOW}, Choice.COLLAPSE, Choice.COLLAPSE),
        (
            "abuse:mentioned suicide:mentioned",
            {"abuse": Choice.SHOW, "suicide": Choice.HIDE},
            Choice.SHOW,
            Choice.HIDE,
        ),
        (
            "abuse:mentioned death:detailed",
            {"abuse": Choice.SHOW, "death": Choice.SOFTEN},
            Choice.SHOW,
            Choice.COLLAPSE,
        ),
        ("abuse:mentioned", {"death": Choice.HIDE}, Choice.SHOW, Choice.SHOW),
    ],
)
def test_the_strictest_of_a_readers_choices_wins(stored, choices, default, answer):
    assert warnings.choice_for(warnings.read(stored), choices, default) is answer


def test_a_further_warning_or_a_closer_level_never_opens_a_text():
    """Every pair of topics, levels and choices: more to warn of is never met less carefully."""
    for first, second in itertools.product(Level, Level):
        for one, other in itertools.product(Choice, Choice):
            choices = {"suicide": one, "abuse": other}
            alone = warnings.choice_for([ContentWarning("suicide", first)], choices)
            both = warnings.choice_for([ContentWarning("suicide", first), ContentWarning("abuse", second)], choices)
            assert both.strictness >= alone.strictness
            if second.strength > first.strength:
                closer = warnings.choice_for([ContentWarning("suicide", second)], choices)
                assert closer.strictness >= alone.strictness


def test_the_words_promise_no_protection():
    said = " ".join(
        [one.covers for one in CATALOGUE.values()]
        + [level.meaning for level in Level]
        + [choice.meaning for choice in Choice]
    ).lower()
    for word in ("protect", "safe", "trigger"):
        assert word not in said
