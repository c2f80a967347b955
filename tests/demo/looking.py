"""Running `flask demo`, and looking at the rows it left."""

from typing import Any

from click.testing import Result
from flask import Flask
from sqlalchemy import select

from forum.db import db


def run(app: Flask, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["demo", *options])


def everything(kind: type, *conditions: Any) -> list[Any]:
    return list(db.session.scalars(select(kind).where(*conditions)))


def one(kind: type, *conditions: Any) -> Any:
    return db.session.scalars(select(kind).where(*conditions)).one()
