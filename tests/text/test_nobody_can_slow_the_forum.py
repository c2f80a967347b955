"""A text made to be slow costs less than half a second, and one that is too long costs nothing."""

import time
from collections.abc import Callable

import pytest

from forum.text import MAX_LENGTH, TooLong, clean_source, excerpt, render
from tests.payloads.bombs import BOMBS

HALF_A_SECOND = 0.5
LETTER = "I **really** don't know. _Sorry._\nIt is late.\n\n" * 100
LETTER_COSTS = 0.04  # Seconds that rendering it took where the bound was set, two shared cores, when calm.
SLACK = 2_000  # A short text may be all link, and a link's HTML is longer than its words.


def _cpu_seconds(act: Callable[[], object]) -> float:
    """Processor seconds on a machine to itself: the best of six, beside what a letter costs right now."""
    best = 60.0
    for _ in range(6):
        slowdown = max(1.0, _measured(lambda: render(LETTER)) / LETTER_COSTS)
        best = min(best, _measured(act) / slowdown)
        if best < HALF_A_SECOND:
            break
    return best


def _measured(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


@pytest.mark.parametrize("name", BOMBS)
def test_a_text_made_to_be_slow_is_rendered_quickly(name: str) -> None:
    text = BOMBS[name](MAX_LENGTH)
    assert len(text) == MAX_LENGTH
    if name == "letters that fall apart":
        with pytest.raises(TooLong):
            render(text)
        return
    html: list[str] = []
    assert _cpu_seconds(lambda: html.append(render(text))) < HALF_A_SECOND
    assert _cpu_seconds(lambda: excerpt(text)) < HALF_A_SECOND
    assert len(html[0]) <= 6 * MAX_LENGTH + SLACK


def test_a_text_over_the_cap_is_refused_before_it_is_read() -> None:
    text = "a" * (MAX_LENGTH + 1)
    for act in (clean_source, render, excerpt):
        with pytest.raises(TooLong, match="20,001 characters"):
            act(text)
    huge = "[" * 5_000_000

    def refuse() -> None:
        with pytest.raises(TooLong):
            render(huge)

    assert _cpu_seconds(refuse) < HALF_A_SECOND


def test_the_longest_text_is_taken_even_when_a_browser_sends_two_characters_a_line_break() -> None:
    text = "word\r\n" * 4_000
    assert len(text) > MAX_LENGTH
    assert clean_source(text) == ("word\n" * 4_000).strip()


def test_a_text_that_is_too_long_can_be_given_back_to_be_shortened() -> None:
    text = " " * 100_000 + "a"
    assert clean_source(text, 200_000) == text
    assert _cpu_seconds(lambda: clean_source(text, 200_000)) < HALF_A_SECOND
