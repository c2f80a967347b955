"""`make run`: one command, and somebody who has never seen this reads a thread and knows how to sign in."""

import os
import resource
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.engines import free_port

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not (ROOT / ".venv").exists(), reason="it runs from .venv, and there is none")


class Run:
    """scripts/run on a free port, with its own instance folder, as a group of processes of its own."""

    def __init__(self, instance):
        self.port = free_port()
        settings = {"PORT": str(self.port), "FORUM_INSTANCE_DIR": str(instance)}
        self.running = subprocess.Popen(
            [ROOT / "scripts" / "run"],
            env={**{name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""

    def wait_until_open(self):
        """Read what is said until the address has been told."""
        for line in self.running.stdout:
            self.said += line
            if "The forum is open" in line:
                return
        raise AssertionError(f"it ended: {self.said}")

    def stop(self, how):
        """Stop it as a person or the machine would, and say which processes of it are left."""
        self.running.send_signal(how)
        self.said += self.running.communicate(timeout=30)[0]
        return self.left()

    def left(self):
        """The processes that are still there."""
        listed = subprocess.run(["ps", "-o", "pid=", "-s", str(self.running.pid)], capture_output=True, text=True)
        return listed.stdout.split()


def seconds_of_work():
    """What the processes that we started and that have ended took of a processor; a busy machine changes little."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.fixture
def run(tmp_path):
    started = []

    def start():
        started.append(Run(tmp_path / "instance"))
        return started[-1]

    yield start
    for one in started:
        if one.running.poll() is None:
            os.killpg(one.running.pid, signal.SIGKILL)


@pytest.mark.sqlite_only
def test_the_first_start_shows_a_living_forum_and_the_second_is_quick(run):
    first = run()
    first.wait_until_open()
    address = f"http://localhost:{first.port}"
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert answer.status == 200
        assert "/threads/" in answer.read().decode()
    assert address in first.said
    assert "Sam" in first.said
    assert first.stop(signal.SIGTERM) == []

    before = seconds_of_work()
    second = run()
    second.wait_until_open()
    assert "Sam" in second.said
    assert second.stop(signal.SIGTERM) == []
    assert seconds_of_work() - before < 6, "three seconds is the promise, on two cores that do nothing else"


@pytest.mark.sqlite_only
@pytest.mark.parametrize("stop", ["a service manager", "Ctrl-C, twice"])
def test_it_stops_soon_and_drops_nobody(run, stop):
    here = run()
    here.wait_until_open()
    silent = [socket.create_connection(("127.0.0.1", here.port)) for _ in range(4)]  # as browsers do, to be quick later
    writing = socket.create_connection(("127.0.0.1", here.port), timeout=30)
    writing.sendall(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\nusername=")
    time.sleep(0.5)  # until a thread has begun to read it

    asked = time.monotonic()
    if stop == "a service manager":
        here.running.send_signal(signal.SIGTERM)
    else:
        os.killpg(here.running.pid, signal.SIGINT)
        time.sleep(0.2)
        os.killpg(here.running.pid, signal.SIGINT)
    time.sleep(0.2)
    writing.sendall(b"mira.......")
    assert writing.recv(12).startswith(b"HTTP/1.1 ")
    here.running.communicate(timeout=30)
    took = time.monotonic() - asked
    assert here.left() == []
    crowd = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert took < 4 * crowd, "under two seconds on a machine that does nothing else"
    for one in (*silent, writing):
        one.close()


@pytest.mark.sqlite_only
def test_the_worker_stops_however_often_it_is_asked(make_app, database, tmp_path):
    make_app()  # So that a migrated database can be copied.
    settings = {
        "FORUM_INSTANCE_DIR": str(tmp_path / "instance"),
        "FORUM_DATABASE_URL": database.migrated(lambda url: None),
        "FORUM_LOG_LEVEL": "warning",
    }
    working = subprocess.Popen(
        [ROOT / ".venv" / "bin" / "flask", "--app", "wsgi", "work"], cwd=ROOT, env={**os.environ, **settings}
    )
    try:
        while not listens_for(working.pid, signal.SIGTERM):
            assert working.poll() is None
            time.sleep(0.05)
        for _ in range(200):  # One comes in the middle of another.
            working.send_signal(signal.SIGTERM)
        assert working.wait(timeout=30) == 0
    finally:
        working.kill()


def listens_for(pid, sign):
    """Whether a process has said what it does on this signal."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught, 16) >> (sign - 1) & 1)


@pytest.mark.sqlite_only
def test_a_taken_port_is_said_at_once(run, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr("tests.serving.test_one_command_starts_it.free_port", lambda: taken.getsockname()[1])
        refused = run()
        said, _ = refused.running.communicate(timeout=30)
    assert refused.running.returncode == 1
    assert "PORT=9000 make run" in said
