"""The card beside hard words: who is on it, in which country, and how much of it there is."""

import pytest

from forum.care import resources
from forum.care.lines import Kind
from forum.care.near import MOST, near
from forum.care.signals import Risk

COUNTRIES = sorted(resources.book().countries)


def test_nothing_stands_beside_words_in_which_nothing_was_noticed() -> None:
    assert near(Risk.NONE, "GB") is None


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("risk", [Risk.HIGH, Risk.IMMINENT])
def test_every_country_has_somebody_to_reach(risk: Risk, country: str) -> None:
    card = near(risk, country)
    found = resources.lines_for(country)
    assert card is not None and not card.quiet and card.country == country
    assert card.lines and len(card.lines) <= MOST and len(set(card.lines)) == len(card.lines)
    assert all(line.published for line in (*card.lines, *card.at_once))
    general = [line for line in found.lines if line.for_everyone]
    assert len(card.lines) >= min(2, len(general))
    assert bool(card.at_once) == bool(found.emergency and (risk is Risk.IMMINENT or not found.lines))
    if any(line.phone for line in general):
        assert card.lines[0].phone, "a voice first"
    if any(line.text_to or line.chat for line in general):
        assert any(line.text_to or line.chat for line in card.lines), "and a way that needs none"


@pytest.mark.parametrize("country", [*COUNTRIES, None, "XX"])
def test_a_concern_is_one_line_or_a_way_to_find_one(country: str | None) -> None:
    card = near(Risk.CONCERN, country)
    assert card is not None and card.quiet and len(card.lines) <= 1 and not card.at_once


@pytest.mark.parametrize("country", [None, "XX", ""])
def test_without_a_country_the_directory_of_all_countries_stands_in(country: str | None) -> None:
    card = near(Risk.HIGH, country)
    assert card is not None and card.country is None and not card.at_once
    assert [line.kind for line in card.lines] == [Kind.DIRECTORY]


@pytest.mark.parametrize("country", [*COUNTRIES, None])
def test_only_what_cannot_wait_is_firm(country: str | None) -> None:
    cards = {risk: near(risk, country) for risk in Risk}
    assert [risk for risk, card in cards.items() if card and card.firm] == [Risk.IMMINENT]
