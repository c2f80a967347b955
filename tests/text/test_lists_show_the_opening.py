"""Lists show the opening of a text in plain words, and say how long it takes to read."""

from unicodedata import normalize

import pytest

from forum.text import excerpt, reading_minutes, word_count


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Hello.", "Hello."),
        ("# Title\n\n**Bold** and\n*slant*", "Title · Bold and slant"),
        ("- one\n- two\n\n1. three", "one · two · three"),
        ("> her words\n\nmy words", "my words"),
        ("> only her words", "only her words"),
        ('<b>typed</b> & "kept"', '<b>typed</b> & "kept"'),
        ("f**k", "f**k"),
        ("", ""),
        ("* * *", ""),
        ("No end here\n\nNext one. \n\nLast", "No end here · Next one. Last"),
        ("Why?\n\nWell…\n\n“So!”\n\nyes", "Why? Well… “So!” yes"),
        ("我在这里。\n\nلماذا؟\n\nend", "我在这里。 لماذا؟ end"),
        ("Dear all,\n\n* * *\n\nhello", "Dear all, hello"),
        ("a\u00a0 b\u3000c", "a b c"),
    ],
)
def test_an_opening_is_plain_words_on_one_line(typed: str, shown: str) -> None:
    assert excerpt(typed) == shown


def test_an_opening_ends_between_words() -> None:
    opening = excerpt("I have been awake " * 50, 60)
    assert opening == "I have been awake I have been awake I have been awake I…"
    assert len(opening) <= 60


def test_an_opening_without_spaces_is_cut_all_the_same() -> None:
    assert excerpt("a" * 100, 20) == "a" * 19 + "…"
    assert len(excerpt("我在这里" * 100, 20)) == 20


@pytest.mark.parametrize(
    "unit", ["\U0001f469\u200d\U0001f467", "\U0001f1f3\U0001f1f4", "e\u0323\u0301", "\U0001f917\U0001f3fe"]
)
def test_an_opening_never_cuts_through_one_visible_character(unit: str) -> None:
    unit = normalize("NFC", unit)
    for length in range(8, 24):
        kept = excerpt(unit * 40, length).removesuffix("…")
        assert len(kept) < length
        assert kept == unit * (len(kept) // len(unit))


def test_reading_time_is_counted_in_whole_minutes_and_is_at_least_one() -> None:
    assert word_count("I'm here, twenty-two *years* on.\n\n> yes") == 6
    assert word_count("") == 0
    assert word_count("我在这里") == 2
    assert reading_minutes("") == reading_minutes("yes") == 1
    assert reading_minutes("word " * 900) == 4
