"""Who does too much at once waits a little; everybody else goes on; several workers count as one."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import time_machine

from forum import limits
from forum.limits import memory
from tests.limits.knocking import ALLOWED, door, knocks


def test_the_last_knock_that_is_allowed_counts_and_the_next_waits(standard):
    answers = knocks(door(standard), ALLOWED + 5)
    assert answers == [200] * ALLOWED + [429] * 5


def test_neighbours_share_a_limit_and_strangers_do_not(standard):
    app = door(standard)
    knocks(app, ALLOWED, "198.51.100.20")
    assert knocks(app, 1, "198.51.100.99") == [429]
    assert knocks(app, 1, "198.51.101.20") == [200]
    assert knocks(app, 1, "2001:db8:7::1") == [200]


def test_after_ten_minutes_one_may_knock_again(standard):
    app = door(standard)
    with time_machine.travel("2026-03-04 12:00:00+00:00", tick=False) as clock:
        knocks(app, ALLOWED)
        clock.shift(599)
        assert knocks(app, 1) == [429]
        clock.shift(2)
        assert knocks(app, 1) == [200]


def test_reading_is_never_counted_and_leaves_no_entry(standard, memory_folder):
    app = door(standard)
    client = app.test_client()
    assert {client.get("/knock").status_code for _ in range(ALLOWED + 20)} == {200}
    assert list(memory_folder.rglob("limits.sqlite")) == []


def test_a_host_can_relax_the_limits_or_turn_them_off_on_this_machine(standard):
    assert 429 not in knocks(door({**standard, "FORUM_LIMITS": "relaxed"}), ALLOWED + 30)
    assert 429 not in knocks(door({**standard, "FORUM_LIMITS": "off"}), ALLOWED + 30)


def test_a_person_is_counted_by_a_tag_wherever_they_are(standard):
    app = door(standard)
    with app.app_context():
        assert [limits.take("code", b"mira's tag") for _ in range(11)] == [True] * 10 + [False]
        assert limits.take("code", b"noor's tag")
        assert limits.take("recovery", b"mira's tag")


def test_a_limit_that_stands_in_no_table_is_a_mistake_at_the_start():
    with pytest.raises(KeyError, match="knocking"):
        limits.limit("knocking")


def knock_from_processes(settings, processes, times):
    """Several processes knock at the same moment; the statuses of all of them."""
    start = time.time() + 2.5
    command = [sys.executable, "-m", "tests.limits.knocking", str(start), str(times)]
    running = [
        subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    said = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0] * processes
    return [int(status) for words in said for status in words.split()]


def test_four_workers_allow_exactly_as_much_as_one(standard):
    answers = knock_from_processes(standard, processes=4, times=60)
    assert (answers.count(200), answers.count(429)) == (ALLOWED, 240 - ALLOWED)


def test_four_workers_with_redis_allow_exactly_as_much_as_one(standard, redis):
    answers = knock_from_processes({**standard, "FORUM_REDIS_URL": redis.url}, processes=4, times=60)
    assert (answers.count(200), answers.count(429)) == (ALLOWED, 240 - ALLOWED)


def test_a_restarted_forum_remembers_what_was_done_before(standard):
    knocks(door(standard), ALLOWED)
    assert knocks(door(standard), 1) == [429]


def test_a_torn_file_is_made_anew(standard, memory_folder):
    knocks(door(standard), 1)
    (file,) = memory_folder.rglob("limits.sqlite")
    file.write_bytes(b"no database at all, whatever wrote it" * 100)
    assert knocks(door(standard), ALLOWED + 1) == [200] * ALLOWED + [429]


def test_where_no_file_can_be_written_the_limit_still_holds(standard, memory_folder):
    app = door(standard)
    folder = memory.folder(Path(standard["FORUM_INSTANCE_DIR"]))
    (folder / "limits.sqlite").mkdir()
    assert knocks(app, ALLOWED + 1) == [200] * ALLOWED + [429]


def test_what_is_over_is_swept_away(standard, memory_folder):
    app = door(standard)
    with time_machine.travel("2026-03-04 12:00:00+00:00", tick=False) as clock, app.app_context():
        knocks(app, 30)
        clock.shift(601)
        limits.forget_what_is_over()
        tally = app.extensions["limits"].tallies
        assert tally.ask(lambda place: place.reset()) == 0
