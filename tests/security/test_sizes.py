"""Enormous, broken and crooked requests get a plain no from the real server, which goes on as if nothing had been."""

import gzip
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.engines import child, free_port

pytestmark = pytest.mark.sqlite_only
ROOT = Path(__file__).resolve().parents[2]
HOST = b"Host: localhost\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
CLOSE = b"Connection: close\r\n"
MEGABYTE = 1_000_000


@dataclass
class Server:
    """The server as hosts run it: one worker, so that its memory can be watched."""

    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def say(self, *parts: bytes, seconds: float = 20) -> bytes:
        """Send the parts and return all that comes back until the server closes, or `seconds` are over."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            with suppress(BrokenPipeError, ConnectionResetError):  # It may say no before it has heard everything.
                for part in parts:
                    connection.sendall(part)
            got = b""
            with suppress(TimeoutError, ConnectionResetError):
                while more := connection.recv(65536):
                    got += more
            return got

    def ask(self, path: str = "/healthz") -> int:
        """A normal request of somebody else."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": "localhost"})
        status = connection.getresponse().status
        connection.close()
        return status

    def memory(self) -> int:
        """What the server's processes hold, in bytes."""
        pids = [self.process.pid, *self._children(self.process.pid)]
        return sum(int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) for pid in pids) * 1024

    @staticmethod
    def _children(pid: int) -> list[int]:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture(scope="module")
def server(make_app: Callable[..., Any], database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    make_app()  # So that a migrated database can be copied.
    folder = tmp_path_factory.mktemp("server")
    log, port = folder / "log", free_port()
    environment = {
        **os.environ,
        "PORT": str(port),
        "FORUM_INSTANCE_DIR": str(folder / "instance"),
        "FORUM_DATABASE_URL": database.migrated(lambda url: None),
        "FORUM_LIMITS": "off",
        "WEB_CONCURRENCY": "1",
    }
    with log.open("wb") as words:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "wsgi:app"], cwd=ROOT, env=environment, stdout=words, stderr=words
        )
    deadline = time.monotonic() + 30
    while socket.socket().connect_ex(("127.0.0.1", port)):
        assert process.poll() is None and time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
    made = Server(port, log, process)
    for path in ("/healthz", "/", "/help?country=GB", "/sign-in"):
        assert made.ask(path) == 200
    yield made
    child.stop(process, signal.SIGTERM)
