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
                connection.shutdown(socket.SHUT_WR)
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


def body(words: bytes, *, said: int | None = None, more: bytes = b"", path: bytes = b"/sign-in") -> list[bytes]:
    """A form, as a browser would send it but for what is in it."""
    length = b"Content-Length: %d\r\n" % (len(words) if said is None else said)
    return [b"POST " + path + b" HTTP/1.1\r\n" + HOST + FORM + CLOSE + more + length + b"\r\n", words]


def chunked(*chunks: bytes) -> list[bytes]:
    return [b"POST /sign-in HTTP/1.1\r\n" + HOST + FORM + CLOSE + b"Transfer-Encoding: chunked\r\n\r\n", *chunks]


def page(target: bytes, more: bytes = b"", version: bytes = b"1.1") -> list[bytes]:
    return [b"GET " + target + b" HTTP/" + version + b"\r\n" + HOST + CLOSE + more + b"\r\n"]


FINE = b"%x\r\n%b\r\n" % (65536, b"a" * 65536)
PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
ENORMOUS = {
    "a body of ten megabytes": ({413}, body(b"a" * 10 * MEGABYTE)),
    "a body that says it is a gigabyte": ({413}, body(b"a", said=1000 * MEGABYTE)),
    "ten megabytes in chunks": ({413}, chunked(*[FINE] * 160, b"0\r\n\r\n")),
    "a hundred thousand fields": ({413}, body(b"a=b&" * 100_000)),
    "as many fields of different names": ({413}, body(b"&".join(b"f%d" % one for one in range(250_000)))),
    "the same from a visitor at a member’s door": ({413}, body(b"body=x" + b"&a" * 500_000, path=b"/threads/new")),
    "four thousand parts": (
        {413},
        [
            b"POST /sign-in HTTP/1.1\r\n" + HOST + CLOSE + b"Content-Type: multipart/form-data; boundary=x\r\n",
            b"Content-Length: %d\r\n\r\n" % (len(PART) * 4000 + 7) + PART * 4000 + b"--x--\r\n",
        ],
    ),
    "one line of a megabyte": ({400}, body(b"body=" + b"a" * MEGABYTE)),
    "a small file that unpacks to fifty megabytes": (
        {400},
        body(gzip.compress(b"a" * 50 * MEGABYTE), more=b"Content-Encoding: gzip\r\n"),
    ),
    "a header of ten megabytes": ({400, 431}, page(b"/", b"X-A: " + b"a" * 10 * MEGABYTE + b"\r\n")),
    "three hundred headers": ({400, 431}, page(b"/", b"".join(b"X-%d: a\r\n" % one for one in range(300)))),
    "an address of ten megabytes": ({400, 414}, page(b"/" + b"a" * 10 * MEGABYTE)),
    "a query of seven kilobytes": ({414}, page(b"/?after=" + b"a" * 7_000)),
    "a cookie of twenty kilobytes": ({400, 431}, page(b"/", b"Cookie: s=" + b"a" * 20_000 + b"\r\n")),
    "a cookie of eight kilobytes": ({200}, page(b"/", b"Cookie: s=" + b"a" * 8_000 + b"; p=" + b"t" * 100 + b"\r\n")),
    "a thousand cookies": (
        {200, 400, 431},
        page(b"/", b"Cookie: " + b"; ".join(b"c%d=a" % one for one in range(1000)) + b"\r\n"),
    ),
}
CROOKED = {
    "a chunk of no known size": ({400}, chunked(b"zz\r\nhello\r\n0\r\n\r\n")),
    "a chunk smaller than nothing": ({400}, chunked(b"-5\r\nhello\r\n0\r\n\r\n")),
    "a chunk that breaks off": ({400}, chunked(b"ff\r\nhello")),
    "a body that breaks off": ({400}, body(b"username=mira", said=5_000)),
    "a body longer than it says": ({400}, body(b"a=b" + b"c" * 100, said=3)),
    "a length below nothing": ({400}, body(b"abc", said=-3)),
    "a length that is a word": ({400}, page(b"/", b"Content-Length: three\r\n")),
    "two lengths": ({400}, body(b"abc", more=b"Content-Length: 4\r\n")),
    "a length and chunks": ({400}, body(b"0\r\n\r\nGET /x HTTP/1.1\r\n\r\n", more=b"Transfer-Encoding: chunked\r\n")),
    "an encoding that nobody knows": ({501}, body(b"abc", more=b"Transfer-Encoding: cow\r\n")),
    "two hosts": ({400}, page(b"/", b"Host: elsewhere.example\r\n")),
    "a nought in the address": ({400}, page(b"/thr\0eads")),
    "a nought spelled out": ({404}, page(b"/threads/%00")),
    "a nought in the query": ({200}, page(b"/?after=%00&list=%00")),
    "a nought in a form": ({400}, body(b"username=%00&password=%00&csrf_token=%00")),
    "bytes that are no letters": ({404}, page(b"/threads/%ff%fe?after=%ff%fe")),
    "bytes that are no letters, bare": ({400}, page(b"/threads/\xff\xfe")),
    "a way up": ({404}, page(b"/static/../../etc/passwd")),
    "another way up": ({404}, page(b"/static/x/..%2f..%2f..%2fwsgi.py")),
    "a header over two lines": ({400}, page(b"/", b"X-A: a\r\n b\r\n")),
    "another language": ({400}, [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]),
    "a verb that is none": ({400, 405, 501}, [b"SING / HTTP/1.1\r\n" + HOST + CLOSE + b"\r\n"]),
    "an old browser": ({200}, page(b"/", version=b"1.0")),
}


def answers(heard: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", heard)]


@pytest.mark.parametrize("what", [*ENORMOUS, *CROOKED])
def test_the_server_says_no_and_goes_on(server: Server, what: str) -> None:
    expected, parts = (ENORMOUS | CROOKED)[what]
    began = time.monotonic()
    heard = answers(server.say(*parts))
    assert heard, "the line was cut without a word"
    assert heard[0] in expected
    assert 500 not in heard and 503 not in heard
    assert time.monotonic() - began < 10
    assert server.ask() == 200
    assert "Traceback" not in server.log.read_text() and "failed" not in server.log.read_text()


def test_many_of_them_leave_the_memory_as_it_was(server: Server) -> None:
    for _, parts in ENORMOUS.values():  # What Python keeps for next time is kept now.
        server.say(*parts)
    before = server.memory()
    for _ in range(3):
        for _, parts in ENORMOUS.values():
            server.say(*parts)
    assert server.memory() - before < 20 * MEGABYTE
    assert server.process.poll() is None and server.ask("/help") == 200


def test_requests_in_one_breath_are_answered_in_their_order(server: Server) -> None:
    first, other = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n", b"GET /nothing-here HTTP/1.1\r\n" + HOST + b"\r\n"
    heard = server.say((first + other) * 10, *page(b"/healthz"))
    assert answers(heard) == [200, 404] * 10 + [200]


def test_whoever_pastes_a_diary_gets_it_back(server: Server) -> None:
    """Far too long for a post, and no attack: every word comes back to be shortened."""
    connection = http.client.HTTPConnection("localhost", server.port, timeout=20)

    def send(path: str, cookie: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST" if fields else "GET", path, urlencode(fields) if fields else None, headers)
        answer = connection.getresponse()
        given = (answer.headers["Set-Cookie"] or cookie).partition(";")[0]
        return answer.status, given, answer.read().decode()

    def token(words: str) -> str:
        return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', words)[1]

    _, cookie, words = send("/sign-up", "")
    joined = {"csrf_token": token(words), "username": "mira", "password": "a long walk by the river", "email": ""}
    status, cookie, _ = send("/sign-up", cookie, joined)
    assert status == 303
    status, cookie, words = send("/threads/new", cookie)
    diary = "It was late and nobody was up. " * 1_900 + "The last words."
    status, _, words = send("/threads/new", cookie, {"csrf_token": token(words), "title": "All of it", "body": diary})
    assert status == 422
    assert diary in words
    connection.close()


@pytest.mark.parametrize("beginning", [b"", b"GET / HTTP/1.1\r\n", body(b"", said=1000)[0]], ids=["", "head", "body"])
def test_slow_visitors_let_go_and_everything_is_as_before(server: Server, beginning: bytes) -> None:
    """Two hundred who connect and dawdle. A proxy in front keeps them from everybody (docs/hosting.md); without one
    they hold up the others for as long as they stay, and no longer."""
    slow = [socket.create_connection(("127.0.0.1", server.port), timeout=5) for _ in range(200)]
    before = server.memory()
    for _ in range(3):
        for one in slow:
            with suppress(OSError):
                one.sendall(beginning)
        beginning = b"X-A: a\r\n" if beginning else b""
        time.sleep(0.5)
    for one in slow:
        one.close()
    began = time.monotonic()
    assert server.ask() == 200
    assert time.monotonic() - began < 5
    assert server.memory() - before < 20 * MEGABYTE
    assert "Traceback" not in server.log.read_text()
