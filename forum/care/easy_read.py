"""The reply guidelines in easy words: very short sentences, one thought a line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chapter:
    """A heading and its lines."""

    heading: str
    lines: tuple[str, ...]


CHAPTERS = (
    Chapter(
        "What is this?",
        (
            "People write here when they feel very bad.",
            "You can write back.",
            "This page says what helps.",
        ),
    ),
    Chapter(
        "First: show that you heard",
        (
            "Read the whole text.",
            "Then say what you heard.",
            "You can write: “You felt alone.”",
            "You can write: “That was too much.”",
            "Do this first.",
            "It helps more than advice.",
        ),
    ),
    Chapter(
        "Look at what they asked for",
        (
            "Over the box you see what the person wants.",
            "“Just listen” means: no advice.",
            "“Shared experience” means: tell a little about yourself.",
            "“Advice welcome” means: give one idea.",
            "“Help me look at this” means: ask, and say “maybe”.",
            "“Space now” means: leave them in peace. One kind line is fine.",
        ),
    ),
    Chapter(
        "What hurts",
        (
            "Do not say: “Calm down.”",
            "Do not say: “Others have it worse.”",
            "Do not say: “You should have …”",
            "Do not say what illness they have.",
            "Do not say that they are bad.",
        ),
    ),
    Chapter(
        "What helps",
        (
            "Say: “I read this.”",
            "Say: “I am glad that you wrote it.”",
            "Say: “I felt like that too.”",
            "Say: “I do not know what to say. I am here.”",
            "Short is good.",
        ),
    ),
    Chapter(
        "When somebody says: go away",
        (
            "Maybe they mean it.",
            "Maybe they are afraid.",
            "You cannot know.",
            "Go away kindly.",
            "Say: “I am not angry. You can come back.”",
        ),
    ),
    Chapter(
        "When somebody may want to die",
        (
            "You may ask: “Do you want to die?”",
            "Asking does no harm.",
            "Say: “I am glad that you told me.”",
            "Show them the help page.",
            "Press “Ask a moderator to look”.",
            "Never write how to do it.",
            "You do not have to save them alone.",
        ),
    ),
    Chapter(
        "Look after yourself",
        (
            "You do not have to read everything.",
            "You can stop at any time.",
            "You can ask for help too.",
        ),
    ),
    Chapter(
        "The rules",
        (
            "Be kind.",
            "Do not write how to hurt oneself.",
            "Do not tell others to hurt themselves.",
            "Do not write real names.",
            "Do not give your phone number.",
            "Do not sell things.",
        ),
    ),
)
