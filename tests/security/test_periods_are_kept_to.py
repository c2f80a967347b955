"""How long each thing is kept: the page that members read and the page for hosts say what the code does."""

import re
from datetime import timedelta
from pathlib import Path

from forum import outbox
from forum.accounts import tokens
from forum.accounts.signing_in import WHOLE
from forum.db import db
from forum.moderation.rules import EVIDENCE_KEPT
from forum.posting.models import Submission
from forum.posting.rules import DRAFT_KEPT, SUBMISSION_KEPT
from forum.web import retention

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)

# The numbers in the last column of docs/privacy.md, in their order. The other tables have none.
PERIODS = {
    "sign_ins": [WHOLE["member"] // DAY, WHOLE["team"] // DAY, WHOLE["kept"] // DAY],
    "one_time_tokens": [tokens.CHALLENGE // MINUTE, tokens.RESET // MINUTE, tokens.ADDRESS // HOUR],
    "slots": [DRAFT_KEPT // DAY, 7],
    "submissions": [SUBMISSION_KEPT // DAY],
    "evidence": [EVIDENCE_KEPT // DAY],
    "outbox": [outbox.KEPT // DAY],
}


def test_the_page_for_hosts_names_the_periods_of_the_code():
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|.*\| ([^|]*) \|$", PAGE.read_text(), re.MULTILINE)
    said = {name: cell for names, cell in rows for name in re.findall(r"`(\w+)`", names)}
    assert Submission.__tablename__ in said and set(said) == set(db.metadata.tables)
    for table, cell in said.items():
        assert list(map(int, re.findall(r"\d+", cell))) == PERIODS.get(table, []), (table, cell)


def test_no_one_time_token_works_longer_than_is_said():
    lasting = [tokens.HALF_SIGN_IN, tokens.RESET, tokens.CHALLENGE, tokens.SHOWN_CODES]
    assert all(tokens.CHALLENGE <= period <= tokens.RESET for period in lasting)


def test_the_page_for_members_speaks_of_every_table():
    spoken_of = [table for kind in retention.everything() for table in kind.tables]
    assert sorted(spoken_of) == sorted(db.metadata.tables)


def test_the_page_for_members_names_the_periods_of_the_code(visit):
    page = visit().get("/privacy").text
    for table, numbers in PERIODS.items():
        (kind,) = [kind for kind in retention.everything() if table in kind.tables]
        assert kind.long in page
        said = list(map(int, re.findall(r"\d+", kind.long)))
        assert said == {"evidence": [6], "slots": numbers[:1], "sign_ins": [2, 60]}.get(table, numbers)
    assert EVIDENCE_KEPT // timedelta(days=30) == 6
