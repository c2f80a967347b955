"""Words hidden from filters are read as they are meant, and ordinary signs and numbers stay what they are."""

import pytest

from forum.care import coach, risk_signs, triage
from forum.care.coach import Problem
from forum.care.reading.clauses import LONGEST_CLAUSE, LONGEST_SENTENCE, take_in
from forum.care.reading.tables import MOST_HITS
from forum.care.signals import Risk


def words(text: str) -> list[str]:
    return [word.text for word in take_in(text).words]


@pytest.mark.parametrize(
    "text",
    [
        "I want to d!e",
        "i want to k*ll myself",
        "su1c1de is all i think about",
        "thinking about suic\u200bide every day",
        "I want to k\u0456ll myself",
        "i want to \U0001d424\U0001d422\U0001d425\U0001d425 myself",
        "i want to k i l l myself",
        "kill myself kill myself kill myself",
        "diiiie i just want to diiie",
    ],
)
def test_what_is_disguised_is_heard(text: str) -> None:
    found = triage.assess(text)
    assert found.risk.rank >= Risk.HIGH.rank
    assert all(0 <= one.start < one.end <= len(text) for one in found.signals)


def test_a_place_in_a_disguised_word_is_where_it_was_typed() -> None:
    text = "Honestly, I want to d\u200bi\u200be."
    word = next(word for word in take_in(text).words if word.text == "die")
    assert text[word.start : word.end] == "d\u200bi\u200be"


@pytest.mark.parametrize(
    "text",
    ["5*6*7 = 210", "write to a@b.example", "I *am* fine", "A B C D E F G", "the U.S.A. and the E U", "flat 3b"],
)
def test_signs_and_numbers_stay_what_they_are(text: str) -> None:
    hidden = {"die", "kill", "suicide", "death", "dead", "cut", "hang"}
    assert not hidden & set(words(text))
    assert triage.assess(text).risk.rank < Risk.HIGH.rank


def test_stars_around_a_word_are_only_stress() -> None:
    assert words("I *really* mean it") == ["i", "really", "mean", "it"]


@pytest.mark.parametrize("text", ["quiero morir", "ich will nicht", "je ne suis pas bien"])
def test_a_few_words_of_another_language_are_said_to_be_unread(text: str) -> None:
    assert not triage.assess(text).read


@pytest.mark.parametrize("text", ["kys", "You should kill yourself.", "Just kill yourself, nobody would miss you."])
def test_whoever_tells_somebody_to_die_is_asked_not_to(text: str) -> None:
    first = coach.suggest(text).findings[0]
    assert (first.kind, first.why) == (Problem.HOSTILE, coach.URGING_WHY)
    assert first.score > 0.9


def test_whoever_tells_how_it_was_said_to_them_is_left_alone() -> None:
    assert not coach.suggest('My ex used to say "kill yourself" to me. I am so sorry that you hear it too.').findings


@pytest.mark.parametrize(
    "text",
    ["i want to die " * 1400, "'a " * 6000, "a" + "\n" * 19_000 + "b", "!" * 20_000, "\n \n" * 6000, "kill me " * 2000],
    ids=["die", "quotes", "lines", "marks", "blank", "kill"],
)
def test_a_text_without_stops_is_cut_so_that_none_takes_longer_than_its_length_says(text: str) -> None:
    reading = take_in(text)
    assert all(len(clause.words) <= LONGEST_CLAUSE for clause in reading.clauses)
    assert all(len(line.split()) <= LONGEST_SENTENCE for line in reading.lines.values())
    assert len(risk_signs.table().find(reading)) < MOST_HITS + 10 * LONGEST_CLAUSE
    assert [word for clause in reading.clauses for word in clause.words] == list(reading.words)
