"""What we ask of everyone here; moderators name one of these words when they decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Rule:
    """One rule: its stable word, what it asks, why, and what a writer can do so that a post can stay."""

    word: str
    title: str
    asks: str
    why: str
    mend: str


_RULES = (
    Rule(
        "kind",
        "Be kind to the person",
        "You can disagree with a thought. Leave out insults, mockery, shaming and piling on.",
        "People here are already hard on themselves. One cruel line can undo a week.",
        "Say what you think about the matter, and take out the words about the person.",
    ),
    Rule(
        "no_methods",
        "Say how it feels, leave out how it is done",
        "No ways, tools, places or amounts for suicide or self-harm. "
        "No weights, calorie counts or tricks of an eating disorder.",
        "A detail that means little to you can be a push for somebody who is close to the edge.",
        "Keep everything you feel. Take out the detail of how.",
    ),
    Rule(
        "no_encouragement",
        "Never encourage harm",
        "No urging, daring, praising or planning of suicide, self-harm, starving or violence. No pacts.",
        "Here, people come to stay alive. Telling us that you want to die is not this: you may always say that.",
        "If you are in it yourself, tell us how it is for you. We want to hear it.",
    ),
    Rule(
        "no_identifying",
        "Keep people unknown",
        "No real names, addresses, workplaces, schools or links that show who somebody is, you included.",
        "Some people here are being looked for. Others write about someone who never agreed to it.",
        "Change or leave out what would tell a stranger, or that person, who it is.",
    ),
    Rule(
        "no_contact",
        "Talk here, not elsewhere",
        "No phone numbers, e-mail addresses or account names, and no asking people to write to you in private.",
        "Out of sight we cannot help if something goes wrong, and some people come only for that.",
        "Take the details out. Whatever you wanted to say can be said here.",
    ),
    Rule(
        "what_was_asked",
        "Give what was asked for",
        "The writer said what would help. When they want to be heard, leave advice out, or ask first.",
        "Advice that nobody asked for often sounds like “you should have managed this”.",
        "Begin with what you heard. Turn the advice into a question: “Would ideas help, or not now?”",
    ),
    Rule(
        "content_notes",
        "Say what a heavy text is about",
        "Add a content note when a post touches something on our list.",
        "Then each reader can choose when to read it.",
        "Add the note. Nothing else has to change.",
    ),
    Rule(
        "medicine",
        "Leave medicine to people’s own doctors",
        "Tell what a treatment was like for you. Do not tell others to start, stop or change theirs.",
        "Stopping some medicines fast is dangerous, and we do not know each other’s bodies.",
        "Speak about yourself: “I was given this, and for me it was like this.”",
    ),
    Rule(
        "honest",
        "Be one person, and yourself",
        "A made-up name is fine. Pretending to be a professional, or to be somebody else, is not.",
        "People decide what to trust by who seems to be speaking.",
        "Write as yourself, and say how you know what you know.",
    ),
    Rule(
        "no_selling",
        "Nothing for sale",
        "No adverts, fundraising, recruiting for studies or groups, and no spam.",
        "People in pain are easy to sell to. This stays a place where nobody tries.",
        "Ask the team before you post it. Some things we may pass on ourselves.",
    ),
    Rule(
        "no_illegal",
        "Nothing against the law",
        "Nothing that the law forbids here, and never anything sexual about someone under 18.",
        "It can harm people for life, and it can close this place.",
        "This cannot stay. If you think that we got it wrong, ask for another look.",
    ),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.word: rule for rule in _RULES})
