"""Whatever is typed into the search, a page comes back that says what to do next."""

from typing import Any

import pytest

from tests import factories
from tests.search.conftest import found

UGLY = [
    '"', "'", '""', "'' OR 1=1 --", '"pear', "pear*", "pear NOT tree", "NEAR(pear tree)", "pear AND", "OR", "^pear",
    "words:pear", "-pear", "+pear", "pear & tree", "pear | !tree", "pear <-> tree", ":*", "pear:*", "\\", "\\'",
    "%", "_",
    "(pear", "{pear}", "[pear]", "pear\x00tree", "\x00", "\r\n\t", "\u202epear\u202c", "\u200b", "🍐",
    "👩🏽‍🚒", "🏳️‍🌈 pear",
    "\ufffe", "\ud7ff", "نعم 🍐 pear", "e\u0301" * 60, "\u0301", "pear " * 40, "a", "1", "²", "ß", "İ", "ﬀ", "½",
    "x" * 200,
    "pear;DROP TABLE posts", "{{ 7*7 }}", "<script>alert(1)</script>", "NULL", "$$", "?", "%00", "%s", "rowid",
    "ＰＥＡＲ",
    "眠", "眠れ", "ไทย", "ពាក្យ", "\U0001d4c5\U0001d4ee\U0001d4ea\U0001d4fb",
]  # fmt: skip


@pytest.mark.parametrize("typed", UGLY, ids=ascii)
def test_nothing_breaks_it(typed: str, given: Any, visit: Any) -> None:
    given(factories.thread, "Pear tree", body="A pear tree.")
    person = visit()
    by_hand = person.get("/search", query_string={"q": typed})
    assert by_hand.status_code in {200, 422} and "Words to look for" in person.page.words
    sent = person.post("/search", q=typed)
    assert sent.status_code in {303, 422}
    if sent.status_code == 303:
        assert person.follow(sent).status_code == 200
    assert "Words to look for" in person.page.words


def test_a_pear_is_found_between_signs(given: Any, search: Any) -> None:
    thread = given(factories.thread, "Pear tree", body="A pear tree.")
    for typed in ('"pear"', "pear*", "^pear", "(pear", "pear\x00tree", "🏳️‍🌈 pear", "ＰＥＡＲ", "-pear", "pear & tree"):
        assert found(search(typed)) == [given(factories.opening, thread)], ascii(typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Please type a word or two."),
        ("  \u200b ", "Please type a word or two."),
        ("the and of", "Those words stand in nearly every post."),
        ("🍐 !?", "There is no word in that"),
        ("pear " * 2000, "That is more than we can look for at once."),
    ],
    ids=["nothing", "blank", "only common", "no word", "10,000 characters"],
)
def test_it_says_what_would_help(typed: str, said: str, visit: Any) -> None:
    person = visit()
    assert person.post("/search", q=typed).status_code == 422
    assert said in person.page.words and "There is a problem" in person.page.words
    kept = person.page.form("/search").fields["q"][0]
    assert kept == (typed if typed.strip(" \u200b") else "")


STRANGE = [
    "s=", "s=nonsense", "s=é", "s=" + "A" * 9000, "q=", "q=pear&after=x", "q=pear&after=-1", "s=a&q=pear",
    "q=pear&after=" + "9" * 19, "q=pear&after=" + "9" * 400,
]  # fmt: skip


@pytest.mark.parametrize("address", STRANGE)
def test_an_address_that_nobody_gave_out_leads_to_the_form(address: str, visit: Any) -> None:
    answer = visit().get(f"/search?{address}")
    assert answer.status_code == 200 and "Words to look for" in answer.get_data(as_text=True)
