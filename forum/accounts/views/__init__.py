"""The pages of an account: coming in, getting back in, and what a member may change about it."""

from flask import Blueprint

bp = Blueprint("accounts", "forum.accounts")

from forum.accounts.views import codes, entering, factors, getting_back, keeping  # noqa: E402, F401  # they hang on bp
