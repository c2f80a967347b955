"""A host's care.toml: read once at the start, tried, and then with every text; with a mistake in it nothing starts."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from forum.care.tuning import AS_SHIPPED
from forum.config import BadSetting
from forum.db import db
from forum.moderation.models import Danger, Kind
from tests import factories
from tests.moderation import desk
from tests.posting.writing import led_to

ROOT = Path(__file__).resolve().parents[2]
FERRY = "I bought a new coat and I will take the night ferry."
RAISE = "[[raise]]\nlevel = 'high'\nwhy = 'Our word for it.'\nphrases = ['take the night ferry']\n"

NUMBER = "high is a number from -1 to 1, without quotes, like high = 0.5."


@pytest.fixture
def app(make_app: Callable[..., Flask], database: Any, tmp_path: Path) -> Any:
    """A forum whose host has words of their own, and keeps advice and notes about drink quiet."""
    (tmp_path / "care.toml").write_text("quiet = ['advice', 'substance']\n" + RAISE)
    made = make_app(FORUM_INSTANCE_DIR=str(tmp_path))
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def flask(folder: Path, *words: str) -> Any:
    environment = {**os.environ, "FORUM_INSTANCE_DIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60)


BAD = {
    "high = 0.1\nhigh = \n": "line 2",
    "hihg = 1": "Nothing is called hihg",
    "high = nan": NUMBER,
    "[[harmless]]\nphrases = ['want to die']": "nobody would be called for “I want to die.”",
}


@pytest.mark.parametrize("content", BAD)
def test_with_a_mistake_it_does_not_start_and_names_file_and_line(
    make_app: Callable[..., Flask], tmp_path: Path, content: str
) -> None:
    (tmp_path / "care.toml").write_text(content)
    with pytest.raises(BadSetting) as refused:
        make_app("sqlite://", FORUM_INSTANCE_DIR=str(tmp_path))
    assert str(refused.value).startswith(f"{tmp_path / 'care.toml'}: ") and BAD[content] in str(refused.value)
    assert refused.value.code == 2


def test_a_link_that_leads_nowhere_is_a_mistake_too(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    (tmp_path / "care.toml").symlink_to(tmp_path / "nowhere.toml")
    with pytest.raises(BadSetting, match="cannot be read"):
        make_app("sqlite://", FORUM_INSTANCE_DIR=str(tmp_path))


def test_the_command_says_the_same_as_the_start(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "care.toml").write_text("high = nan")
    done = flask(tmp_path / "instance", "care", "check")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert done.stderr.strip() == f"{tmp_path / 'instance' / 'care.toml'}: {NUMBER}"


def test_the_server_says_it_once_before_any_worker_tries(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "care.toml").write_text("high = nan")
    environment = {**os.environ, "FORUM_INSTANCE_DIR": str(tmp_path / "instance"), "FORUM_BIND": f"unix:{tmp_path}/s"}
    command = [sys.executable, "-m", "gunicorn", "wsgi:app"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60)
    assert done.returncode == 2 and done.stderr.count(NUMBER) == 1


def test_a_proposed_file_is_checked_without_being_put_in_force(app: Flask, tmp_path: Path) -> None:
    proposed = tmp_path / "proposed.toml"
    check = lambda: app.test_cli_runner().invoke(args=["care", "check", "--settings", str(proposed)])  # noqa: E731
    proposed.write_text("high = -0.5\n" + RAISE)
    done = check()
    assert done.exit_code == 0 and "can be used. high -0.5; phrases that raise: 1; harmless ones: 0." in done.output
    proposed.write_text("high = 7")
    done = check()
    assert done.exit_code == 2 and done.stderr == f"{proposed}: {NUMBER}\n"
    proposed.unlink()
    assert check().exit_code == 2


def test_the_file_in_force_is_checked_by_its_place(app: Flask, tmp_path: Path) -> None:
    check = app.test_cli_runner().invoke
    assert "quiet: advice, substance." in check(args=["care", "check"]).output
    (tmp_path / "care.toml").unlink()
    assert "as it was shipped" in check(args=["care", "check"]).output


def test_a_phrase_of_the_host_calls_moderators_with_the_reason_of_the_host(
    app: Flask, given: Any, visit: Any, rows: Any, real_triage: None
) -> None:
    given(desk.cast)
    thread = given(factories.thread, by="sam")
    post = led_to(visit("mira").post(f"/threads/{thread}/reply", body=FERRY, anonymous="y"))
    with rows() as session:
        (item,) = desk.items(session, kind=Kind.TRIAGE, post_id=post)
        assert item.reason == Danger.HIGH
    sam = visit("sam")
    sam.get(f"/moderation/items/{item.id}")
    assert "Our word for it." in sam.page.words and '<mark class="sign">take the night ferry' in sam.page.html


def test_what_is_kept_quiet_is_not_said(app: Flask, given: Any, visit: Any) -> None:
    given(desk.cast)
    thread = given(factories.thread, by="sam", body="My sister forgot to ring, and I feel so ashamed. What say you?")
    advice = "That sounds so lonely, and I am sorry. You should call her tomorrow and tell her."
    said = visit("mira").post(f"/threads/{thread}/reply", body=advice, then="coach", coach="live")
    assert said.status_code == 200 and "<section" not in said.get_data(as_text=True)
    drunk = "I am an alcoholic and I relapsed. I drank the whole bottle of vodka."
    said = visit("mira").post("/threads/new", title="A title", body=drunk, room="nights", then="coach", coach="live")
    assert "substance" not in said.get_data(as_text=True)


def test_a_search_for_a_phrase_of_the_host_brings_help_first(app: Flask, given: Any, visit: Any) -> None:
    given(desk.cast)
    mira = visit("mira")
    mira.get("/search")
    mira.follow(mira.post("/search", q="take the night ferry"))
    assert 'id="help-first"' in mira.page.html


def test_without_a_file_everything_is_as_shipped(make_app: Callable[..., Flask]) -> None:
    assert make_app("sqlite://").extensions["care"] == AS_SHIPPED
