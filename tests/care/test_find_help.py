"""On the worst night somebody opens the help page; it answers whatever else is broken."""

import csv
import re

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from forum.accounts.models import Account
from forum.care import resources
from forum.db import db
from tests import factories

COUNTRIES = sorted(resources.book().countries)


def preference_of(person):
    kept = person.client.get_cookie("p")
    return kept.value if kept else None


def test_a_visitor_finds_help_without_choosing_anything(visit):
    visitor = visit()
    assert visitor.get("/help").status_code == 200
    assert "Call your emergency number now if" in visitor.page.words
    assert "https://findahelpline.com/" in visitor.page.links
    assert preference_of(visitor) is None


def test_a_country_is_chosen_with_an_ordinary_form_and_remembered_without_a_name(visit):
    visitor = visit()
    visitor.get("/help")
    form = visitor.page.form("/help")
    assert form.method == "get" and not visitor.page.csrf_token
    visitor.get("/help?country=GB")
    assert {"tel:999", "tel:116123", "sms:85258?body=SHOUT"} <= set(visitor.page.links)
    assert preference_of(visitor) == "h-GB"
    visitor.get("/guidelines")
    assert "tel:116123" in visitor.page.links, "the strip on every page shows the country's line"


def test_two_people_of_one_country_have_the_same_cookie(visit):
    one, other = visit(), visit()
    one.get("/help?country=GB")
    other.get("/help?country=gb")
    assert preference_of(one) == preference_of(other)


def test_the_choice_can_be_taken_back(visit):
    visitor = visit()
    visitor.get("/help?country=GB")
    visitor.get("/help?country=")
    assert preference_of(visitor) is None
    assert "tel:116123" not in visitor.page.links


def test_an_unknown_country_is_answered_kindly_and_forgets_nothing(visit):
    visitor = visit()
    visitor.get("/help?country=GB")
    assert visitor.get("/help?country=Atlantis").status_code == 200
    assert "We do not have that country" in visitor.page.words
    assert "Atlantis" not in visitor.page.html
    assert preference_of(visitor) == "h-GB"


def test_the_country_is_never_guessed(visit):
    visitor = visit()
    visitor.get("/help", headers={"Accept-Language": "en-GB,en"}, environ_overrides={"REMOTE_ADDR": "81.2.69.160"})
    assert "tel:116123" not in visitor.page.links
    assert "Choose your country" in visitor.page.words


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_country_sees_all_of_its_lines_no_other_and_none_that_are_unsure(visit, country):
    visitor = visit()
    answer = visitor.get(f"/help?country={country}")
    found = resources.lines_for(country)
    for line in (*found.emergency, *found.lines):
        assert line.service in visitor.page.words
        assert not line.tel or line.tel in visitor.page.links
        told = line.seen if found.unconfirmed else line.checked
        assert line.kind == "emergency" or told in visitor.page.words
    dialled = {link for link in visitor.page.links if link.startswith("tel:")}
    assert dialled == {line.tel for line in (*found.emergency, *found.lines) if line.tel}
    assert len(answer.data) < 20_000


def test_a_country_without_a_sure_line_says_so_and_leads_on(visit):
    visitor = visit()
    visitor.get("/help?country=DK")
    assert "A wrong number would be worse than none" in visitor.page.words
    assert {"tel:112", "https://findahelpline.com/"} <= set(visitor.page.links)


@pytest.mark.parametrize(
    "words",
    [
        "If nobody answers",
        "What happens when you call",
        "If you are worried about somebody else",
        "Leaving this site quickly",
        "What it cannot do",
    ],
)
def test_the_page_says_what_else_a_person_needs_to_know(visit, words):
    visitor = visit()
    visitor.get("/help")
    assert words in visitor.page.words


def test_every_way_out_is_a_plain_link_that_tells_nobody_where_it_came_from(visit):
    visitor = visit()
    answer = visitor.get("/help?country=GB")
    leaving = re.findall(r'<a [^>]*href="(?:https|tel|sms|mailto):[^>]*>', visitor.page.html)
    assert len(leaving) > 8
    assert all("noreferrer" in link for link in leaving)
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.fixture
def mira(given):
    return given(factories.member, "mira")


@pytest.fixture
def broken_database(app):
    """Every question to the database fails, as when its disk or its server is gone."""
    with app.app_context():
        engine = db.engine

    def fail(*_anything):
        raise OperationalError("", {}, Exception("gone"))

    event.listen(engine, "before_cursor_execute", fail)
    yield
    event.remove(engine, "before_cursor_execute", fail)


@pytest.mark.parametrize("path", ["/help?country=GB", "/guidelines", "/guidelines/easy", "/content-notes"])
def test_help_answers_visitors_and_members_while_the_database_is_down(visit, mira, request, path):
    member = visit("mira")
    request.getfixturevalue("broken_database")
    assert visit().get(path).status_code == 200
    assert member.get(path).status_code == 200
    member.get("/help?country=GB")
    assert "tel:116123" in member.page.links


def test_no_page_of_care_asks_the_database_anything_for_a_visitor(visit, count_queries):
    visitor = visit()
    with count_queries() as asked:
        for path in ("/help?country=GB", "/guidelines", "/guidelines/easy", "/content-notes"):
            visitor.get(path)
    assert asked == []


def test_a_members_choice_on_the_help_page_goes_before_the_one_in_the_settings(visit, mira, given):
    def in_germany():
        db.session.scalars(db.select(Account)).one().preferences = "h-DE"

    given(in_germany)
    member = visit("mira")
    member.get("/guidelines")
    assert "tel:08001110111" in member.page.links
    member.get("/help?country=GB")
    member.get("/guidelines")
    assert "tel:116123" in member.page.links


def test_visitors_may_keep_the_page_and_members_may_not(visit, mira):
    assert visit().get("/help").headers["Cache-Control"] == "no-cache"
    assert visit("mira").get("/help").headers["Cache-Control"] == "no-store"


def test_a_hosts_own_file_takes_the_place_of_ours(make_app, tmp_path):
    own = resources.SHIPPED_FILE.read_text(encoding="utf-8").replace("Samaritans,everyone", "Our own line,everyone")
    (tmp_path / "helplines.csv").write_text(own, encoding="utf-8")
    try:
        app = make_app(FORUM_INSTANCE_DIR=str(tmp_path))
        assert "Our own line" in app.test_client().get("/help?country=GB").get_data(as_text=True)
    finally:
        resources.use(resources.SHIPPED_FILE)


def test_that_nobody_confirmed_a_line_is_said_once_for_the_list_and_at_lines_only_where_they_differ(make_app, tmp_path):
    """GB has several lines. None is confirmed as shipped; then the host signs for one, then for all."""
    of_gb = [line.id for line in resources.lines_for("GB").lines]
    assert len(of_gb) > 2
    with resources.SHIPPED_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for signed, waiting, told_once in ((0, 1, True), (1, len(of_gb) - 1, False), (len(of_gb), 0, False)):
        for row in rows:
            if row["id"] in of_gb[:signed]:
                row.update(verified_by="Ada", verified_on="2026-11-03")
        with (tmp_path / "helplines.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        resources._read.cache_clear()
        try:
            app = make_app(FORUM_INSTANCE_DIR=str(tmp_path))
            page = app.test_client().get("/help?country=GB").get_data(as_text=True)
        finally:
            resources.use(resources.SHIPPED_FILE)
        assert page.lower().count("not yet confirmed by this site") == waiting, signed
        assert ("They are not yet confirmed by this site" in page) is told_once
        assert page.count("Checked by this site in November 2026.") == signed
        assert "Last seen in a public source in" in page or not waiting, "how old it is stays at each line"


def test_a_hosts_file_with_a_wrong_number_does_not_start(make_app, tmp_path):
    own = resources.SHIPPED_FILE.read_text(encoding="utf-8").replace("tel:116123", "tel:116124", 1)
    (tmp_path / "helplines.csv").write_text(own, encoding="utf-8")
    with pytest.raises(ValueError, match="gb-samaritans"):
        make_app(FORUM_INSTANCE_DIR=str(tmp_path))
    assert resources.book().lines_for("GB").lines[0].tel == "tel:116123"
