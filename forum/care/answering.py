"""Guidelines for each kind of support a writer can ask for: what to do, what to leave, and how it sounds."""

from forum.care.parts import Pair, Part
from forum.care.support import Support

ANSWERING: dict[Support, Part] = {
    Support.LISTEN: Part(
        "listen",
        "“Just listen”",
        ("They want to be heard. There is no task in it for you, and that is harder than it sounds.",),
        (
            "Say what you heard, and what stayed with you.",
            "You may ask one open question: “What was the worst moment?” Then let it rest.",
            "No advice, no silver lining, no “have you tried”.",
            "When you have nothing to say, say that: “I have no words, and I am here.”",
        ),
        (
            Pair(
                "Have you tried writing a list of good things?",
                "Three days without sleep, and then this on top. I hear how tired you are.",
                "They asked for ears. An idea, even a good one, changes the subject from them to a task.",
            ),
        ),
    ),
    Support.EXPERIENCE: Part(
        "experience",
        "“Shared experience”",
        ("They want to know that they are not the only one. You can give that as nobody else can.",),
        (
            "First them, then you, then back to them.",
            "Keep your part shorter than theirs. One moment is better than a life story.",
            "Say “for me”. What was true for you may not be true for them.",
            "Leave out details that could hurt: how, where, how much.",
        ),
        (
            Pair(
                "I had it much worse and I got through, so you will too.",
                "I once drove back and forth past her house until morning. I was so ashamed. You are not the only one.",
                "Comparing makes a contest of it. A small true scene keeps somebody company.",
            ),
        ),
    ),
    Support.ADVICE: Part(
        "advice",
        "“Advice welcome”",
        ("They asked for ideas, so give them. To hold back now would also be a way of not listening.",),
        (
            "One line of hearing first. Then one or two ideas, not ten.",
            "Best is what helped you, with what it cost: “It felt silly for a week.”",
            "Say “you could” and “I found”. “You should” turns help into a test.",
            "Let them say no, and do not defend your idea.",
            "About medicine, law or danger, say where they can ask: a doctor, an advice line, the help page.",
        ),
        (
            Pair(
                "You need to cut contact, start DBT and quit drinking.",
                "Evenings were the worst for me too. What helped a little: I put the phone in another room until nine.",
                "A list of orders shows how far away they are. One small thing can be tried tonight.",
            ),
        ),
    ),
    Support.LOOK: Part(
        "look",
        "“Help me look at this”",
        ("They want another pair of eyes, because they do not quite trust their own just now. It takes courage.",),
        (
            "First what makes sense in how they see it. There is always something.",
            "Ask before you explain: “May I say how it looks to me?”",
            "Offer one other way to see it, as a “maybe”. Then ask what they think.",
            "Speak about what was done, never about what kind of person does that.",
            "You hear one side. You do not have to decide who is right.",
        ),
        (
            Pair(
                "You are doing black-and-white thinking again.",
                "I see why that message felt like the end. Could it also be that she was at work? You know "
                "her, I do not.",
                "A name for their mistake shuts the door. A “maybe” lets them look themselves.",
            ),
        ),
    ),
    Support.SPACE: Part(
        "space",
        "“Space now”",
        (
            "They want their words to be here, and they do not want to talk yet. For some people this is "
            "the hardest "
            "thing to ask for. To respect it is a reply too.",
        ),
        (
            "You need not write at all. Nobody will think you did not care.",
            "If you do, one warm line that asks for nothing.",
            "Come back another day, if they open it again.",
            "Only if you fear for their life: tell a moderator, and leave the number of a help line.",
        ),
        (
            Pair(
                "Please answer, I am worried! Talk to me!",
                "Reading you. No need to answer. There is a chair here for you whenever you like.",
                "A plea makes them look after you. An open door does not.",
            ),
        ),
    ),
}
