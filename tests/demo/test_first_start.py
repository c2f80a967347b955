"""What `make run` does on an empty machine: tables, the demo cast, an open door; and the same door the next day."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.engines import child, free_port

ROOT = Path(__file__).resolve().parents[2]


def start(instance):
    """Serve as scripts/run does, until the forum is open; answers with the front page and what was printed."""
    log, port = instance.with_suffix(".log"), free_port()
    environment = {**os.environ, "FORUM_PREPARE": "1", "FORUM_LIMITS": "off", "WEB_CONCURRENCY": "1"}
    environment |= {"PORT": str(port), "FORUM_INSTANCE_DIR": str(instance)}
    for name in ("FORUM_PUBLIC_URL", "FORUM_DATABASE_URL", "FORUM_REDIS_URL"):
        environment.pop(name, None)
    with log.open("wb") as words:
        running = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "wsgi:app"], cwd=ROOT, env=environment, stdout=words, stderr=words
        )
    try:
        deadline = time.monotonic() + 60
        while "The forum is open" not in log.read_text():
            assert running.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=20) as answer:
            return answer.read().decode(), log.read_text()
    finally:
        child.stop(running, signal.SIGTERM)


@pytest.mark.sqlite_only
def test_the_first_start_brings_the_cast_and_the_second_only_greets(tmp_path):
    page, first = start(tmp_path / "instance")
    assert "has moved in: 12 invented people" in first
    assert "I said go away, and then I listened for the car" in page
    passwords = [line for line in first.splitlines() if line.startswith("  ")]
    page, second = start(tmp_path / "instance")
    assert f"still here, in {tmp_path / 'instance'}" in second
    assert "still here" not in first
    assert set(passwords) <= set(second.splitlines())
    assert "I said go away, and then I listened for the car" in page
