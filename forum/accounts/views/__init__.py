"""The pages of an account: coming in, getting back in, and what a member may change about it."""

from flask import Blueprint

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
def account_links() -> tuple[tuple[str, str], ...]:
    return LINKS


from forum.accounts.views import codes, entering, factors, getting_back, keeping  # noqa: E402, F401  # they hang on bp
