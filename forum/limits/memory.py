"""A folder that lies in memory and is ours alone, for what must never reach a disk."""

import hashlib
import os
import stat
from pathlib import Path

MEMORY = {"tmpfs", "ramfs"}


def folder(instance: Path) -> Path | None:
    """This installation's own folder (0700) on a memory file system; None where the machine has none.

    Looked for where the service manager, the session and then the system keep theirs. Every worker of one
    installation finds the same one.
    """
    name = f"forum-{os.geteuid()}-{hashlib.sha256(str(instance).encode()).hexdigest()[:12]}"
    services, sessions = os.environ.get("RUNTIME_DIRECTORY", ""), os.environ.get("XDG_RUNTIME_DIR", "")
    for place in (services.partition(":")[0], sessions, "/dev/shm"):  # noqa: S108
        if place and in_memory(Path(place)):
            made = _make(Path(place) / name)
            if made is not None:
                return made
    return None


def in_memory(place: Path, mounts: Path = Path("/proc/self/mounts")) -> bool:
    """Whether the kernel says that this place lies on a memory file system."""
    try:
        lines = mounts.read_text().splitlines()
        place = place.resolve(strict=True)
    except OSError:
        return False
    kinds = {}
    for line in lines:
        _device, mounted_at, kind, *_ = line.split(" ")
        kinds[Path(mounted_at.replace("\\040", " "))] = kind  # A later mount hides an earlier one.
    for above in (place, *place.parents):
        if above in kinds:
            return kinds[above] in MEMORY
    return False


def _make(path: Path) -> Path | None:
    """Make the folder, or take it when it is ours alone; another user's leftover of that name is left."""
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
    except OSError:
        return None
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077
    return path if ours else None
