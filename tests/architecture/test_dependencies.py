"""Few dependencies, each with its reason, each pinned by its hash."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REASONS = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text()
LISTS = ("requirements", "requirements-dev", "requirements-engines")
AT_MOST = 60


def asked_for(name: str) -> list[str]:
    """The packages that a .in file names itself."""
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    return [re.split(r"[\[<>=]", line)[0] for line in lines if line and line[0] not in "#-"]


def pinned(name: str) -> list[str]:
    return re.findall(r"^([a-z0-9_.-]+)(?:\[[a-z,]+\])?==", (ROOT / f"{name}.txt").read_text(), re.M)


@pytest.mark.parametrize("name", LISTS)
def test_every_dependency_has_its_reason_written_down(name):
    assert asked_for(name)
    assert [package for package in asked_for(name) if package not in REASONS] == []


@pytest.mark.parametrize("name", LISTS)
def test_every_package_is_pinned_with_hashes_and_nothing_says_from_where(name):
    text = (ROOT / f"{name}.txt").read_text()
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]
    assert len(blocks) == len(pinned(name)) > 0
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    assert set(asked_for(name)) <= set(pinned(name))
    assert not re.search(r"https?:|index-url|find-links", text)


def test_running_the_forum_takes_few_packages():
    assert len(pinned("requirements")) <= AT_MOST


def test_those_who_work_on_it_run_the_versions_that_hosts_run():
    ours = dict(re.findall(r"^([a-z0-9_.-]+)==([^\s;]+)", (ROOT / "requirements.txt").read_text(), re.M))
    theirs = dict(re.findall(r"^([a-z0-9_.-]+)==([^\s;]+)", (ROOT / "requirements-dev.txt").read_text(), re.M))
    assert {name: version for name, version in ours.items() if theirs.get(name) != version} == {}


def test_each_library_that_hosts_install_is_used():
    """By the forum's code, or by the server and the database driver, which are used by name."""
    modules = {"flask-sqlalchemy": "flask_sqlalchemy", "argon2-cffi": "argon2", "markdown-it-py": "markdown_it"}
    by_name = {"psycopg", "gunicorn", "brotli", "alembic"}  # used through what stands beside them
    code = "\n".join(path.read_text() for path in (ROOT / "forum").rglob("*.py"))
    code += "\n".join(path.read_text() for path in (ROOT / "migrations").rglob("*.py"))
    unused = []
    for package in asked_for("requirements"):
        module = modules.get(package, package.replace("-", "_"))
        if package not in by_name and not re.search(rf"^\s*(import|from) {module}\b", code, re.M):
            unused.append(package)
    assert unused == []
