"""Someone looks for a number to call tonight, and every number they are given can be dialled."""

import csv
import re
from dataclasses import replace
from datetime import date

import pytest

from forum.care import resources, strip
from forum.care.lines import BadHelpLine, Kind

with resources.SHIPPED_FILE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
COUNTRIES = sorted(resources.book().countries)
LINES = [row for row in ROWS if row["kind"] == "line"]

# Numbers still found in old lists. In 2019 two people died after they had dialled the wrong one.
SUPERSEDED = [
    "08457909090",
    "1850609090",
    "141",
    "199284284",
    "020220060",
    "0800788995",
    "1393",
    "09000113",
    "18002214444",
    "18005990019",
    "18002738255",
]
CALLING_CODES = {
    **{"US": "1", "CA": "1", "IT": "39", "NO": "47", "DK": "45", "FI": "358", "KE": "254", "MX": "52"},
    **{"IN": "91", "PK": "92", "BD": "880", "MY": "60", "HK": "852", "RU": "7"},
}


def digits(written):
    return re.sub(r"\D", "", written)


def of(row):
    return row["id"]


@pytest.mark.parametrize("row", [row for row in ROWS if row["phone"]], ids=of)
def test_every_number_is_one_a_phone_takes_and_its_link_dials_the_same(row):
    assert re.fullmatch(r"[*+(]?\d[\d ()-]*\d", row["phone"])
    dialled = re.sub(r"[ ()-]", "", row["phone"])
    assert re.fullmatch(r"\+?\*?\d{2,14}", dialled)
    linked = row["tel"].removeprefix("tel:")
    if not linked.startswith("+"):
        assert linked == dialled
        return
    code = CALLING_CODES[row["country"]]
    assert linked.startswith(f"+{code}")
    national = digits(row["phone"])
    keeps_its_zero = row["country"] == "IT"
    if dialled.startswith("+") or row["country"] in ("US", "CA"):
        assert linked == f"+{national}"
    else:
        assert linked == f"+{code}{national if keeps_its_zero else national.removeprefix('0')}"


@pytest.mark.parametrize("row", [row for row in ROWS if row["phone"]], ids=of)
def test_a_short_number_is_never_dressed_up_as_an_international_one(row):
    if len(digits(row["phone"])) < 7:
        assert not row["tel"].startswith("tel:+")


@pytest.mark.parametrize("old", SUPERSEDED)
def test_no_number_that_has_been_replaced_stands_anywhere_in_the_file(old):
    for row in ROWS:
        for name in ("phone", "tel", "text_to", "whatsapp"):
            assert digits(row[name]) != old, f"{row['id']}: {name}"
        assert old not in {digits(found) for found in re.findall(r"\d[\d ()-]*\d", row["note"])}, row["id"]


@pytest.mark.parametrize("row", ROWS, ids=of)
def test_every_row_has_its_source_and_nobody_has_signed_for_it_before_looking(row):
    assert row["source"]
    assert bool(row["verified_by"]) == bool(row["verified_on"])


@pytest.mark.parametrize("row", LINES, ids=of)
def test_only_what_is_sure_is_published(row):
    sure = row["number_confidence"] == row["hours_confidence"] == "high"
    assert row["published"] == ("yes" if sure or row["verified_on"] else "no")


@pytest.mark.parametrize("row", [row for row in LINES if row["published"] == "yes"], ids=of)
def test_a_published_line_says_when_and_in_which_language_and_admits_no_doubt(row):
    assert row["hours"] and row["languages"] and row["cost"] and row["audience"]
    words = " ".join(row.values())
    assert "CHECK" not in words and "not confirmed" not in row["hours"]


@pytest.mark.parametrize("row", [row for row in ROWS if row["text_to"]], ids=of)
def test_a_text_message_goes_to_a_number_and_names_its_first_word(row):
    assert re.fullmatch(r"\+?\d[\d ]+", row["text_to"])
    assert re.fullmatch(r"[A-Z]*", row["text_word"])


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_its_emergency_number_and_a_directory(country):
    found = resources.lines_for(country)
    assert found.emergency and found.directories
    assert all(line.phone and line.tel for line in found.emergency)
    assert found.country == country and found.country_name


@pytest.mark.parametrize("country", COUNTRIES)
def test_nothing_unpublished_is_ever_shown(country):
    found = resources.lines_for(country)
    hidden = {row["id"] for row in ROWS if row["published"] != "yes"}
    shown = {line.id for line in (*found.emergency, *found.lines, *found.directories)}
    assert shown and not shown & hidden
    assert all(line.kind is Kind.LINE for line in found.lines)


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_country_with_lines_gives_at_least_two_ways_out_of_the_silence(country):
    """Two routes among voice, text and chat where they exist; the directory is a further one for all."""
    found = resources.lines_for(country)
    routes = [way for line in found.lines for way in (line.tel, line.text_to, line.chat, line.whatsapp) if way]
    known = [row for row in LINES if row["country"] == country and row["published"] == "yes"]
    assert len(routes) + len(found.directories) >= 2
    assert len(found.lines) == len(known)


@pytest.mark.parametrize("country", [None, "", "XX", "ZZ", "<script>", "GBR", "g", "٣٣"])
def test_without_a_known_country_there_is_the_directory_and_no_foreign_number(country):
    found = resources.lines_for(country)
    assert found.country is None and not found.lines and not found.emergency
    assert len(found.directories) == 2


def test_the_country_may_be_typed_small():
    assert resources.lines_for(" gb ").country == "GB"


@pytest.mark.parametrize(
    ("country", "routes"),
    [
        (
            "GB",
            [
                ("Samaritans: call 116 123", "tel:116123"),
                ("Shout: text SHOUT to 85258", "sms:85258?body=SHOUT"),
            ],
        ),
        (
            "NZ",
            [("1737 (Need to talk?): call 1737", "tel:1737"), ("or text 1737", "sms:1737")],
        ),
        ("DK", [("Emergency services: call 112", "tel:112")]),
        (None, []),
        ("XX", []),
    ],
)
def test_the_strip_names_one_voice_and_one_way_that_needs_no_voice(country, routes):
    assert list(strip.help_strip(country).routes) == routes


def test_the_strip_asks_for_a_country_and_never_guesses_one():
    assert strip.help_strip(None).more == "Choose your country"


def test_the_strip_of_a_country_with_two_languages_shows_both():
    assert [route.href for route in strip.help_strip("BE").routes] == ["tel:1813", "tel:080032123"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_strip_is_short_and_never_empty_once_a_country_is_chosen(country):
    routes = strip.help_strip(country).routes
    assert 1 <= len(routes) <= 2
    assert len({route.href for route in routes}) == len(routes)


def test_a_line_that_is_not_always_there_says_so_in_the_strip():
    (first, *_) = strip.help_strip("KE").routes
    assert first.label.endswith("(Monday to Friday, 9:00 to 17:00)")


@pytest.fixture
def samaritans():
    return next(line for line in resources.lines_for("GB").lines if line.id == "gb-samaritans")


def test_the_page_says_how_old_a_number_is_and_that_nobody_here_has_confirmed_it(samaritans):
    assert samaritans.checked == "Last seen in a public source in June 2026. Not yet confirmed by this site."
    assert replace(samaritans, evidence="").checked == "Not yet confirmed by this site."
    assert "in 2022." in replace(samaritans, evidence="2022").checked
    confirmed = replace(samaritans, verified_on=date(2026, 11, 3), verified_by="Ada")
    assert confirmed.checked == "Checked by this site in November 2026."


def test_age_reminds_the_host_and_never_hides_a_number(samaritans):
    old = replace(samaritans, verified_on=date(2020, 1, 1), verified_by="Ada")
    book = resources.Book([old])
    assert book.lines_for("GB").lines == (old,)
    assert [finding.line for finding in book.report(date(2020, 6, 28))] == []
    (finding,) = book.report(date(2020, 6, 29))
    assert "2020-06-29" in finding.why


def test_a_stated_end_comes_before_the_half_year(samaritans):
    book = resources.Book([replace(samaritans, verified_on=date(2026, 1, 1), expires=date(2026, 2, 1))])
    assert book.report(date(2026, 1, 31)) == []
    assert len(book.report(date(2026, 2, 1))) == 1


def test_the_host_is_told_of_every_published_number_that_nobody_confirmed():
    told = {finding.line.id for finding in resources.report(date(2026, 12, 1))}
    published = {row["id"] for row in ROWS if row["published"] == "yes" and row["kind"] != "directory"}
    unsigned = {row["id"] for row in ROWS if not row["verified_on"]}
    assert told == published & unsigned


def test_the_document_for_hosts_counts_right():
    said = (resources.SHIPPED_FILE.parents[2] / "docs" / "help-lines.md").read_text(encoding="utf-8")
    with_lines = [country for country in COUNTRIES if resources.lines_for(country).lines]
    assert f"{len(COUNTRIES)} countries have their emergency number" in said
    assert f"{len(with_lines)} of them have at least one help line" in said
    assert {name for name in ROWS[0] if f"`{name}`" in said} == set(ROWS[0])


GOOD = {
    **dict.fromkeys(ROWS[0], ""),
    **{"id": "xx-one", "kind": "line", "country": "GB", "country_name": "United Kingdom", "service": "One"},
    **{
        "audience": "everyone",
        "phone": "116 123",
        "tel": "tel:116123",
        "source": "a page",
        "published": "yes",
    },
    **{"number_confidence": "high", "hours_confidence": "high", "hours": "always"},
}


def _file(tmp_path, *rows):
    path = tmp_path / "lines.csv"
    with path.open("w", encoding="utf-8", newline="") as made:
        writer = csv.DictWriter(made, list(ROWS[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_sound_file_of_a_hosts_own_is_read(tmp_path):
    assert [line.id for line in resources.load(_file(tmp_path, GOOD)).lines_for("GB").lines] == ["xx-one"]


@pytest.mark.parametrize(
    "slip",
    [
        {"tel": "tel:116124"},
        {"tel": "tel:+44116"},
        {"tel": "tel:+44116123"},
        {"tel": ""},
        {"phone": "ask at the desk"},
        {"phone": ""},
        {"source": ""},
        {"country": "gbr"},
        {"kind": "lines"},
        {"hours_confidence": "medium"},
        {"phone": "", "tel": ""},
        {"chat": "http://example.org"},
        {"url": "javascript:alert(1)"},
        {"verified_on": "yesterday"},
    ],
    ids=str,
)
def test_one_bad_row_refuses_the_whole_file_and_names_itself(tmp_path, slip):
    with pytest.raises(BadHelpLine, match="xx-one"):
        resources.load(_file(tmp_path, {**GOOD, **slip}))


def test_one_id_twice_is_refused(tmp_path):
    with pytest.raises(BadHelpLine, match="twice"):
        resources.load(_file(tmp_path, GOOD, GOOD))
