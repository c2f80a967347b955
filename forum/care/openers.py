"""Questions that help somebody begin a reply of their own. None of them is text to paste as an answer."""

from collections.abc import Collection, Iterable

_FOR_KIND = {
    "judge": (
        "What do you think it was like for them in that moment?",
        "What might they already be telling themselves about this?",
    ),
    "invalidate": ("What makes this so heavy for them, just now?", "Which words of theirs show how it feels?"),
    "advice": (
        "Do they want ideas, or somebody to listen? Could you ask them?",
        "What have they tried already, and what did it cost them?",
    ),
    "positivity": (
        "What would it be like to stay with the hard part for one line?",
        "What hurts most in what they wrote?",
    ),
    "stigma": (
        "What happened to them, leaving every illness aside?",
        "What might they need to hear as the person they are?",
    ),
    "hostile": ("What in their words touched you so strongly?", "Would a pause help, before you answer?"),
    "oneup": ("What is different in their story from yours?", "After your story, how could you come back to theirs?"),
    "promise": (
        "What do you hope for them, if you say it as a hope?",
        "What can you say that stays true, whatever happens?",
    ),
}
_UNHEARD = (
    "Which line of theirs stayed with you?",
    "What do you think they felt?",
    "What might they wish that somebody had noticed?",
)
_FOR_SUPPORT = {
    "experience": "Is there a small piece of your own story that could keep them company?",
    "advice": "What helped you, or somebody you know, and what did it cost?",
    "look": "What makes sense in how they see it?",
    "space": "Is there one warm line that asks nothing of them?",
    "listen": "What did you hear them say?",
}
_MOST = 3


def openers(kinds: Iterable[str], support: Collection[str], *, heard: bool) -> tuple[str, ...]:
    """At most three questions: for the first kinds found, for what was not heard, and for what the writer asked for."""
    found = list(dict.fromkeys(kinds))
    chosen = [_FOR_KIND[kind][0] for kind in found[:2]]
    if len(found) == 1:
        chosen.append(_FOR_KIND[found[0]][1])
    if not heard:
        chosen.insert(1 if chosen else 0, _UNHEARD[0])
        if not found:
            chosen += _UNHEARD[1:2]
    if not chosen:
        return ()
    first = next((one for one in ("space", "look", "advice", "experience", "listen") if one in support), None)
    return tuple(dict.fromkeys([*chosen[: _MOST - 1], _FOR_SUPPORT[first]] if first else chosen))[:_MOST]
