"""The production server: it answers, and its log holds nobody's address, page or words."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.engines import child, free_port

ROOT = Path(__file__).resolve().parents[2]
SOMEBODY = "127.0.0.77"  # also this machine, and unmistakable in a log


@pytest.fixture
def gunicorn(make_app, database, tmp_path):
    """The server as hosts run it, on a free port: (port, its log)."""
    make_app()  # So that a migrated database can be copied.
    port, log = free_port(), tmp_path / "log"
    environment = {
        **os.environ,
        "PORT": str(port),
        "FORUM_INSTANCE_DIR": str(tmp_path / "instance"),
        "FORUM_DATABASE_URL": database.migrated(lambda url: None),
        "FORUM_LIMITS": "off",
        "FORUM_LOG_LEVEL": "debug",
        "WEB_CONCURRENCY": "1",
    }
    with log.open("wb") as words:
        running = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "wsgi:app"], cwd=ROOT, env=environment, stdout=words, stderr=words
        )
    deadline = time.monotonic() + 30
    while socket.socket().connect_ex(("127.0.0.1", port)):
        assert running.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
    yield port, log
    child.stop(running, signal.SIGTERM)


def say(port, words):
    """Send bytes from somebody's address, and return everything that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=60, source_address=(SOMEBODY, 0)) as connection:
        connection.sendall(words)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.sqlite_only
def test_whatever_is_sent_the_log_names_nobody(gunicorn):
    port, log = gunicorn
    fine = say(port, b"GET /help?country=GB HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert fine.startswith(b"HTTP/1.1")
    for path in (b"/threads/q7rsecret", b"/sign-in/reset/q7rsecret"):
        assert b" 404 " in say(port, b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    for unreadable in (
        b"I could not sleep again and\r\n\r\n",
        b"GET /threads/q7rsecret HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nI could not: sleep\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: sleep\r\n\r\n",
        b"GET /" + b"sleep" * 2000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ):
        assert b" 400 " in (answer := say(port, unreadable)) or b" 414 " in answer or b" 505 " in answer
    said = log.read_text()
    assert "could not be read" in said
    for trace in (SOMEBODY, "sleep", "q7rsecret", "country"):
        assert trace not in said


@pytest.mark.sqlite_only
def test_a_setting_that_endangers_people_stops_the_server_and_is_named(tmp_path):
    environment = {
        **os.environ,
        "PORT": str(free_port()),
        "FORUM_INSTANCE_DIR": str(tmp_path / "instance"),
        "FORUM_PUBLIC_URL": "http://forum.example",
    }
    command = [sys.executable, "-m", "gunicorn", "wsgi:app"]
    tried = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert tried.returncode != 0
    assert "https://" in tried.stderr
