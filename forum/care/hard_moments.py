"""Guidelines for hard moments: being pushed away, anger, fear of being left, danger, and one's own limits."""

from forum.care.parts import Pair, Part

PUSHED_AWAY = Part(
    "pushed-away",
    "When somebody pushes you away",
    (
        "“Leave me alone, you are all the same.” Sometimes it means exactly that. Sometimes it means: I "
        "cannot bear to "
        "wait and see if you go, so I make you go now. From outside nobody can tell which.",
        "So take the words seriously and leave the door open. Both at once is possible.",
    ),
    (
        "Step back when you are asked to. Do not chase, and do not vanish without a word.",
        "Say it once, calmly: “I will leave you be. I am not angry. I will look in on Thursday.”",
        "If you name a day, keep it. If you cannot, do not name one.",
        "Do not take it as a verdict on you. You met the fear, not the person’s opinion.",
        "If they wrote earlier what they would like in such a moment, that counts most.",
    ),
    (
        Pair(
            "Fine, then I will not bother any more.",
            "All right, I will give you room. You did not break anything between us.",
            "The first line proves the fear right.",
        ),
    ),
)

RAGE = Part(
    "anger",
    "When somebody is full of rage",
    (
        "Rage is often hurt or shame that found no other way out. Afterwards many people hate themselves "
        "for it. You do "
        "not have to agree with what they did, and nobody has to take abuse.",
    ),
    (
        "Answer the hurt under it, not the loudest sentence.",
        "Do not argue about the facts in the middle of the storm. They can wait.",
        "Do not feed it either: “Yes, what a monster!” makes tomorrow harder.",
        "If the anger turns on you, you may stop: “I want to go on talking, and not like this. I will be back.”",
        "If they are ashamed afterwards: what they did was one thing, they are more than it. Mending is possible.",
    ),
    (
        Pair(
            "You are being abusive. No wonder she left.",
            "You were so hurt that you wanted her to feel it too. And now you are sorry. Both of these are you.",
            "Shame does not make people gentler. Being seen whole sometimes does.",
        ),
    ),
)

LEFT = Part(
    "being-left",
    "When somebody is afraid of being left",
    (
        "An unanswered message can feel like the end of the world. It is not an act. For somebody who has "
        "been left "
        "before, silence is where it always began.",
    ),
    (
        "Say what is sure: when you will be here, and when not.",
        "Give only what you can go on giving. Steady and small is better than a lot and then nothing.",
        "Do not promise “always” or “never”. Say “today” and “on Sunday”.",
        "Help them hold on until later: “What got you through an hour like this before?”",
        "Remind them that others are here too. You need not be the only thread.",
    ),
    (
        Pair(
            "Of course he will come back, do not worry!",
            "Waiting without knowing is awful. I am here until about ten tonight.",
            "Nobody can know the first. The second is true.",
        ),
    ),
)

AT_RISK = Part(
    "at-risk",
    "When somebody may be at risk",
    (
        "If you fear that somebody may end their life or hurt themselves, you may ask them so, in plain "
        "words. Asking does "
        "not put the thought into anyone’s head: studies that looked for this did not find it. Many people "
        "are relieved.",
        "You are not their rescue. You can be the person who noticed.",
    ),
    (
        "Say that you noticed: “You write as if you had said goodbye. Are you thinking about killing yourself?”",
        "Say that you are glad they said it. Do not argue, do not be shocked, do not make them promise.",
        "Tell them about the help page, and that it is all right to call when they are not sure that it is "
        "“bad enough”.",
        "Press “Ask a moderator to look”, then “I am worried about them”. It never counts against them.",
        "If they are in danger now and you know where they are, call the emergency number of their country.",
        "Never ask how they would do it, and never write about ways.",
        "Then breathe. You did a good thing, also if you never hear how it went on.",
    ),
    (
        Pair(
            "Think of what you would do to your mother!",
            "I am glad you wrote it here. You should not be alone with this tonight. Who could sit with you?",
            "Guilt makes a person lonelier. Company makes the hour shorter.",
        ),
    ),
)

YOURSELF = Part(
    "yourself",
    "Looking after yourself",
    ("You count too. Nobody here owes anybody a reply, and a rested reader is worth more than a brave one.",),
    (
        "Before you open a heavy post, ask yourself how you are. Later is fine.",
        "If something hits close to your own story, stop reading. You need no reason.",
        "Do not become the only one for somebody. Draw in others, and the team.",
        "You may say: “This is too near to me today. I wish you well.”",
        "You cannot fix it, and you were not asked to. To have heard is enough.",
        "Afterwards do something with your hands, or go for a walk. If it stays with you, use the help page yourself.",
    ),
)

HARD_MOMENTS = (PUSHED_AWAY, RAGE, LEFT, AT_RISK)
