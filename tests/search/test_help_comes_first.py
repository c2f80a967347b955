"""Somebody searches for words about dying: ways to reach a person come first, calmly; ways to do it are not listed."""

from typing import Any

import pytest

from forum.care.searches import ASKS, ENDS, HEAVY, SAYINGS, TO_STAY, WAYS, Need, need_of
from forum.preferences import COOKIE, Preferences
from tests import factories
from tests.search.conftest import found

HELP = "you need not be alone with it"
NO_LIST = "We show no list for this search."

ALONE = [
    "how to overdose", "painless way to die", "how to kill myself", "lethal dose", "ways to end my life", "how do I od",
    "What’s the EASIEST way to die??", "methods of suicide", "how many pills to die", "best way to commit suicide",
    "cómo suicidarme", "formas de morir sin dolor", "how\tto\u00a0hang   myself", "h\u00f3w to d\u00ede",
]  # fmt: skip
FIRST = [
    "cutting", "quiero morir", "i want to die", "suicidal", "self-harm", "selfharm", "kms", "overdose", "sh",
    "i don't want to be here anymore", "No quiero vivir", "how to stop cutting myself",
    "my friend wants to kill herself", "lost my son to suicide", "hacerme daño", "how to tell my mum i self harm",
    "everyone would be better off without me",
    "suicidal thoughts how to cope", "goodbye letter",
]  # fmt: skip
NEITHER = [
    "night",
    "the walk",
    "wrote",
    "home",
    "my dad died", "cutting down on drinking", "dying my hair", "killing time", "sleep", "grief", "my cat died",
    "how to sleep", "dead battery how to fix", "end it with him", "panic attack at work", "sertraline dose", "die hard",
    "how do i tell my boss", "sh tter", "borderline", "best doctor", "how to make friends", "i could murder a curry",
]  # fmt: skip


@pytest.mark.parametrize("typed", ALONE)
def test_a_question_for_a_way_gets_help_and_no_list(typed: str, given: Any, search: Any) -> None:
    given(factories.thread, "How to die painless", body=f"{typed} lethal dose overdose cutting")
    page = search(typed)
    assert HELP in page.words and NO_LIST in page.words and found(page) == []


@pytest.mark.parametrize("typed", FIRST)
def test_wanting_to_die_gets_help_above_what_was_found(typed: str, given: Any, search: Any) -> None:
    thread = given(factories.thread, "Found", body=f"Somebody wrote: {typed}.")
    page = search(typed)
    assert found(page) == [given(factories.opening, thread)]
    assert page.html.index('id="help-first"') < page.html.index('id="q"') < page.html.index('id="found"')
    assert NO_LIST not in page.words


@pytest.mark.parametrize("typed", NEITHER)
def test_other_words_are_left_alone(typed: str, search: Any) -> None:
    assert HELP not in search(typed).words


def test_the_lines_are_those_of_the_reader_s_country(visit: Any, search: Any) -> None:
    reader = visit()
    reader.client.set_cookie(COOKIE, str(Preferences(country="GB")))
    page = search("i want to die", person=reader)
    assert "tel:116123" in page.html and "tel:999" in page.html and "More ways to get help" in page.words
    page = search("i want to die")
    assert "call your emergency number" in page.words and "Choose your country" in page.words
    assert any("findahelpline.com" in link for link in page.links)


def test_help_is_there_when_the_search_itself_cannot_be(visit: Any) -> None:
    for typed in ("i want to die " * 200, "how to kill myself " + "x" * 300):
        person = visit()
        assert person.post("/search", q=typed).status_code == 422
        assert HELP in person.page.words


def test_help_is_there_while_the_database_is_not(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question for a way touches no table at all."""
    from forum.search import queries

    def down(*_: Any) -> None:
        raise AssertionError("it asked the database")

    monkeypatch.setattr(queries, "find", down)
    assert HELP in visit().get("/search?q=how+to+kill+myself").get_data(as_text=True)


@pytest.mark.parametrize("table", [HEAVY, ASKS, ENDS, WAYS, TO_STAY, SAYINGS])
def test_the_tables_are_written_as_they_are_read(table: str) -> None:
    phrases = [" ".join(phrase.split()) for phrase in table.split(",")]
    assert all(phrase and phrase.isascii() and phrase == phrase.lower() for phrase in phrases)
    assert all(phrase.replace(" ", "").isalnum() for phrase in phrases)
    assert len(set(phrases)) == len(phrases)


def test_every_phrase_of_the_first_table_brings_help() -> None:
    for phrase in HEAVY.split(","):
        assert need_of(f"sometimes {' '.join(phrase.split()).upper()}!") is not Need.NOTHING, phrase
