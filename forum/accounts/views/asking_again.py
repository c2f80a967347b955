"""Before something that matters: is the person at the keyboard still the member?"""

from werkzeug.datastructures import ImmutableMultiDict

from forum.accounts import forms, operations
from forum.accounts.current import member
from forum.limits import take

WRONG = "That is not your password. Please try once more."
TOO_OFTEN = "That was a lot of tries. Please wait a few minutes, then try again."


def refused(form: ImmutableMultiDict[str, str]) -> dict[str, str]:
    """The error for the form's `password` field; empty when it is the member's own. Takes one hash's time."""
    account = member()
    if not take("code", f"password:{account.id}"):
        return {"password": TOO_OFTEN}
    if not operations.knows_password(account, forms.text(form, "password")):
        return {"password": WRONG}
    return {}
