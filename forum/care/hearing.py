"""Guidelines on hearing before judging: what lands and what hurts, SET, and the six levels of validation."""

from forum.care.parts import Pair, Part, Step

HEAR_FIRST = Part(
    "hear-first",
    "Hear first",
    (
        "Somebody wrote for an hour about the worst part of themselves, and pressed “Post” anyway. "
        "Now they wait. They are not waiting for an answer to their life. They want to know two things: "
        "did somebody hear it, and do I still belong?",
        "So the first thing a reply does is show that it heard. That is called validation. It means: "
        "your feeling makes sense to me, seen from where you stand. It does not mean: you were right, "
        "or I would do the same. You can understand a feeling and still think differently about what was "
        "done.",
        "Why first? A feeling that is understood tends to settle. A feeling that is argued with tends to "
        "get "
        "louder. In studies, people who were told that their feeling made sense calmed down more than "
        "people who "
        "were told that it did not. Those who find feelings hardest to steer also became less aggressive.",
    ),
    (
        "Name the feeling you heard. If you are not sure, say so: “It sounds lonely. Is that it?”",
        "Pick one sentence of theirs that stayed with you, and say that it did.",
        "Then, and only then, whatever they asked for.",
        "Be warm in plain words. Nobody needs a perfect reply. They need a real one.",
    ),
)

LANDS_AND_HURTS = Part(
    "what-lands",
    "What lands and what hurts",
    ("None of the lines that hurt is meant badly. That is why it helps to see them side by side.",),
    pairs=(
        Pair(
            "At least you have a job and a flat.",
            "Having those and still feeling empty, that must be confusing on top of everything.",
            "“At least” asks them to stop feeling it. They have already told themselves that others have it worse.",
        ),
        Pair(
            "Calm down. You are overreacting.",
            "It came over you like a wave. No wonder you are worn out.",
            "Being told how big a feeling may be makes it bigger.",
        ),
        Pair(
            "You should just block him and move on.",
            "You miss him and you are angry with him, both at once. That is a hard place to be.",
            "A quick answer says “this is easy”. If it were easy, they would have done it.",
        ),
        Pair(
            "I know exactly how you feel.",
            "I have been somewhere like that. For me it was like falling. How is it for you?",
            "Nobody knows exactly. Saying “like” leaves room for their story.",
        ),
        Pair(
            "Why do you always push people away?",
            "You pushed them away and you wanted them to stay. It sounds frightening to want both.",
            "“Why” and “always” sound like a trial. Say back what you see.",
        ),
        Pair(
            "That sounds like your BPD talking.",
            "That fear of being left sounds very loud today.",
            "A diagnosis used as an answer takes the person out of the sentence.",
        ),
        Pair(
            "He sounds like a narcissist. Leave him.",
            "What he said would have hurt me too.",
            "We heard one evening from one side. Stand beside the person. There is no need to judge the other one.",
        ),
        Pair(
            "Everything happens for a reason. Stay strong!",
            "I do not have wise words. I read all of it, and I am glad you wrote it.",
            "Bright phrases close the door. Honest not-knowing keeps it open.",
        ),
        Pair(
            "I promise it will get better.",
            "I cannot know how it will go. I know that it changed for me, slowly.",
            "A promise that we cannot keep costs trust. What you have lived yourself is worth more.",
        ),
        Pair(
            "Same! When my ex did that to me …",
            "Something like it happened to me, and I hid for a week. What did you do with that evening?",
            "A little of your story says “you are not alone”. A lot of it makes them your listener.",
        ),
    ),
)

SET = Part(
    "set",
    "Three things in one reply: support, empathy, truth",
    (
        "Jerold Kreisman and Hal Straus describe a simple way to speak with somebody whose feelings are on "
        "fire. "
        "They call it SET. All three belong together, in this order.",
        "When one is missing, people hear the opposite. Without support: “you do not care”. Without "
        "empathy: “you do "
        "not get it”. Without truth: “you tell me only what I want to hear”. Truth comes last and stays "
        "small. Often "
        "it is only that something is hard and that there is a next step. If they asked you just to "
        "listen, the truth "
        "can be as short as “and tonight nothing has to be decided”.",
    ),
    steps=(
        Step(
            "Support",
            "I care what happens to you. It begins with “I”.",
            "I am glad you told us. I care how tonight goes for you.",
        ),
        Step(
            "Empathy",
            "I see how it is for you. It begins with “you”, and it is not pity.",
            "You waited for that call all day, and then it felt as if you did not exist.",
        ),
        Step(
            "Truth",
            "What is real and possible now, without blame.",
            "She may not call tonight. You cannot make her. You can choose how the next hour goes.",
        ),
    ),
)

SIX_LEVELS = Part(
    "six-levels",
    "Six ways to show that it makes sense",
    (
        "Marsha Linehan made a therapy for this pain (DBT), and has told that she lived through it "
        "herself. She describes six levels of validation. Each goes a little deeper. Nobody needs all six. "
        "Use the deepest one that is true.",
    ),
    steps=(
        Step(
            "Be there",
            "Read all of it. Show that you did.",
            "I read this twice. The part about the unsent letter stays with me.",
        ),
        Step(
            "Say back what you heard",
            "In your own words, adding nothing. Leave room to be corrected.",
            "So you were fine until he looked at his phone, and then it all went cold. Did I get that?",
        ),
        Step(
            "Say what may lie unsaid",
            "A careful guess at what was not written. Let it be a guess.",
            "Maybe you were also ashamed that it hit you so hard?",
        ),
        Step(
            "See where it comes from",
            "It makes sense with what they have lived through.",
            "After being left without a word as a child, a quiet phone would scare anyone.",
        ),
        Step(
            "See that it makes sense now",
            "Anyone could feel this, today, here. No past is needed to explain it.",
            "He said he would come and he did not. Of course you are hurt.",
        ),
        Step(
            "Be a real person",
            "Speak as one equal to another. Not as a helper to a case, and not as if they might break.",
            "I got tears in my eyes at your last line. You are not too much for me.",
        ),
    ),
)

WHAT_PEOPLE_SAY = Part(
    "what-helps",
    "What people who live with this say helps",
    (
        "People with borderline personality disorder and similar illnesses have been asked in studies what helped "
        "them get better. They name much the same things. To accept themselves. To trust somebody who stays. To be "
        "treated as a person and not as a diagnosis. To keep hope that is real. To have something that matters to do. "
        "Most also say that the way was not straight. Many do get better, and most of them stay better.",
    ),
    (
        "To be believed, first.",
        "Somebody who comes back the next day, even after a bad evening.",
        "Clear and gentle words about what somebody can and cannot give. Sudden silence is the worst.",
        "To be asked what they need, in place of a guess.",
        "To hear from people who have come through, with the setbacks left in.",
        "To be allowed to say something dark without everybody panicking.",
        "No tests, no lectures, no “you people”.",
    ),
)
