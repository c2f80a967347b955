"""The demo is the first thing people read here, so its words keep the rules of the place."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from forum import text
from forum.care import support
from forum.care.warnings import Level, parse_all
from forum.demo import script
from forum.demo.cast import CAST, USERNAMES

NOW = datetime(2026, 3, 1, 0, 30, tzinfo=UTC)
LINES = script.lines()
BY_ID = {line.id: line for line in LINES}
TAKEN_DOWN = {line.id for line in LINES if any(e.facts.get("action") in {"hide", "remove"} for e in line.then)}

NEVER = re.compile(
    r"commit(?:ted)? suicide|\bat least\b|calm down|everything happens for a reason|i know exactly how"
    r"|suffer(?:s|ing)? from|\bcrazy\b|\bpsycho\b|\bschizo\b|attention.seek|others have it worse"
    r"|\bman up\b|just think positive|\boverdos|\bcutting\b|\bcalories\b|\bbmi\b|\bdiet(?:s|ing)?\b"
)


def words_of(line):
    said = [line.body, line.facts.get("title", ""), line.facts.get("earlier", "")]
    for event in line.then:
        said += [str(event.facts.get(key, "")) for key in ("note", "facts", "words")]
    return "\n".join(said)


def test_nobody_says_what_the_guidelines_ask_us_not_to_say():
    assert {line.id: found for line in LINES if (found := NEVER.findall(words_of(line).lower()))} == {}


def test_no_number_stands_where_a_dose_a_weight_or_a_method_could():
    found = {}
    for line in LINES:
        text = re.sub(r"^\d\. ", "", words_of(line), flags=re.MULTILINE)
        for name in USERNAMES:
            text = text.replace(name, "")
        if digits := re.findall(r"\S*\d+\S*", text):
            found[line.id] = digits
    assert found == {}


def test_a_pseudonymous_post_does_not_give_its_writer_away():
    """A username or a signature in the words would undo the seal, and teach a newcomer to do the same."""
    for line in LINES:
        if line.facts.get("anonymous"):
            plain = re.sub(r"[_\d]+", " ", line.by).lower()
            assert not re.search(rf"\b{plain.removeprefix('the ').strip()}\b", line.body.lower()), line.id
            assert not line.body.endswith("M."), line.id


def test_every_writer_is_in_the_cast():
    named = {line.by for line in LINES} | {e.facts["by"] for line in LINES for e in line.then}
    named |= {name for line in LINES for name in line.facts.get("here", [])}
    assert named == USERNAMES
    assert len(CAST) == len(USERNAMES)


def test_nobody_writes_before_they_joined():
    joined = {player.username: player.joined_days_ago for player in CAST}
    for line in LINES:
        assert script.moment(line.when, NOW) >= NOW - timedelta(days=joined[line.by]), line.id


def test_replies_follow_what_they_answer_at_whatever_hour_the_demo_is_loaded():
    for hour in range(24):
        now = NOW + timedelta(hours=hour)
        for thread in {line.thread for line in LINES}:
            times = [script.moment(line.when, now) for line in LINES if line.thread == thread]
            assert times == sorted(times), thread
            assert times[-1] < now
        for line in LINES:
            events = [script.moment(line.when, now), *(script.moment(event.when, now) for event in line.then)]
            assert events == sorted(events), line.id
            assert line.answers is None or BY_ID[line.answers].number < line.number


def test_a_clock_time_too_close_to_now_is_refused():
    with pytest.raises(ValueError, match="two days ago"):
        script.moment("1 day ago at 23:00", NOW)
    with pytest.raises(ValueError, match="not a time"):
        script.moment("last Tuesday", NOW)


def test_every_room_is_used_and_every_thread_has_one():
    slugs = {room["slug"] for room in script.rooms()}
    assert {line.facts["room"] for line in LINES if line.opens} == slugs
    assert not [line.id for line in LINES if not line.opens and "room" in line.facts]


def test_warnings_and_wishes_are_those_of_the_catalogue():
    levels = {True: set(), False: set()}
    for line in LINES:
        for warning in parse_all(line.facts.get("warnings", [])):
            levels[line.opens].add(warning.level)
        support.parse_all(line.facts.get("support", []))
    assert levels[True] == set(Level)
    assert levels[False] >= {Level.DESCRIBED, Level.DETAILED, Level.MENTIONED}


def test_one_long_letter_closes_with_the_question():
    letters = [line for line in LINES if line.opens and 850 <= len(line.body.split()) <= 1000]
    assert len(letters) == 1
    assert letters[0].body.endswith("What say you?")


def test_people_write_short_and_long():
    replies = [len(line.body.split()) for line in LINES if not line.opens]
    assert sum(count <= 12 for count in replies) >= 10
    assert sum(150 <= count <= 260 for count in replies) >= 3
    busiest = max({line.thread for line in LINES}, key=lambda t: sum(line.thread == t for line in LINES))
    assert sum(line.thread == busiest and not line.opens for line in LINES) >= 25


def test_the_only_unkind_words_were_dealt_with():
    """What went wrong in a thread was either mended by its writer or met by a moderator."""
    assert {"07-which-one-it-is/nephews-wife", "16-do-they-all-leave/stop-asking"} == TAKEN_DOWN


def test_markdown_is_used_and_none_of_it_is_left_standing_as_signs():
    pages = {line.id: text.render(line.body) for line in LINES}
    assert {name for name, page in pages.items() if re.search(r"\]\(|\*\w|\w\*|^&gt;", page)} == set()
    for tag in ("<blockquote>", "<ul>", "<ol>", "<em>", "<strong>", "<a href="):
        assert any(tag in page for page in pages.values()), tag
