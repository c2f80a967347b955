"""A host asks which numbers somebody should look at before people rely on them."""

import csv
from datetime import timedelta

import pytest

from forum import clock
from forum.care import looked_at, resources


@pytest.fixture
def asked(make_app, tmp_path):
    """The command, and the forum as it stands after a new start, in one instance folder."""

    def ask(*arguments):
        return start().test_cli_runner().invoke(args=["helplines", *arguments]).output

    def start():
        return make_app(FORUM_INSTANCE_DIR=str(tmp_path))

    ask.start = start
    yield ask
    resources.use(resources.SHIPPED_FILE)


def page(asked):
    return asked.start().test_client().get("/help?country=GB").text


def test_every_unconfirmed_number_is_listed_with_where_to_look(asked):
    said = asked()
    for finding in resources.report(clock.now().date()):
        assert finding.line.service in said
    assert "Samaritans: 116 123" in said
    assert "https://www.samaritans.org/" in said
    assert "gb-papyrus" not in said and "PAPYRUS" not in said


def test_a_number_that_somebody_signed_for_is_no_longer_listed(asked, tmp_path):
    with resources.SHIPPED_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    today = clock.now().date().isoformat()
    for row in rows:
        row.update(verified_by="Ada", verified_on=today)
    path = tmp_path / "signed.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert "Every published number has been confirmed" in asked("--file", str(path))


def test_a_host_notes_that_a_line_is_right_and_the_page_says_when(asked):
    assert "(gb-samaritans)" in asked("--country", "gb")
    assert "Checked by this site" not in page(asked)
    today = clock.today()
    assert "Samaritans: 116 123" in asked("--checked", "gb-samaritans")
    assert f"Checked by this site in {today:%B %Y}." in page(asked)
    assert "(gb-samaritans)" not in asked()
    asked("--checked", "gb-shout", "--on", "2026-01-05")
    assert "Checked by this site in January 2026." in page(asked)
    assert f"Checked by this site in {today:%B %Y}." in page(asked), "the first one stays noted"


def test_half_a_year_later_it_is_due_again(asked):
    long_ago = clock.today() - timedelta(days=181)
    asked("--checked", "gb-samaritans", "--on", long_ago.isoformat())
    said = asked("--country", "GB")
    assert "(gb-samaritans)" in said
    assert "due again since" in said


def test_a_number_that_has_changed_since_has_not_been_looked_at(asked, tmp_path):
    asked("--checked", "gb-samaritans")
    own = resources.SHIPPED_FILE.read_text(encoding="utf-8")
    own = own.replace(",116 123,", ",116 124,", 1).replace("tel:116123", "tel:116124", 1)
    (tmp_path / "helplines.csv").write_text(own, encoding="utf-8")
    assert "116 124" in page(asked)
    assert "Checked by this site" not in page(asked)
    assert "(gb-samaritans)" in asked()


@pytest.mark.parametrize("slip", [["gb-samaritan"], ["gb-samaritans", "--on", "2999-01-01"]])
def test_a_slip_notes_nothing(asked, tmp_path, slip):
    assert "Nothing was noted" in asked("--checked", "gb-shout", "--checked", *slip)
    assert not (tmp_path / looked_at.FILE).exists()


def test_a_damaged_note_is_named_at_the_start(asked, tmp_path):
    (tmp_path / looked_at.FILE).write_text("id,checked_on,what\ngb-shout,yesterday,x\n")
    with pytest.raises(ValueError, match=looked_at.FILE):
        asked.start()
