"""The care settings of this forum: the host's care.toml, read and tried once, before anybody is let in."""

from pathlib import Path

from flask import Flask, current_app

from forum.care import proof
from forum.care.tuning import AS_SHIPPED, BadTuning, Tuning, read_file
from forum.config import BadSetting

FILE = "care.toml"  # in the instance folder


def init_app(app: Flask) -> None:
    app.extensions["care"] = of(Path(app.instance_path))


def tuning() -> Tuning:
    """What the running forum reads with."""
    found: Tuning = current_app.extensions["care"]
    return found


def of(instance: Path) -> Tuning:
    """The settings in an instance folder, or those that were shipped. Raises BadSetting."""
    path = instance / FILE
    return usable(path) if path.exists() or path.is_symlink() else AS_SHIPPED


def usable(path: Path) -> Tuning:
    """The settings in a file, tried. Raises BadSetting, which names the file, and the line or key in it."""
    try:
        found = read_file(path)
        proof.check(found)
    except BadTuning as problem:
        raise BadSetting(f"{path}: {problem}") from problem
    return found
