"""A server process that runs without our privileges and never outlives us, even when we are killed."""

import os
import pwd
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

# Runs in the new process before the server does. The kernel then ends the server when its parent ends.
LEASH = """
import ctypes, os, sys
user, group, parent = map(int, sys.argv[1:4])
if os.geteuid() == 0 and user:
    os.setgroups([]); os.setgid(group); os.setuid(user)
ctypes.CDLL(None).prctl(1, 9)
if os.getppid() != parent:
    sys.exit("the parent was gone before the server began")
os.execv(sys.argv[4], sys.argv[4:])
"""


@dataclass(frozen=True)
class Account:
    """Whom a server runs as: ourselves, or an ordinary user when we are root."""

    user: int
    group: int

    @classmethod
    def unprivileged(cls, *names: str) -> "Account":
        if os.geteuid() != 0:
            return cls(0, 0)
        for name in (*names, "nobody"):
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_uid, entry.pw_gid)
        raise RuntimeError("this machine has no unprivileged user")

    def run(self, *command: object) -> None:
        """Run one command to its end; what it said becomes the error when it fails."""
        drop = {"user": self.user, "group": self.group, "extra_groups": []} if self.user else {}
        done = subprocess.run(
            [str(part) for part in command],
            cwd="/",
            env=plain_environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            **drop,
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stderr[-2000:]}")

    def owns(self, folder: Path) -> None:
        """Hand a folder to this account."""
        if self.user:
            os.chown(folder, self.user, self.group)


def plain_environment() -> dict[str, str]:
    """An environment in which nobody's home or language changes what a server does."""
    return {"PATH": os.environ["PATH"], "HOME": "/", "LC_ALL": "C.UTF-8"}


def start(account: Account, log: Path, *command: object) -> subprocess.Popen[bytes]:
    """Start a server as our own child (no daemon), its words in `log`."""
    leashed = [sys.executable, "-I", "-c", LEASH, account.user, account.group, os.getpid(), *command]
    with log.open("ab") as words:
        return subprocess.Popen(
            [str(part) for part in leashed],
            cwd="/", env=plain_environment(), stdin=subprocess.DEVNULL, stdout=words, stderr=words,
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """Ask a server to end; insist after ten seconds."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
