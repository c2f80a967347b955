"""The setting of something said: denied, over, about somebody else, quoted, only supposed, asked, or from a story."""

import re
from dataclasses import dataclass

from forum.care.reading import past
from forum.care.reading.clauses import Clause, Reading
from forum.care.reading.tables import Hit

_NEGATION = re.compile(
    r" (?:not|never|no|nor|neither|without|hardly|nobody|nothing|none|isnt|arent|wasnt|werent|dont|doesnt|didnt|"
    r"wont|wouldnt|havent|"
    r"hasnt|hadnt|aint|shouldnt|couldnt|cant|stopped|stop|free|instead of|rather than|far from|against|refuse|"
    r"refused|zero|nah|nope)(?= )"
)
# What looks like a denial and is none.
_NO_DENIAL = re.compile(
    r" (?:dont (?:have|need) to|wouldnt it|wouldnt call it|dont think (?:anyone|anybody|they|any of them) would|(?:havent|hasnt|have not|not|never) (?:already |yet |even )?(?:killed|ended|done|let)|why (?:i )?(?:havent|dont|didnt)|reason (?:i|why i)? ?(?:havent|dont|didnt|am not)|not only|not just|not (?:let|letting)|dont (?:let|know how|know what)|not sure|not even sure|no longer sure|(?:dont|doesnt|didnt|not) (?:know|tell|see|have a reason|understand|even know|care) ?(?:if|whether|how|why|what|a|any|the)?|cant "
    r"stop|couldnt stop|cant help|"
    r"cant shake|not going to lie|cant lie|cant deny|no doubt|no reason (?:not )?to|nothing (?:left|matters|"
    r"helps)|never stops?|cant wait|"
    r"why not|no one|nobody (?:knows|cares|would)|nothing but|no choice but|no matter|not (?:the )?first time|"
    r"didnt stop|doesnt stop|dont want to "
    r"be|dont see why|dont care|cant take|cant do|cant go|cant live|cant cope|cant handle|cant keep|cant stand)(?= )"
)
_REACH = 6  # words that a denial reaches forward over
# "If he doesn't ring, I'm taking them": what is not, is the condition, and not what follows.
_CONDITION = re.compile(r" (?:if|unless|once|until) .*(?= i (?:am|will|might|swear) )")
_ASKED_OF = re.compile(
    r" (?:asked|asks|asking|ask|wanted to know|checks?|checked|wondered) (?:\w+ ){0,6}(?:if|whether|about|had i|am i|do i|have i) "
)
_OWNED = re.compile(
    r" (?:yes|yeah|yep|lied|lying|truth|true|nodded|couldnt|honest answer|said i (?:was|am|did|do|have|had))(?= )"
)
_ANSWERED_NO = re.compile(
    r" (?:(?:said|say|answered|answer|told (?:her|him|them)|tell (?:her|him|them)|replied) (?:\w+ ){0,3}no|no maam|no sir|the answer (?:is|was) no|denied it)(?= )"
)
_NO = re.compile(r" (?:no|nah|nope|never|not (?:at all|even|once|a|in the)|absolutely not|of course not|god no|i am not|i wasnt|i wont|i never|i have never)"
    r"(?= (?:\Z|and|at all|i|it|not|nor|because|to be|even|ever|going|that|what|no|been|was|but i am|worn|thanks|thank|maam|sir|joking|homicidal|never|nothing|"
    r"a|in|the|do|sleep|dont|never|my|just))")
_TAKEN_BACK = re.compile(r" i (?:am not(?: $| and i| at all| i am)|wasnt $|wont $|never (?:have|was|would)|have never been|dont $)")
_QUESTION = re.compile(
    r" (?:are|do|did|have|has|is|does|would|can|could|how|what|why|who|when|where|should|anyone|any|am|was|will) "
)
# A question that is the writer's own matter all the same: "how do I tell her that I want to die?"
_ABOUT_ONESELF = re.compile(r" (?:do|am|did|have|was|would|should|will) i ")
_OWN_MATTER = re.compile(r" (?:i|my|me|myself|anyone else|anybody else|you want to|is it (?:normal|ok|okay|bad|wrong|weird))(?= )")
_OTHERS = (
    "he|she|they|him|her|his|their|them|someone|somebody|people|person|anyone|everyone|others|friend|friends|"
    "brother|sister|mum|mother|dad|"
    "father|son|daughter|kid|kids|child|boyfriend|girlfriend|husband|wife|partner|ex|cousin|uncle|aunt|niece|"
    "nephew|grandma|grandpa|"
    "roommate|flatmate|coworker|colleague|neighbour|neighbor|patient|patients|client|student|students|veteran|"
    "veterans|character|"
    "you|your|yours|guy|girl|man|woman|kid|boss|teacher|dog|cat|who|buddy|mate|celebrity|singer|actor|soldier|"
    "bloke|fiance|fiancee|bro|sis|bestie|housemate|stepson|stepdaughter|granddaughter|grandson|gran|nana|nan|captain|officer|"
    "teen|teens|teenagers|nobody else|customer|customers|member|user|lady|toddlers|children"
)
_OTHER = re.compile(rf" (?:{_OTHERS})(?= )")
_SELF = re.compile(r" (?:i|me|my|myself|mine|we|us|our)(?= )")
_SUPPOSED = re.compile(
    r" (?:if|would have|could have|imagine|suppose|unless|in case|what if|had i|pretend|as if|like i am going to)(?= )"
)
_SPEAKER = (
    r"(?:he|she|they|mum|dad|friends?|brother|sister|son|daughter|husband|wife|boyfriend|girlfriend|mate|buddy|kid|ex|student|patient|"
    r"bro|sis|bestie|mother|father|aunt|uncle|gran|nan|grandma|grandpa|fiance|parents|everyone|everybody|people|someone|somebody|captain|granddaughter|grandson|colleague|cousin|family|"
    r"roommate|flatmate|housemate|character|boss|manager|doctor|nurse|teacher|neighbour|poster|worksheet|questionnaire|report|form)"
)
# Somebody says it of themselves, or takes it of the writer: "she texted that I …", "my mum thinks that I …".
_REPORTED = re.compile(
    rf" {_SPEAKER} (?:\w+ ){{0,2}}"
    r"(?:said|says|say|told me|texted|wrote|keeps saying|kept saying|is saying|was saying|was like|posted|screamed|yelled|goes|uses|"
    r"assumes?|assumed|worries|worried|is convinced|was convinced|believes?|suspects?|telling everyone|tells everyone|hear depression and think) "
    r"(?:\w+ ){0,4}$"
)
_THOUGHT = re.compile(rf" {_SPEAKER} (?:\w+ )?(?:thinks?|thought|think) (?:that )?(?:i )?(?:am |will |might |was |would |want to |wanted to )?(?:going to )?$")
_STORY = re.compile(
    r" (?:songs?|lyrics?|movie|film|novel|a book|the book|book about|series|episode|characters?|video game|the game|album|band|fiction|fanfic|anime|"
    r"manga|story|plot|the play|school play|scene|role play|musical|documentary|podcast|articles?|a study|the study|studies|statistics|research|essay|hotline|helpline|volunteer|"
    r"awareness|prevention|campaign|lecture|lawsuit|the bill|the news|headlines?|minecraft|fortnite|boss fight|"
    r"questionnaire|worksheet|survey|leaflet (?:says|said|scared|warns)|poster|posters|according to|can cause|may cause|autobiography|"
    r"(?:work|works|worked|working|volunteer\w*|shifts?|nights) (?:\w+ ){0,3}(?:crisis|text|help) ?line|a mug|the mug|testimony|graffiti|scratched)(?= )"
)
_OWN_VOICE = re.compile(
    r" (?:i (?:\w+ )?(?:said|say|told|tell|think|thought|was like|texted|wrote|keep (?:saying|thinking)|have said)|"
    r"(?:brain|mind|head|thoughts?|voices?) (?:\w+ ){0,3}(?:said|say|says|saying|tells|telling|goes|going|opens with|repeating|repeats)) "
)


_SAID_TO = re.compile(r" (?:you|u|him|her|them)(?= )")  # "nobody would miss you"


@dataclass(frozen=True)
class Setting:
    """How a phrase stands where it was found. Nothing set: it is said as true, now, of the writer.

    "If I could I'd kill myself" is only supposed, and in real posts meant as often as anything else (nine in ten), so
    `supposed` is noted without making a phrase harmless.
    """

    denied: bool = False
    over: bool = False
    other: bool = False
    quoted: bool = False
    supposed: bool = False
    asked: bool = False
    story: bool = False

    @property
    def plain(self) -> bool:
        return not (self.denied or self.over or self.other or self.quoted or self.asked or self.story)

    @property
    def names(self) -> tuple[str, ...]:
        """The words of what is set, in one order."""
        return tuple(name for name in SETTINGS if getattr(self, name))


SETTINGS = ("denied", "over", "other", "quoted", "supposed", "asked", "story")


def of(hit: Hit, reading: Reading, *, names_another: bool = True) -> Setting:
    """The setting of a hit, from its clause and the sentence around it.

    `names_another`: whether a person within the phrase is one it may be about; else only who is named before it counts.
    """
    clause, line = hit.clause, hit.clause.line
    before, inside = line[: hit.start], line[hit.start - 1 : hit.end]
    sentence = reading.lines[clause.sentence]
    return Setting(
        denied=_denied(before, inside[1:]) or _answered_no(clause, reading),
        over=past.is_over(hit.rule.kind, line[: hit.end], line, clause.sentence, reading),
        other=_about_another(before, inside if names_another or _SELF.search(inside) else "")
        or bool(_SAID_TO.match(line, hit.end - 1) and not _SELF.search(inside)),
        quoted=_quoted(hit, reading) and not _OWN_VOICE.search(sentence),
        supposed=bool(_SUPPOSED.search(before[-60:] + " ")),
        asked=_asked(clause, before, inside, reading),
        story=bool(_STORY.search(sentence)),
    )


def _denied(before: str, inside: str) -> bool:
    if condition := _CONDITION.match(before + inside):
        before = before[condition.end() :]
    reach = " " + " ".join(before.split()[-_REACH:]) + " "
    return bool(_NEGATION.search(_NO_DENIAL.sub(" ", reach)))


def _answered_no(clause: Clause, reading: Reading) -> bool:
    """ "Wanting to die? Nah." "She says I'm suicidal. I'm not." The no may come after one short sentence more ("Me? No.")."""
    after = [reading.lines.get(clause.sentence + step, "") for step in (1, 2)]
    if clause.asks:
        return bool(_NO.match(after[0]) or (len(after[0].split()) < 3 and _NO.match(after[1])))
    return bool(_TAKEN_BACK.match(after[0]))


def _quoted(hit: Hit, reading: Reading) -> bool:
    if hit.clause.quoted:
        return True
    spans = reading.quotes
    if not spans:
        return False
    start, end = hit.place
    return any(first <= start and end <= last for first, last in spans)


def _asked(clause: Clause, before: str, inside: str, reading: Reading) -> bool:
    """A question about it, or the report of one ("she asked if I'd thought of it") that is not answered with a yes.

    Who asks "do I want to die?" asks; who asks "how do I tell her that I want to die?" says it.
    """
    if clause.asks and _QUESTION.match(clause.line):
        upto = before + inside[1:]
        oneself = _ABOUT_ONESELF.match(upto)
        return not _OWN_MATTER.search(f" {upto[oneself.end() :]} " if oneself else f"{upto} ")
    sentence = reading.lines[clause.sentence]
    return bool(_ASKED_OF.search(before)) and (bool(_ANSWERED_NO.search(sentence)) or not _OWNED.search(sentence))


def _about_another(before: str, inside: str) -> bool:
    """Whether the last person named before the phrase is somebody else, or the phrase itself names another.

    "She would be better off without me" is about the writer, whoever else is named.
    """
    if _SELF.search(inside) or _SELF.search(before[-3:] + inside):
        return bool(_REPORTED.search(before) or _THOUGHT.search(before))
    another = [m.start() for m in _OTHER.finditer(before + " ")]
    own = [m.start() for m in _SELF.finditer(before + " ")]
    if another:
        return not own or another[-1] > own[-1]
    return not own and bool(_OTHER.search(inside))
