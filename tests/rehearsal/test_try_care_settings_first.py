"""Before new care settings meet anybody, a host sees what they would have changed: numbers and ids, and not a word."""

import io
import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum import clock
from forum.care.tuning import read
from forum.discussions.models import Post, Thread, Visibility
from forum.rehearsal import queries, replay
from tests import factories
from tests.anonymity.test_no_table_names_the_writer import snapshot

pytestmark = pytest.mark.usefixtures("real_triage", "people")
SECRET = "quincewords"
CALM = f"We planted beans and baked bread with my daughter, and then we went to the park. {SECRET}"
FERRY = f"I bought a new coat and I will take the night ferry. {SECRET}"
BUNGEE = f"We are going to jump off the bridge at the bungee weekend. {SECRET}"
ADVICE = f"You should call her tomorrow and tell her. {SECRET}"
RAISE = "[[raise]]\nlevel = 'high'\nphrases = ['take the night ferry']\n"
HARMLESS = "[[harmless]]\nphrases = ['jump off the bridge at the bungee']\n"


@pytest.fixture
def people(given: Any) -> None:
    for name in ("mira", "tomasz"):
        given(factories.member, name)


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread, f"Beans {SECRET}", body=CALM))


@pytest.fixture
def rehearse(app: Flask, tmp_path: Path) -> Callable[..., Result]:
    """rehearse("high = 1"): the host proposes this and looks; without words they look at what is there."""

    def run(proposed: str | None = None, *options: str) -> Result:
        named: tuple[str, ...] = ()
        if proposed is not None:
            (tmp_path / "proposed.toml").write_text(proposed)
            named = ("--settings", str(tmp_path / "proposed.toml"))
        done: Result = app.test_cli_runner().invoke(args=["care", "rehearse", *named, *options])
        return done

    return run


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that any logger says, down to the finest level."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    root, engine = logging.getLogger(), logging.getLogger("sqlalchemy.engine")
    before = root.level, engine.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield said
    root.removeHandler(handler)
    root.setLevel(before[0])
    engine.setLevel(before[1])


def row(output: str, title: str) -> list[int]:
    """The two numbers of a line: now and then."""
    found = re.search(rf"^ *{re.escape(title)} +(\d+) +(\d+)$", output, re.M)
    assert found, output
    return [int(found[1]), int(found[2])]


def ids(output: str) -> set[str]:
    return set(re.findall(r"^  ([a-z2-9]{16})$", output, re.M))


@pytest.mark.parametrize("sealed", [False, True], ids=["signed", "sealed"])
def test_a_phrase_that_would_call_somebody_is_counted_and_its_post_named(
    given: Any, thread: str, rehearse: Callable[..., Result], sealed: bool
) -> None:
    post = given(factories.reply, thread, by="tomasz", body=FERRY, anonymous=sealed)
    done = rehearse(RAISE)
    assert done.exit_code == 0, done.output
    assert "that others can read: 2, 1 of them replies." in done.output
    assert row(done.output, "high") == [0, 1] and row(done.output, "nothing found") == [2, 1]
    assert "nothing found → high: 1" in done.output and ids(done.output) == {post}
    assert "7.0 times more a week: 7.0, not 0.0." in done.output, "a forum of one day"


def test_a_harmless_phrase_would_call_fewer(given: Any, thread: str, rehearse: Callable[..., Result]) -> None:
    post = given(factories.reply, thread, by="tomasz", body=BUNGEE)
    done = rehearse(HARMLESS)
    assert row(done.output, "high") == [1, 0] and "high → nothing found: 1" in done.output
    assert "7.0 times fewer a week: 0.0, not 7.0." in done.output and ids(done.output) == {post}


def test_no_word_title_or_name_is_shown_or_logged_and_nothing_is_written(
    given: Any, rows: Any, thread: str, rehearse: Callable[..., Result], log: io.StringIO
) -> None:
    for body in (FERRY, BUNGEE, ADVICE):
        given(factories.reply, thread, by="tomasz", body=body)
        given(factories.reply, thread, by="tomasz", body=body, anonymous=True)
    with rows() as session:
        before = snapshot(session)
        named = select(Post).options(joinedload(Post.account), joinedload(Post.pseudonym))
        names = {name for post in session.scalars(named) for name in (post.byline, post.thread_id)}
    done = rehearse(RAISE + HARMLESS)
    assert done.exit_code == 0 and len(ids(done.output)) == 4, done.output
    with rows() as session:
        assert snapshot(session) == before
    said = done.output + done.stderr + log.getvalue()
    for word in (SECRET, "ferry", "bridge", "Beans", "tomasz", "mira", *names):
        assert word not in said, word


def test_it_only_asks_the_database_and_takes_no_writers_place(
    given: Any, thread: str, rehearse: Callable[..., Result], count_queries: Any
) -> None:
    with count_queries() as seen:
        assert rehearse(RAISE).exit_code == 0
    asked = [statement.split(maxsplit=1)[0].upper() for statement in seen]
    assert set(asked) <= {"SELECT", "BEGIN", "PRAGMA", "SHOW"} and "SELECT" in asked
    assert "BEGIN IMMEDIATE" not in [statement.upper() for statement in seen]


def test_a_fault_in_reading_a_post_names_its_id_and_not_its_words(
    thread: str, rehearse: Callable[..., Result], log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(text: str, *_: Any) -> None:
        raise ValueError(f"cannot read {text}")

    monkeypatch.setattr(replay.suggestions, "suggest", fail)
    done = rehearse(RAISE)
    assert done.exit_code == 1 and "could not be read (ValueError)" in done.output
    assert SECRET not in done.output + done.stderr + log.getvalue()


def test_the_coach_would_have_said_less(given: Any, thread: str, rehearse: Callable[..., Result]) -> None:
    given(factories.reply, thread, by="tomasz", body=ADVICE)
    assert row(rehearse("quiet = ['advice']").output, "advice") == [1, 0]


def test_nobody_is_nudged_in_a_thread_of_their_own_or_in_danger(
    given: Any, thread: str, rehearse: Callable[..., Result]
) -> None:
    given(factories.reply, thread, by="mira", body=ADVICE)
    given(factories.reply, thread, by="tomasz", body=f"{ADVICE} I want to die. I want to kill myself.")
    sealed = given(factories.thread, by="mira", body=CALM, anonymous=True)
    given(factories.reply, sealed, by="mira", body=ADVICE, anonymous=True)
    done = rehearse("nudge = 0.0")
    assert "thought about a reply" not in done.output and "4" in done.output


def test_only_a_first_reply_may_seem_unheard(given: Any, thread: str, rehearse: Callable[..., Result]) -> None:
    cold = (
        "We went to the coast that summer and ate chips in the rain. Then the car broke down outside a small town "
        "and we walked home along the canal."
    )
    for _ in range(3):
        given(factories.reply, thread, by="tomasz", body=cold)
    assert row(rehearse("quiet = ['unheard']").output, "unheard") == [1, 0]


def test_content_notes_that_fit_are_counted(given: Any, rehearse: Callable[..., Result]) -> None:
    given(factories.thread, body=f"I am an alcoholic and I relapsed. {SECRET}")
    assert row(rehearse("quiet = ['substance']").output, "substance") == [1, 0]


def test_what_others_cannot_read_is_left_out(
    given: Any, rows: Any, thread: str, rehearse: Callable[..., Result]
) -> None:
    gone = [given(factories.reply, thread, by="tomasz", body=FERRY) for _ in range(2)]
    hidden = given(factories.thread, body=CALM)
    given(factories.reply, hidden, by="tomasz", body=FERRY)
    with rows() as session:
        for post, state in zip(gone, (Visibility.HELD, Visibility.REMOVED), strict=True):
            session.get_one(Post, post).visibility = state
        session.get_one(Thread, hidden).visibility = Visibility.HIDDEN
        session.commit()
    assert "that others can read: 1, 0 of them" in rehearse(RAISE).output


def test_only_the_days_that_were_asked_for_are_read(given: Any, rehearse: Callable[..., Result]) -> None:
    with clock.at(clock.now() - timedelta(days=40)):
        old = given(factories.thread, body=CALM)
        given(factories.reply, old, by="tomasz", body=FERRY)
    recent = given(factories.reply, old, by="tomasz", body=FERRY)
    done = rehearse(RAISE)
    assert "others can read: 1, 1 of them" in done.output and ids(done.output) == {recent}
    assert "0.2 times more a week" in done.output, "one in thirty days"
    assert "others can read: 3" in rehearse(RAISE, "--days", "60").output


def test_a_language_that_is_not_known_is_told_apart(given: Any, rehearse: Callable[..., Result]) -> None:
    given(factories.thread, "Hola", body="Hoy planté judías en la ventana y mi hermana me llamó esta tarde.")
    given(factories.thread, "Hola", body="Estoy muy cansada, ya no quiero vivir, y no puedo con la vida que tengo.")
    done = rehearse("[[raise]]\nlevel = 'imminent'\nphrases = ['ya no quiero vivir']\n")
    assert row(done.output, "not read") == [2, 1] and "not read → imminent: 1" in done.output


def test_a_few_posts_are_named_and_the_others_counted(
    given: Any, thread: str, rehearse: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "BATCH", 2)
    posts = {given(factories.reply, thread, by="tomasz", body=FERRY) for _ in range(5)}
    done = rehearse(RAISE, "--ids", "2")
    assert "nothing found → high: 5" in done.output and "and 3 more (--ids 5)" in done.output
    assert len(ids(done.output)) == 2 and ids(done.output) < posts
    assert ids(rehearse(RAISE, "--ids", "5").output) == posts


def test_it_holds_a_batch_and_no_more(
    given: Any, rows: Any, thread: str, monkeypatch: pytest.MonkeyPatch, count_queries: Any
) -> None:
    for _ in range(7):
        given(factories.reply, thread, by="tomasz", body=CALM)
    monkeypatch.setattr(queries, "BATCH", 3)
    with rows(), count_queries() as seen:
        found = queries.written(clock.now() - timedelta(days=1))
        next(found)
        asked = [statement for statement in seen if statement.startswith("SELECT")]
        assert len(asked) == 2 and all("LIMIT" in one or "posts.id <=" in one for one in asked)
        assert len(list(found)) == 7
    assert not any("accounts" in statement or "pseudonyms" in statement for statement in seen), "no name is loaded"


def test_without_a_file_what_is_there_is_held_against_what_was_shipped(
    app: Flask, given: Any, thread: str, rehearse: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    given(factories.reply, thread, by="tomasz", body=FERRY)
    done = rehearse()
    assert "now:  as shipped\nthen: as shipped\n" in done.output and "Nothing would change." in done.output
    monkeypatch.setitem(app.extensions, "care", read(RAISE))
    assert "nothing found → high: 1" in rehearse().output
    assert "high → nothing found: 1" in rehearse("high = 0.0").output, "against what is in force"


def test_an_empty_forum_has_nothing_to_rehearse_with(rehearse: Callable[..., Result]) -> None:
    done = rehearse(RAISE)
    assert done.exit_code == 0 and "nothing to rehearse with" in done.output


def test_a_bad_proposal_is_named_and_nothing_is_read(
    thread: str, rehearse: Callable[..., Result], count_queries: Any
) -> None:
    with count_queries() as seen:
        done = rehearse("hihg = 1")
    assert done.exit_code == 2 and "proposed.toml: Nothing is called hihg" in done.stderr and not seen


@pytest.mark.parametrize(
    ("proposed", "said"),
    [
        ("high = 0,5", "line 1 (“high = 0,5”) cannot be read. Please write 0.5, with a point and not a comma."),
        (
            '[[raise]]\nlevel = "high"\nphrases = ["ferry ("]',
            "raise, number 1: the phrase “ferry (” has an opening bracket ( that is never closed. Brackets, |, *, ^, $ "
            "and ... have a meaning of their own in a phrase; docs/care.example.toml shows how it is written.",
        ),
        ("high = 0.5", ""),
    ],
)
def test_a_host_is_told_how_to_write_it(app: Flask, tmp_path: Path, proposed: str, said: str) -> None:
    path = tmp_path / "proposed.toml"
    path.write_text(proposed)
    done = app.test_cli_runner().invoke(args=["care", "check", "--settings", str(path)])
    assert done.exit_code == (2 if said else 0)
    assert said in done.stderr if said else "can be used" in done.output
    assert "Traceback" not in done.output
