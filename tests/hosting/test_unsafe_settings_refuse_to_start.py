"""With a setting that would put people at risk the forum does not start: it says why, and ends with 2."""

import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from forum import keys
from forum.config import BadSetting, Settings

ROOT = Path(__file__).resolve().parents[2]
SECRET = b64encode(bytes(range(32))).decode()


@pytest.fixture
def public(tmp_path: Path) -> dict[str, str]:
    """The settings of a host who did everything right."""
    folder = tmp_path / "keys"
    folder.mkdir()
    for name, text in (("secret", SECRET), ("seal", f"k1 {SECRET}"), ("site", SECRET)):
        (folder / name).write_text(text + "\n")
        (folder / name).chmod(0o600)
    return {
        "FORUM_PUBLIC_URL": "https://forum.example",
        "FORUM_INSTANCE_DIR": str(tmp_path / "instance"),
        "FORUM_SECRET_KEY_FILE": str(folder / "secret"),
        "FORUM_SEAL_KEY_FILE": str(folder / "seal"),
        "FORUM_SITE_KEY_FILE": str(folder / "site"),
    }


def start(environment: dict[str, str]) -> keys.Keys:
    return keys.load(Settings.from_environment(environment))


def test_a_host_who_did_everything_right_starts(public):
    assert start(public).site == bytes(range(32))


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("FORUM_PUBLIC_URL", "http://forum.example", "https://"),
        ("FORUM_PUBLIC_URL", "forum.example", "address that people open"),
        ("FORUM_PUBLIC_URL", "ftp://forum.example", "address that people open"),
        ("FORUM_PUBLIC_URL", "https://forum.example/here", "without a path"),
        ("FORUM_SECRET_KEY", "dev", "too easy to guess"),
        ("FORUM_SECRET_KEY", "changeme", "too easy to guess"),
        ("FORUM_SECRET_KEY", "x" * 64, "too easy to guess"),
        ("FORUM_SECRET_KEY", "ab" * 40, "too easy to guess"),
        ("FORUM_SECRET_KEY_FILE", "", "FORUM_SECRET_KEY_FILE"),
        ("FORUM_SECRET_KEY_FILE", "/nowhere/secret", "cannot be read"),
        ("FORUM_SEAL_KEY_FILE", "", "FORUM_SEAL_KEY_FILE"),
        ("FORUM_SEAL_KEY_FILE", "/nowhere/seal", "cannot be read"),
        ("FORUM_LIMITS", "off", "benchmarks"),
        ("FORUM_LIMITS", "none", "standard, relaxed, off"),
        ("FLASK_DEBUG", "1", "FLASK_DEBUG"),
        ("FORUM_ARGON2_MEMORY_KIB", "1024", "too fast"),
        ("FORUM_ARGON2_MEMORY_KIB", "much", "whole number"),
        ("FORUM_PROXY_HOPS", "one", "whole number"),
        ("FORUM_PROXY_HOPS", "-1", "0 to 9"),
        ("FORUM_MINIMUM_AGE", "6", "13 to 99"),
        ("FORUM_MAIL_URL", "mail.example", "smtps://"),
        ("FORUM_MAIL_URL", "http://mail.example", "smtps://"),
        ("FORUM_MAIL_FROM", "us@forum.example\nBcc: x@evil.example", "one address"),
        ("FORUM_EXIT_URL", "javascript:alert(1)", "page on the web"),
        ("FORUM_EXIT_URL", "/threads/x", "page on the web"),
        ("FORUM_DATABASE_URL", "mysql://forum", "sqlite: or postgresql:"),
        ("FORUM_READ_DATABASE_URL", "mysql://forum", "sqlite: or postgresql:"),
        ("FORUM_REDIS_URL", "http://localhost", "redis://"),
        ("FORUM_TRUSTED_HOSTS", "*", "without *"),
    ],
)
def test_each_setting_that_endangers_people_is_named_with_what_to_do(public, name, value, said):
    with pytest.raises(BadSetting) as refused:
        start({**public, name: value})
    assert said in str(refused.value)
    assert refused.value.code == 2


@pytest.mark.parametrize("which", ["FORUM_SECRET_KEY_FILE", "FORUM_SEAL_KEY_FILE", "FORUM_SITE_KEY_FILE"])
@pytest.mark.parametrize(
    "inside, mode, said",
    [
        (b"", 0o600, "usable key|too easy"),
        (b"secret\n", 0o600, "usable key|too easy"),
        (b"k1 c2hvcnQ=\n", 0o600, "usable key|too easy"),
        (b"\xff\xfe\x00", 0o600, "no text"),
        (None, 0o644, "chmod 600"),
        (None, 0o666, "chmod 600"),
        (None, 0o620, "chmod 600"),
    ],
)
def test_a_key_file_that_protects_nobody_is_refused(public, which, inside, mode, said):
    path = Path(public[which])
    if inside is not None:
        path.write_bytes(inside)
    path.chmod(mode)
    with pytest.raises(BadSetting, match=said):
        start(public)


def test_the_keys_do_not_lie_where_a_backup_of_the_data_would_take_them(public):
    inside = Path(public["FORUM_INSTANCE_DIR"]) / "seal"
    with pytest.raises(BadSetting, match="outside FORUM_INSTANCE_DIR"):
        start({**public, "FORUM_SEAL_KEY_FILE": str(inside)})


def test_a_message_never_shows_the_secret(public):
    for weak in ("hunter2hunter2", "s" * 31):
        with pytest.raises(BadSetting) as refused:
            start({**public, "FORUM_SECRET_KEY": weak})
        assert weak not in str(refused.value)


def test_on_this_machine_keys_are_made_and_only_their_owner_reads_them(tmp_path):
    made = {"FORUM_INSTANCE_DIR": str(tmp_path / "instance")}
    first, second = start(made), start(made)
    assert first == second
    files = sorted((tmp_path / "instance-keys").iterdir())
    assert [path.name for path in files] == ["seal.key", "secret.key", "site.key"]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


@pytest.mark.parametrize("command", [["flask", "--app", "wsgi", "routes"], ["gunicorn", "wsgi:app"]])
def test_commands_and_the_server_say_it_once_and_end_with_2(public, command):
    environment = {"PATH": os.environ["PATH"], **public, "FORUM_LIMITS": "off", "PORT": "0"}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr.count("FORUM_LIMITS=off is for benchmarks on this machine.") == 1
    assert "Traceback" not in done.stderr
