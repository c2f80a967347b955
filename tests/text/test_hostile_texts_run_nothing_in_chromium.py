"""In a real browser our hostile texts run nothing once cleaned; uncleaned they do, as the control shows."""

import pytest
from playwright.sync_api import Browser

from forum.text import render
from forum.web.answers import HEADERS
from tests.browser_payloads import BARE_HOME, fired_raw, see_cleaned, tally, watching
from tests.payloads.hostile import HOSTILE

CLEANED = [render(payload.text) for payload in HOSTILE]


def test_there_are_enough_of_them_and_each_is_another() -> None:
    assert len(HOSTILE) >= 60
    assert len({payload.id for payload in HOSTILE}) == len({payload.text for payload in HOSTILE}) == len(HOSTILE)


def test_uncleaned_every_live_one_runs(browsers: Browser) -> None:
    with watching(browsers, BARE_HOME) as watch:
        fired = fired_raw(watch, HOSTILE)
    assert {payload.id for payload in HOSTILE if payload.live} - fired == set()


@pytest.mark.parametrize("csp", [True, False], ids=["with the policy", "with the policy bypassed"])
def test_cleaned_they_run_fetch_and_leave_nothing(browsers: Browser, csp: bool) -> None:
    with watching(browsers, BARE_HOME, csp=csp) as watch:
        watch.headers = dict(HEADERS) if csp else {}
        assert see_cleaned(watch, CLEANED) == []


def test_the_policy_alone_lets_nothing_run(browsers: Browser) -> None:
    policy = HEADERS["Content-Security-Policy"].replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    with watching(browsers, BARE_HOME) as watch:
        watch.headers = {"Content-Security-Policy": policy}
        assert fired_raw(watch, HOSTILE, patience=2) == set()
    assert "violation" in tally(watch.seen)
