"""How much at once: limits by name, kept under keyed hashes that name nobody."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, request

View = TypeVar("View", bound=Callable[..., Any])


def init_app(app: Flask) -> None:
    """Bind the limiter to the app."""


def from_this_machine() -> bool:
    return request.remote_addr in {"127.0.0.1", "::1"}


def limit(name: str) -> Callable[[View], View]:
    return lambda view: view
