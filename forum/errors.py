"""The ways a request can be refused; the docstring of each is the sentence that a person reads."""


class Refusal(Exception):
    """We could not do that."""

    status = 400

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class NotThere(Refusal):
    """There is no page here, or it is not open to you."""

    status = 404


class SignInFirst(Refusal):
    """Please sign in first. Anything you typed is kept for you."""

    status = 401


class SecondFactorFirst(Refusal):
    """Moderators show a second factor before they work here. Please set one up, then go on."""

    status = 403


class NotAllowed(Refusal):
    """That is not open to you here."""

    status = 403


class NotTaken(Refusal):
    """We could not be sure that this came from you. Nothing is lost: please send it once more."""

    status = 400


class Overtaken(Refusal):
    """Somebody else changed this a moment before you. Please look again."""

    status = 409


class AlreadyDecided(Overtaken):
    """A colleague has already decided this. Their decision stands; yours was not saved."""


class TooMuchAtOnce(Refusal):
    """That was a lot in a short time. Please wait a little and try again. Anything you typed is kept."""

    status = 429


class TryAgain(Refusal):
    """We could not save that just now. Please try again in a moment. Nothing that you typed is lost."""

    status = 503
