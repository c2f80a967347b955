"""The demo's sign-ins: made at random for each installation, and kept in one file beside the database."""

import os
from dataclasses import dataclass
from pathlib import Path

import pyotp

from forum.config import ROOT
from forum.demo.cast import CAST
from forum.ids import new_id

FILE = "demo-sign-ins.txt"


@dataclass(frozen=True)
class SignIn:
    """How to be one of the cast. Only the team has a second factor."""

    username: str
    password: str
    role: str
    totp: str | None


def make() -> list[SignIn]:
    """Fresh sign-ins for the whole cast, about 60 random bits each, the team first."""
    return [
        SignIn(
            username=player.username,
            password="-".join(new_id()[:4] for _ in range(3)),
            role=str(player.role),
            totp=pyotp.random_base32() if player.on_the_team else None,
        )
        for player in CAST
    ]


def keep(folder: Path, sign_ins: list[SignIn]) -> None:
    """Write them where only the person who runs the forum can read them."""
    handle = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(handle, 0o600)  # also when an older file lay there
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("# name  password  role  secret for codes\n")
        file.writelines(f"{one.username}  {one.password}  {one.role}  {one.totp or '-'}\n" for one in sign_ins)


def kept(folder: Path) -> list[SignIn]:
    """What `keep` wrote; nothing when the file is gone."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return [SignIn(name, password, role, None if totp == "-" else totp) for name, password, role, totp in rows]


def told(sign_ins: list[SignIn], folder: Path, public_url: str) -> str:
    """What a person at the command line reads."""
    if not sign_ins:
        return f"The demo's passwords were kept in {folder / FILE}. That file is gone, and nobody else has them."
    lines = [
        f"Read it:    {public_url}",
        f"Sign in:    {public_url}/sign-in",
        f"Moderate:   {public_url}/moderation/   (once you are signed in as Sam or Ada)",
        "",
    ]
    for one in sign_ins:
        note = {"admin": "admin", "moderator": "moderator"}.get(one.role, "")
        lines.append(f"  {one.username:<16} {one.password}   {note}".rstrip())
    lines += [
        "",
        f"Ada and Sam are also asked for a code. To get one:  {_flask()} --app wsgi demo --code Sam",
        "or put their secret into an authenticator app:",
        *(f"  {one.username:<16} {one.totp}" for one in sign_ins if one.totp),
        "",
        f"These are kept in {folder / FILE}, for you alone.",
    ]
    return "\n".join(lines)


def _flask() -> str:
    """How to call flask from the project's folder: what `make run` installed is not on anybody's path."""
    return ".venv/bin/flask" if (ROOT / ".venv" / "bin" / "flask").exists() else "flask"
