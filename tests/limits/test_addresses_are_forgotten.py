"""Nobody who reads a file, a table, a log or Redis can tell where somebody came from."""

import logging
import os
import re
import stat
from pathlib import Path

import pytest
import redis as redis_client
import time_machine
from flask import request

from forum import limits
from forum.limits import addresses, memory
from tests.limits.knocking import ALLOWED, door, knocks

CANARY = "203.0.113.7"
IN_ANY_FORM = (CANARY.encode(), b"203.0.113", bytes([203, 0, 113, 7]), b"cb0071")


def everything_under(*folders: Path) -> bytes:
    return b"".join(path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file())


def everything_in(redis) -> bytes:
    """Every key of a Redis, and every value as Redis itself would write it to a disk."""
    with redis_client.Redis.from_url(redis.url) as client:
        keys = client.keys("*")
        return b"\n".join([*keys, *(client.dump(key) or b"" for key in keys)])


def assert_no_trace(held: bytes) -> None:
    for form in IN_ANY_FORM:
        assert form not in held


def test_the_address_of_a_caller_is_in_no_file_and_no_log(standard, memory_folder, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    app = door(standard)
    assert 429 in knocks(app, ALLOWED + 2, CANARY)
    held = everything_under(tmp_path, memory_folder)
    assert held, "the counts themselves must be somewhere"
    assert_no_trace(held)
    assert_no_trace(caplog.text.encode())


def test_the_address_of_a_caller_is_not_in_redis(standard, redis, caplog):
    caplog.set_level(logging.DEBUG)
    app = door({**standard, "FORUM_REDIS_URL": redis.url})
    knocks(app, ALLOWED + 2, CANARY)
    held = everything_in(redis)
    assert held.count(b"LIMITS") > 0
    assert_no_trace(held)
    assert_no_trace(caplog.text.encode())


def test_the_forum_itself_leaves_no_trace_of_an_address(make_app, memory_folder, redis, caplog, tmp_path, database):
    """Pages of every kind, refused and accepted, read by somebody whose address we look for afterwards."""
    caplog.set_level(logging.DEBUG)
    app = make_app(FORUM_LIMITS="standard", FORUM_REDIS_URL=redis.url, FORUM_INSTANCE_DIR=str(tmp_path / "instance"))
    client = app.test_client()
    headers = {"X-Forwarded-For": CANARY, "Forwarded": f"for={CANARY}", "X-Real-IP": CANARY}
    given = {"environ_overrides": {"REMOTE_ADDR": CANARY}, "headers": headers}
    seen = b""
    for path in ("/", "/sign-in", "/sign-up", "/nowhere", "/metrics", "/help", "/search?q=rest"):
        seen += client.get(path, **given).data
        seen += client.post(path, data={"username": "mira", "password": "rivers and stones"}, **given).data
    assert seen
    assert_no_trace(seen + caplog.text.encode())
    assert_no_trace(everything_under(tmp_path, memory_folder) + everything_in(redis))


def test_whoever_asks_for_the_address_is_told_nothing(standard):
    app = door(standard)
    seen = {}
    app.before_request(lambda: seen.update(request.environ))
    client = app.test_client()
    names = [name.removeprefix("HTTP_") for name in addresses.TELL_TALES if name.startswith("HTTP_")]
    sent = dict.fromkeys([name.replace("_", "-") for name in names], CANARY)
    sent |= {"X-Forwarded-For": CANARY, "X-Forwarded-Host": CANARY}
    answer = client.get("/knock", headers=sent, environ_overrides={"REMOTE_ADDR": CANARY, "REMOTE_PORT": "4711"})
    assert answer.text == "0.0.0.0"
    assert CANARY not in repr(seen)
    assert "4711" not in repr(seen)


def test_tomorrow_the_same_address_has_another_name(standard):
    app = door(standard)
    with app.app_context(), time_machine.travel("2026-03-04 12:00:00+00:00", tick=False) as clock:
        today = limits.bucket(CANARY)
        assert limits.bucket(CANARY) == today == limits.bucket("203.0.113.200")
        assert limits.member_key("mira") != limits.member_key("noor")
        clock.shift(24 * 3600)
        assert limits.bucket(CANARY) != today


def test_midnight_forgives_nobody(standard):
    app = door(standard)
    with time_machine.travel("2026-03-04 23:57:00+00:00", tick=False) as clock:
        knocks(app, ALLOWED)
        clock.shift(5 * 60)
        assert knocks(app, 1) == [429]
        clock.shift(6 * 60)
        assert knocks(app, 1) == [200]


def test_the_key_of_the_day_lies_in_memory_for_us_alone_and_is_destroyed(standard, memory_folder, tmp_path):
    app = door(standard)
    with time_machine.travel("2026-03-04 23:30:00+00:00", tick=False) as clock:
        knocks(app, 1)
        (path,) = memory_folder.rglob("day-key-2026-03-04")
        key = path.read_bytes()
        assert len(key) == 32
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert memory.in_memory(path)
        assert key not in everything_under(tmp_path)
        clock.shift(3600)
        knocks(app, 1)
        assert path.exists(), "it still counts in the first hour"
        clock.shift(3600)
        with app.app_context():
            limits.forget_what_is_over()
        assert not path.exists()


def test_several_machines_share_redis_s_key_and_redis_forgets_it(standard, redis, monkeypatch, memory_folder):
    buckets = set()
    for machine in ("one", "two"):
        (memory_folder / machine).mkdir()
        monkeypatch.setenv("RUNTIME_DIRECTORY", str(memory_folder / machine))
        app = door({**standard, "FORUM_REDIS_URL": redis.url})
        with app.app_context():
            buckets.add(limits.bucket(CANARY))
    assert len(buckets) == 1
    with redis_client.Redis.from_url(redis.url) as client:
        (name,) = client.keys("forum:day-key-*")
        assert 0 < client.ttl(name) <= 26 * 3600


def test_two_workers_that_start_at_once_agree_on_a_key(tmp_path):
    from forum.limits.day_keys import _keep

    path = tmp_path / "day-key"
    assert _keep(path, b"first") == b"first"
    assert _keep(path, b"second") == b"first"
    assert [found.name for found in tmp_path.iterdir()] == ["day-key"]


def test_another_user_s_leftover_is_not_trusted(standard, memory_folder):
    app = door(standard)
    with app.app_context():
        limits.bucket(CANARY)
    (ours,) = memory_folder.iterdir()
    ours.chmod(0o755)
    instance = Path(standard["FORUM_INSTANCE_DIR"])
    found = memory.folder(instance)
    assert found != ours


def test_a_disk_is_not_taken_for_memory(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\ntmpfs {tmp_path}/in\\040memory tmpfs rw 0 0\n")
    (tmp_path / "in memory" / "deep").mkdir(parents=True)
    assert not memory.in_memory(tmp_path, mounts)
    assert memory.in_memory(tmp_path / "in memory" / "deep", mounts)
    assert not memory.in_memory(tmp_path, tmp_path / "no such list")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "cb0071"),
        ("203.0.113.7:5123", "cb0071"),
        ("::ffff:203.0.113.7", "cb0071"),
        ("2001:db8:7:1::5", "20010db80007"),
        ("[2001:db8:7:1::5]:443", "20010db80007"),
        ("fe80::1%eth0", "fe8000000000"),
        ("", b"unknown".hex()),
        ("unix:", b"unknown".hex()),
        ("<script>", b"unknown".hex()),
    ],
)
def test_a_network_is_a_24_or_a_48(address, network):
    assert addresses.network(address).hex() == network


@pytest.mark.parametrize(
    ("hops", "forwarded", "same_as"),
    [
        ("0", "192.0.2.1", CANARY),  # Nobody is in front of us: what a header says is anybody's word.
        ("1", "192.0.2.1", "192.0.2.1"),
        ("1", "10.9.9.9, 192.0.2.1", "192.0.2.1"),
        ("2", "192.0.2.1, 10.0.0.1", "192.0.2.1"),
        ("2", "10.0.0.1", CANARY),  # Our second proxy was passed by.
    ],
)
def test_only_our_own_proxies_are_believed(standard, hops, forwarded, same_as):
    app = door({**standard, "FORUM_PROXY_HOPS": hops})
    knocks(app, ALLOWED, CANARY, **{"X-Forwarded-For": forwarded})
    assert knocks(door(standard), 1, same_as) == [429]


def test_only_a_program_on_this_machine_with_nobody_between_is_from_this_machine(standard):
    app = door(standard)
    found = []
    app.before_request(lambda: found.append(limits.from_this_machine()))
    knocks(app, 1, "127.0.0.1")
    knocks(app, 1, "::1")
    knocks(app, 1, "127.0.0.1", **{"X-Forwarded-For": "127.0.0.1"})
    knocks(app, 1, CANARY)
    assert found == [True, True, False, False]


def test_the_name_of_a_network_tells_nothing_without_the_key(standard):
    """Every possible network gives a name that depends on the key: two keys, no name in common."""
    from forum.limits.day_keys import DayKeys

    app = door(standard)
    names = []
    for _ in range(2):
        app.extensions["limits"].keys = DayKeys(lambda: None, None)
        with app.app_context():
            names.append({limits.bucket(f"203.0.{third}.7") for third in range(256)})
    assert [len(found) for found in names] == [256, 256]
    assert not names[0] & names[1]
    assert all(re.fullmatch("[0-9a-f]{20}", name) for name in names[0])


def test_nothing_is_left_in_memory_by_a_forum_that_counts_nothing(standard, memory_folder):
    knocks(door({**standard, "FORUM_LIMITS": "off"}), 3)
    door(standard).test_client().get("/knock")
    assert os.listdir(memory_folder) == []
