"""What every page shares: who asks, what is refused and how, headers, and what templates may use."""

from flask import Flask

from forum.web import answers, asking, refusals, templating


def init_app(app: Flask) -> None:
    asking.init_app(app)
    refusals.init_app(app)
    answers.init_app(app)
    templating.init_app(app)
