"""A door to knock on: the smallest app with one counted page, alone or as one of several processes."""

import os
import sys
import time

from flask import Flask, request

from forum import limits
from forum.config import Settings

ALLOWED = 120  # what the table says for "here"


def knock() -> str:
    return request.environ["REMOTE_ADDR"]


counted = limits.limit("here")(knock)


def door(environment: dict[str, str]) -> Flask:
    """An app with POST /knock, counted, and GET /knock, which is not."""
    app = Flask("knocking")
    app.extensions["settings"] = Settings.from_environment(environment)
    app.extensions["settings"].instance_dir.mkdir(parents=True, exist_ok=True)
    limits.init_app(app)
    app.add_url_rule("/knock", view_func=counted, methods=["GET", "POST"])
    return app


def knocks(app: Flask, times: int, address: str = "198.51.100.20", **headers: str) -> list[int]:
    """Knock from an address, and return the answers' statuses."""
    client = app.test_client()
    given = {"environ_overrides": {"REMOTE_ADDR": address}, "headers": headers}
    return [client.post("/knock", **given).status_code for _ in range(times)]


if __name__ == "__main__":  # python -m tests.limits.knocking START TIMES, settings from the environment
    made = door(dict(os.environ))
    while time.time() < float(sys.argv[1]):
        time.sleep(0.005)
    print(*knocks(made, int(sys.argv[2])))
