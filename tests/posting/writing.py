"""Things that the tests about writing share: a long letter, where a form led, what lies in every table."""

import re
from typing import Any

from werkzeug.test import TestResponse

from forum.anonymity.models import Slot
from forum.db import db

SENTENCE = "I drove home slowly, and I kept the radio off, because every song was about somebody who stays. "
LETTER = "\n\n".join([(SENTENCE * 5).strip()] * 10)  # 900 words in ten paragraphs

assert len(LETTER.split()) == 900


def led_to(answer: TestResponse) -> str:
    """The post that a form became: its id stands at the end of where the answer leads."""
    assert answer.status_code == 303, answer.get_data(as_text=True)[:2000]
    found = re.search(r"#post-([a-z2-9]{16})$", answer.location)
    assert found, answer.location
    return found[1]


def how_many(session: Any) -> dict[str, int]:
    """How many rows lie in each table. Of the places for drafts, those that hold something."""
    tables = {table.name: db.select(db.func.count()).select_from(table) for table in db.metadata.sorted_tables}
    tables["slots"] = tables["slots"].where(db.func.length(Slot.box) > 0)
    return {name: session.scalar(counted) for name, counted in tables.items()}


def everything(session: Any) -> str:
    """Every value of every row, as text; boxes that are locked are noise in it."""
    return "\n".join(
        str(value) for table in db.metadata.sorted_tables for row in session.execute(table.select()) for value in row
    )
