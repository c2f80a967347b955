"""A writer says what would help, and every reply box passes it on."""

import itertools

import pytest

from forum.care import guidelines, support
from forum.care.support import Support


def test_the_five_words_are_stable():
    assert [str(one) for one in Support] == ["listen", "experience", "advice", "look", "space"]


@pytest.mark.parametrize("one", Support)
def test_every_kind_has_all_its_words(one):
    assert one.label and one.meaning and one.wish and one.prompt and one.guideline
    assert len(one.guideline) < 120 and len(one.prompt) < 120


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ([], ["listen", "experience"]),
        ([""], ["listen", "experience"]),
        (["advice"], ["advice"]),
        (["look", "listen", "look"], ["listen", "look"]),
        ([" space "], ["space"]),
    ],
)
def test_what_a_form_sends_is_understood(typed, meant):
    chosen = support.parse_all(typed)
    assert [str(one) for one in chosen] == meant
    assert support.read(support.written(chosen)) == chosen


@pytest.mark.parametrize("typed", ["Advice", "help", "listen experience"])
def test_an_unknown_wish_is_refused(typed):
    with pytest.raises(ValueError):
        support.parse_all([typed])


def test_a_word_that_left_the_list_breaks_no_page():
    assert support.read("advice hugs") == (Support.ADVICE,)
    assert support.read("hugs") == support.DEFAULT


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (["listen"], "They would like someone to listen."),
        (
            ["listen", "experience"],
            "They would like someone to listen, and to hear from people who have been there.",
        ),
        (["advice", "space"], "They would like some space for now."),
    ],
)
def test_repliers_read_what_was_asked_for(chosen, sentence):
    assert support.asked_for(Support(one) for one in chosen) == sentence


EVERY_SET = [chosen for size in range(len(Support) + 1) for chosen in itertools.combinations(Support, size)]


@pytest.mark.parametrize("chosen", EVERY_SET, ids=" ".join)
def test_the_reply_box_has_three_or_four_lines_whatever_was_asked_for(chosen):
    beside = guidelines.short(chosen)
    assert 3 <= len(beside.lines) <= 4
    assert beside.prompt
    assert guidelines.WORRIED in beside.lines


@pytest.mark.parametrize("chosen", EVERY_SET, ids=" ".join)
def test_advice_is_held_back_unless_it_was_asked_for(chosen):
    said = guidelines.short(chosen).lines
    if support.wants_advice(chosen) or Support.SPACE in chosen:
        assert guidelines.NO_ADVICE not in said
    else:
        assert guidelines.NO_ADVICE in said


def test_the_feeling_comes_before_any_advice():
    said = guidelines.short([Support.ADVICE]).lines
    assert said.index(guidelines.FEELING_FIRST) < said.index(Support.ADVICE.guideline)
