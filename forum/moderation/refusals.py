"""The ways the desk says no; each docstring is the sentence that a person reads."""

from forum.errors import AlreadyDecided, NotAllowed, Overtaken, Refusal


class OwnWriting(NotAllowed):
    """You wrote this one yourself, so a colleague will look at it."""


class OwnReport(Refusal):
    """This is your own post. You can change it or take it back yourself."""

    status = 409


class Claimed(Overtaken):
    """A colleague is looking at this one just now. If they do not decide, it comes back within the half hour."""


class DecidedByYou(AlreadyDecided):
    """You have decided this one already, perhaps in another window. What you decided first stands."""


class TakenBack(Overtaken):
    """The writer has taken the post back, so there is nothing left to decide. Nothing was done."""


class PostChanged(Overtaken):
    """The post changed after you opened this page: by its writer, or by a colleague. Please look again first."""


class ItemChanged(Overtaken):
    """Something about this item changed after you opened this page. Please look again before you decide."""


class NotForThis(Refusal):
    """That step does not fit here. Please choose another."""

    status = 422


class StillMissing(Refusal):
    """Something is still missing. Nothing that you typed is lost."""

    status = 422

    def __init__(self, gaps: dict[str, str]) -> None:
        super().__init__()
        self.gaps = gaps


class PassageNotFound(StillMissing):
    """We could not find these words in the post."""

    def __init__(self) -> None:
        super().__init__({"passage": "We could not find these words in the post. Please copy them just as they stand."})


class NothingToWarn(StillMissing):
    """The post carries these content notes already."""

    def __init__(self) -> None:
        super().__init__({"warnings": "The post carries these content notes already. Please choose others."})


class HadAPart(NotAllowed):
    """You had a part in this, so the appeal waits for a colleague who had none."""


class AppealClosed(Refusal):
    """This decision can not be appealed any more: it was looked at again already, or six months have passed."""

    status = 409
