"""Emoji, right-to-left and combining text come through; what only misleads is taken out."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.text import MAX_LENGTH, TooLong, clean_line, clean_source, is_blank, render

SURVIVES = {
    "a face": "\U0001f62d",
    "a family of joined faces": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "a skin tone": "\U0001f917\U0001f3fe",
    "a heart with its colour": "\u2764\ufe0f\u200d\U0001fa79",
    "a flag": "\U0001f1f3\U0001f1f4",
    "a flag made of tags": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "a keycap": "1\ufe0f\u20e3",
    "Arabic": "أنا خائف من أن يتركوني",
    "Hebrew with points": "שָׁלוֹם",
    "Persian with its half space": "می\u200cخواهم",
    "a direction mark": "abc \u200fשלום\u200e!",
    "Hindi": "मैं ठीक नहीं हूँ",
    "Tamil": "நான் இங்கே இருக்கிறேன்",
    "Thai": "ฉันอยู่ตรงนี้",
    "Chinese": "我在这里",
    "Korean": "나는 여기 있어요",
    "Vietnamese": "Tôi đang ở đây",
    "Yoruba with two marks on a letter": "ẹ̀kọ́",
    "many marks on one letter": "Z\u0351\u036b\u0343\u036a\u0302\u0363\u034b",
    "beyond the basic plane": "\U00020bb7野家 \U0001d54f",
}

TAKEN_OUT = {
    "NUL": "a\x00b",
    "other control characters": "a\x01\x08\x0e\x1b\x1f\x7fb",
    "the second block of control characters": "a\x80\x9b\x9fb",
    "a byte order mark": "\ufeffa\ufeffb",
    "an override": "a\u202eb",
    "embeddings": "a\u202a\u202b\u202c\u202d\u202eb",
    "isolates": "a\u2066\u2067\u2068\u2069b",
    "half a pair": "a\ud83db",
    "code points that are no characters": "a\ufdd0\ufffe\uffff\U0001fffe\U0010ffffb",
    "annotation marks": "a\ufff9\ufffa\ufffbb",
}


@pytest.mark.parametrize("name", SURVIVES)
def test_letters_of_every_script_come_through(name: str) -> None:
    typed = unicodedata.normalize("NFC", SURVIVES[name])
    assert clean_source(typed) == typed
    assert clean_line(typed, 200) == typed
    assert render(typed) == f"<p>{typed}</p>"
    assert not is_blank(typed)


@pytest.mark.parametrize("name", TAKEN_OUT)
def test_characters_that_only_mislead_are_taken_out(name: str) -> None:
    assert clean_source(TAKEN_OUT[name]) == "ab"
    assert clean_line(TAKEN_OUT[name], 200) == "ab"
    assert render(TAKEN_OUT[name]) == "<p>ab</p>"


def test_letters_typed_in_two_ways_are_kept_in_one() -> None:
    assert clean_source("cafe\u0301") == clean_source("café") == "café"
    assert clean_line("cafe\x00\u0301", 200) == "café"


def test_a_name_or_title_is_one_line() -> None:
    assert clean_line("  Not\r\nalone \t tonight\u2028 \u3000 ", 200) == "Not alone tonight"
    assert clean_line("\n", 200) == ""
    with pytest.raises(TooLong, match="6 characters"):
        clean_line("abcdef", 5)
    with pytest.raises(TooLong):
        clean_line("a" * 10_000_000, 5)


def test_typed_blank_lines_around_a_text_are_not_kept_but_its_own_are() -> None:
    assert clean_source("\r\n  \r\n  first\n\n\n last \n\n") == "  first\n\n\n last"


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u200d\u200e", "\u3164\u2800\u115f\xa0", "\u00ad\u0301"])
def test_a_text_that_nobody_can_see_is_blank(text: str) -> None:
    assert is_blank(text)


def test_letters_that_fall_apart_when_composed_are_counted_afterwards() -> None:
    with pytest.raises(TooLong) as refused:
        clean_source("\u0958" * MAX_LENGTH)
    assert refused.value.length == 2 * MAX_LENGTH
    assert refused.value.limit == MAX_LENGTH


_ANYTHING = st.text(st.characters(), max_size=300)


@given(_ANYTHING)
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    once = clean_source(typed)
    assert clean_source(once) == once
    once.encode()  # It can be stored and sent: no half of a pair is left.
    line = clean_line(typed, 1_000)
    assert clean_line(line, 1_000) == line
    assert len(line.splitlines()) <= 1
