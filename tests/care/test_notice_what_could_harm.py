"""What could harm a reader is noticed: ways to die, urging, pacts, private contact; talk of pain and of help is not."""

import itertools
import json
from collections import Counter
from pathlib import Path

import pytest

from forum.care import harm
from forum.care.reading.clauses import take_in
from forum.care.signals import Harm

WRITTEN = Path(__file__).parents[2] / "care_training/written/harm.jsonl"
HOLDS = {Harm.METHOD, Harm.ENCOURAGEMENT, Harm.PACT}


def found(text):
    return harm.find(take_in(text))[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Does anyone know how much of it I would need to die?", Harm.METHOD),
        ("is there a painless way to end my life", Harm.METHOD),
        ("Any tips on purging? It has to be quiet.", Harm.METHOD),
        ("You would be better off dead.", Harm.ENCOURAGEMENT),
        ("kys", Harm.ENCOURAGEMENT),
        ("It is a peaceful way out of dying slowly, I recommend it.", Harm.ENCOURAGEMENT),
        ("Looking for an ana buddy.", Harm.ENCOURAGEMENT),
        ("I am looking for someone to die with.", Harm.PACT),
        ("You want to die, I want to die. We could go together.", Harm.PACT),
        ("My DMs are open for everyone who is hurting tonight.", Harm.CONTACT),
        ("There was blood everywhere and I could see the bone.", Harm.DETAIL),
        ("I wanted to die and I swallowed a handful of pills.", Harm.DETAIL),
    ],
)
def test_what_could_harm_a_reader_is_noticed(text, kind):
    assert found(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "He told me to kill myself and I believed him for years.",
        "She wrote “just kill yourself” under my photo.",
        "The voices say do it, kill yourself, all day long.",
        "How do I talk about suicide with my daughter?",
        "Please don't kill yourself. Stay with us.",
        "I swallowed too many pills, what do I do?",
        "I take two tablets at night as prescribed.",
        "How do I stop cutting myself?",
        "Method acting is exhausting.",
        "How do I kill the last boss? I die in every round.",
        "Stir in a handful of thyme and half a bottle of wine.",
        "We want to grow old and die together.",
        "My sister and I made a pact to ring each other on Sundays.",
        "Just do it, apply for the job!",
        "I want to die and I do not know how to tell anybody.",
        "In the film they die together at the end.",
        "My grandmother died peacefully and we were all with her.",
        "The article on suicide prevention says to ask directly.",
    ],
)
def test_talk_of_pain_help_play_and_other_peoples_words_is_left_alone(text):
    assert found(text) is Harm.NONE


def test_a_swallowed_amount_is_a_detail_and_asking_whether_it_is_enough_is_a_method():
    assert found("I wanted to die, so I took a handful of tablets.") is Harm.DETAIL
    assert found("I want to die. I have a handful of tablets. Is it enough?") is Harm.METHOD


def test_a_moderator_sees_where_and_why():
    text = "Good evening.\n\nIs there a painless way to die? I’m tired."
    worst, signals = harm.find(take_in(text))
    (signal,) = signals
    assert worst is Harm.METHOD and signal.kind == "method"
    assert text[signal.start : signal.end].lower().startswith("painless way to die")
    assert signal.why.endswith(".")


def test_the_gravest_kind_is_the_answer_and_places_do_not_overlap():
    text = "DM me. There was blood everywhere. Is there a painless way to die? You should kill yourself too."
    worst, signals = harm.find(take_in(text))
    assert worst is Harm.METHOD
    assert {"contact", "detail", "method", "encouragement"} == {signal.kind for signal in signals}
    assert all(one.end <= other.start for one, other in itertools.pairwise(signals))


def test_our_written_sentences_are_mostly_judged_as_their_writer_meant():
    """Half of them mean harm, half only look like it; what would hold a post has to be rare among the second half."""
    count = Counter()
    for line in WRITTEN.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        count[item["harm"] in HOLDS, found(item["text"]) in HOLDS] += 1
    assert count[True, True] >= 0.9 * (count[True, True] + count[True, False])
    assert count[False, True] <= 0.02 * (count[False, True] + count[False, False])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        " \n\n ",
        "kill\x00yourself",
        "Is there a painless way to die? " * 3200,
        "0 mg " * 20_000,
        "\u202eis there a painless way to die\u202c",
        "😭 is there a painless way to die 😭",
        "İİİİ kys ﬁ",
        "اريد ان اموت",
    ],
)
def test_whatever_is_typed_the_places_stay_inside(text):
    for signal in harm.find(take_in(text))[1]:
        assert 0 <= signal.start < signal.end <= len(text)
