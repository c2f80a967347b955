"""A host follows the docs to the letter: every command, setting and file in them is there."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from forum.config import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *DEPLOY.iterdir()]
COMMAND = re.compile(
    r"flask --app wsgi ([^`\n\"]+)|^(?:sudo )?forum ((?:db|member|restore|rerender)\b[^\n]*)",
    re.M,
)
NOT_FOR_HOSTS = {"FORUM_TESTING", "FORUM_PREPARE", "FORUM_REQUIRE_ENGINES", "FORUM_CORPORA"}


def commands():
    for page in PAGES:
        for found in COMMAND.finditer(page.read_text()):
            yield pytest.param(found[1] or found[2], id=f"{page.name}: {found[0]}")


@pytest.mark.parametrize("line", list(commands()))
def test_every_command_is_there_with_its_options(app, line):
    words = shlex.split(line.replace("\\|", "|").replace("[", " ").replace("]", " "), comments=True)
    here = app.cli
    context = click.Context(here)
    while words and isinstance(here, click.Group):
        here = here.get_command(context, words.pop(0))
        assert here is not None
    known = {name for parameter in here.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in words if word.startswith("--")} <= known | {"--help"}


def test_every_setting_has_its_line_and_every_line_its_setting():
    name_of_one = r"(?:FORUM_|WEB_)[A-Z0-9_]+|PORT"
    first_cells = re.findall(r"^\| .*?\|", (ROOT / "docs/hosting.md").read_text(), re.M)
    told = {name for cell in first_cells for name in re.findall(rf"`({name_of_one})`", cell)}
    code = [ROOT / "gunicorn.conf.py", *(ROOT / "forum").rglob("*.py")]
    used = {name for file in code for name in re.findall(rf"['\"]({name_of_one})['\"]", file.read_text())}
    assert told == used - NOT_FOR_HOSTS


def test_every_link_between_the_docs_leads_somewhere():
    for page in (page for page in PAGES if page.suffix == ".md"):
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
            if not re.match(r"\w+:", target):
                assert (page.parent / target).exists(), (page.name, target)


def test_the_settings_that_hosts_begin_with_start_a_forum():
    lines = [line for line in (DEPLOY / "forum.env").read_text().splitlines() if line and not line.startswith("#")]
    given = {name: shlex.split(value)[0] for name, _, value in (line.partition("=") for line in lines)}
    settings = Settings.from_environment(given)
    assert settings.https
    assert settings.proxy_hops == 1
    service = (DEPLOY / "forum-web.service").read_text()
    assert "EnvironmentFile=/etc/forum/forum.env" in service


@pytest.mark.parametrize("unit", sorted(path.name for path in DEPLOY.glob("forum-*")))
def test_every_unit_says_what_systemd_understands(tmp_path, unit):
    folder = tmp_path / "units"
    folder.mkdir()
    for path in DEPLOY.glob("forum-*"):
        words = path.read_text()
        assert words.startswith("# "), "one sentence first"
        (folder / path.name).write_text(words.replace("/srv/forum/", f"{ROOT}/"))
    if unit.endswith(".service"):
        assert "NoNewPrivileges=yes" in (DEPLOY / unit).read_text()
    if shutil.which("systemd-analyze") and (ROOT / ".venv").exists():
        done = subprocess.run(["systemd-analyze", "verify", folder / unit], capture_output=True, text=True, check=False)
        assert unit not in done.stderr, done.stderr


def test_the_proxy_writes_down_nobody_and_packs_nothing(tmp_path):
    written = (DEPLOY / "nginx.conf").read_text()
    servers = written.split("server {")[1:]
    assert len(servers) == 2
    assert all("access_log off;" in server and "error_log /dev/null emerg;" in server for server in servers)
    assert "gzip off;" in servers[1]
    assert "X-Forwarded-For $remote_addr;" in servers[1], "its own word, not what the visitor sent"
    assert "add_header" not in re.sub(r"#.*", "", written)
    assert "proxy_max_temp_file_size 0;" in written
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        return
    certificate(tmp_path)
    site = tmp_path / "site.conf"
    site.write_text(re.sub(r"/etc/letsencrypt/live/forum\.example", str(tmp_path), written))
    main = tmp_path / "nginx.conf"
    main.write_text(f"events {{}}\npid {tmp_path}/pid;\nerror_log {tmp_path}/log emerg;\nhttp {{ include {site}; }}\n")
    done = subprocess.run([program, "-t", "-c", main], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def certificate(folder):
    """One for nobody, so that nginx finds what its settings name."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=forum.example", "-days", "1",
         "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"], capture_output=True, check=True,
    )  # fmt: skip
