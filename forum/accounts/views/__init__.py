"""The pages of an account: coming in, getting back in, and what a member may change about it."""

from flask import Blueprint, request

from forum.accounts import passkeys, way_back

bp = Blueprint("accounts", "forum.accounts")

# What stands on the settings page for a member, in this order.
LINKS = (
    ("accounts.account", "Your account"),
    ("accounts.password", "Change your password"),
    ("accounts.second_factor_page", "A second step at sign-in"),
    ("accounts.recovery_codes", "Recovery codes"),
    ("accounts.email", "E-mail address"),
    ("accounts.sign_ins", "Where you are signed in"),
)


@bp.app_template_global()
def passkeys_work() -> bool:
    return passkeys.are_possible()


@bp.app_template_global()
def field_label(name: str, path: str | None) -> str:
    """Where it is not known what the form was for, the page itself says it."""
    return way_back.label(name, path or request.path)


@bp.app_template_global()
def account_links() -> tuple[tuple[str, str], ...]:
    return LINKS


from forum.accounts.views import (  # noqa: E402  # they hang on bp
    codes,  # noqa: F401
    entering,  # noqa: F401
    factors,  # noqa: F401
    getting_back,  # noqa: F401
    keeping,  # noqa: F401
    passkey_pages,  # noqa: F401
)
