"""Style, scripts and pictures of the site: one address per content, packed once, served without Python's help."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from forum.config import ROOT, Settings
from forum.doors import Door, door

SOURCE = ROOT / "static"
SERVED = {".css", ".mjs", ".js", ".svg", ".png", ".ico", ".txt"}


def init_app(app: Flask) -> None:
    """Serve `static/` below `/static/<hash of everything in it>/`, so that every file may be kept for ever."""
    settings: Settings = app.extensions["settings"]
    version = _version()
    folder = _packed(settings.instance_dir / "static", version)
    app.add_url_rule(f"/static/{version}/<path:filename>", "static", door(Door.PUBLIC)(_unreachable))
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(folder),
        prefix=f"static/{version}",
        max_age=31536000,
        immutable_file_test=lambda *_: True,
        allow_all_origins=False,
        add_headers_function=_headers,
    )


def _unreachable(filename: str) -> tuple[str, int]:
    """WhiteNoise answers for every file there is; what reaches Flask is not there."""
    return "", 404


def _headers(headers: object, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"  # type: ignore[index]
    headers["Cross-Origin-Resource-Policy"] = "same-origin"  # type: ignore[index]
    headers["Content-Security-Policy"] = "default-src 'none'"  # type: ignore[index]


def _files() -> list[Path]:
    return sorted(p for p in SOURCE.rglob("*") if p.is_file() and p.suffix in SERVED)


def _version() -> str:
    digest = hashlib.sha256()
    for path in _files():
        digest.update(str(path.relative_to(SOURCE)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _packed(home: Path, version: str) -> Path:
    """A copy with gzip and Brotli beside each file; made by whichever process comes first, whole or not at all."""
    folder = home / version
    if folder.exists():
        return folder
    home.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=home))
    compressor = Compressor(quiet=True)
    for path in _files():
        copy = draft / path.relative_to(SOURCE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        compressor.compress(str(copy))
    try:
        os.rename(draft, folder)
    except OSError:
        shutil.rmtree(draft)
    for old in home.iterdir():
        if old.name not in {version, draft.name} and old.is_dir() and len(old.name) == 12:
            shutil.rmtree(old, ignore_errors=True)
    return folder
