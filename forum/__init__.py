"""A moderated peer-support forum; this package itself brings in nothing, so that its parts can be used one by one."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from forum.config import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """The forum, ready to serve. Raises BadSetting rather than start with settings that put people at risk."""
    from forum.roof import build

    return build(settings)
