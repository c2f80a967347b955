"""The ways the desk says no; each docstring is the sentence that a person reads."""

from forum.errors import NotAllowed, Overtaken, Refusal


class OwnWriting(NotAllowed):
    """You wrote this one yourself, so a colleague will look at it."""


class OwnReport(Refusal):
    """This is your own post. You can change it or take it back yourself."""

    status = 409


class Claimed(Overtaken):
    """A colleague is looking at this one just now. If they do not decide, it comes back within the half hour."""


class PostChanged(Overtaken):
    """The writer changed the post after you opened this page. Please read it again before you decide."""


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
