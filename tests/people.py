"""Somebody at a browser without JavaScript: signed in as a member, or a visitor without a name."""

import time
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.accounts import signing_in
from forum.accounts.models import Account
from forum.db import db
from tests.pages import Page


class Person:
    """Goes to pages and sends forms as a browser does; `page` is the page last seen."""

    def __init__(self, app: Flask, user: str | None = None) -> None:
        self._app = app
        self.client = app.test_client()
        self.user = user
        self.page = Page("")
        if user is not None:
            self._arrive_signed_in(user)

    def _arrive_signed_in(self, user: str) -> None:
        """As if they had signed in a minute ago. The form itself has tests of its own."""
        with self._app.app_context():
            account = db.session.scalars(select(Account).where(Account.username == user)).one()
            token = signing_in.begin(account, second_factor=account.is_moderator).token
            db.session.commit()
        with self.client.session_transaction() as session:
            session.update(_user_id=token, _fresh=True, a=int(time.time()))

    def cookies(self) -> list[dict[str, str]]:
        """What this person's browser holds, to be put into another."""
        name = self._app.config["SESSION_COOKIE_NAME"]
        held = self.client.get_cookie(name)
        return [{"name": name, "value": held.value}] if held else []

    def get(self, url: str, **options: Any) -> TestResponse:
        """Open a page. Nothing is followed: a redirect is for the test to look at."""
        return self._see(self.client.get(url, **options))

    def post(self, url: str, **fields: Any) -> TestResponse:
        """Send a form with the token that the person's page held; lists are repeated fields."""
        if "csrf_token" not in fields:
            fields["csrf_token"] = self.token_for(url)
        return self._see(self.client.post(url, data=fields))

    def follow(self, answer: TestResponse) -> TestResponse:
        """Go where an answer leads."""
        assert answer.status_code in {301, 302, 303, 307, 308}, f"not a redirect: {answer.status}"
        return self.get(answer.location)

    def _see(self, answer: TestResponse) -> TestResponse:
        if answer.mimetype == "text/html":
            self.page = Page(answer.get_data(as_text=True))
        return answer

    def token_for(self, url: str) -> str:
        """From the page in front of the person, else from the form's own page, else from any form."""
        if self.page.csrf_token is None:
            for place in (url, "/settings" if self.user else "/sign-in"):
                answer = self.client.get(place)
                found = Page(answer.get_data(as_text=True)).csrf_token if answer.status_code == 200 else None
                if found:
                    return found
        return self.page.csrf_token or ""
