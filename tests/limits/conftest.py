"""Settings for a door to knock on, with a memory folder of its own."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

SHARED_MEMORY = Path("/dev/shm")


@pytest.fixture
def memory_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where this machine keeps what must not reach a disk, and nothing of it is left afterwards."""
    if not os.access(SHARED_MEMORY, os.W_OK):
        pytest.skip("this machine has no folder in memory")
    with tempfile.TemporaryDirectory(prefix="forum-test-", dir=SHARED_MEMORY) as folder:
        monkeypatch.setenv("RUNTIME_DIRECTORY", folder)
        yield Path(folder)


@pytest.fixture
def standard(memory_folder: Path, tmp_path: Path) -> dict[str, str]:
    """The settings of an ordinary host without Redis."""
    return {"FORUM_INSTANCE_DIR": str(tmp_path / "instance"), "FORUM_LIMITS": "standard"}
