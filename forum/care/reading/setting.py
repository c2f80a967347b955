"""The setting of something said: denied, over, about somebody else, quoted, only supposed, asked, or from a story."""

import re
from dataclasses import dataclass

from forum.care.reading.clauses import Clause, Reading
from forum.care.reading.tables import Hit

_NEGATION = re.compile(
    r" (?:not|never|no|nor|neither|without|hardly|nobody|nothing|none|isnt|arent|wasnt|werent|dont|doesnt|didnt|"
    r"wont|wouldnt|havent|"
    r"hasnt|hadnt|aint|shouldnt|couldnt|cant|stopped|stop|free|instead of|rather than|far from|against|refuse|"
    r"refused)(?= )"
)
# What looks like a denial and is none.
_NO_DENIAL = re.compile(
    r" (?:(?:havent|hasnt|have not|not|never) (?:already |yet |even )?(?:killed|ended|done|let)|why (?:i )?(?:havent|dont|didnt)|reason (?:i|why i)? ?(?:havent|dont|didnt|am not)|not only|not just|not (?:let|letting)|dont (?:let|know how|know what)|not sure|not even sure|no longer sure|(?:dont|doesnt|didnt|not) (?:know|tell|see|have a reason|understand|even know|care) ?(?:if|whether|how|why|what|a|any|the)?|cant "
    r"stop|couldnt stop|cant help|"
    r"cant shake|not going to lie|cant lie|cant deny|no doubt|no reason (?:not )?to|nothing (?:left|matters|"
    r"helps)|never stops?|cant wait|"
    r"why not|no one|nobody (?:knows|cares|would)|nothing but|no choice but|no matter|not (?:the )?first time|"
    r"didnt stop|doesnt stop|dont want to "
    r"be|dont see why|dont care|cant take|cant do|cant go|cant live|cant cope|cant handle|cant keep|cant stand)(?= )"
)
_REACH = 6  # words that a denial reaches forward over
_PAST = re.compile(
    r" (?:used to|ago|back then|when i was|as a (?:kid|teen|child|teenager)|in high school|in school|"
    r"in college|in my (?:teens|twenties|"
    r"early|late|youth)|last year|years? back|at the time|long time ago|in the past|in 0|since 0|growing up|at "
    r"(?:age )?0|once|"
    r"previously|formerly|earlier in my life|at my (?:lowest|worst)|months? ago|years? ago|decade|one point|"
    r"those days|recovered|"
    r"in recovery|clean for|0 years? (?:clean|free)|been clean|survived|survivor of)(?= )"
)
# What does not take back that something is past: "every day", "always", "now I don't".
_STILL = re.compile(
    r" (?:still|again|today|tonight|lately|recently|these days|right now|currently|this "
    r"(?:week|morning|evening|month|time)|yesterday|last night|more and more|tomorrow|soon|i am|i want|i feel|i just "
    r"want|i wish|i need|keeps? (?:coming|thinking)|have been (?!clean|sober|free|well|recovering|doing)\w+ing|"
    r"now(?! (?:i (?:dont|do not|havent|have not|am not|never|can|could|know|see|am ok|am fine|am glad)|it|that|they|those)))(?= )"
)
_MANY = (
    r"(?:0|a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty|"
    r"thirty|several|many|some|few|couple of)"
)
# … and that it has come back.
_RETURNED = re.compile(
    r" (?:i still (?:do|am|want|think|feel|have|wish)|still (?:do|feel|want)|(?:want to|feel it|doing it|feel this way|there|"
    r"started|starting|happening) (?:all over )?again|(?:it|they|thoughts|feelings?|urges?|that|this) (?:is|are|came|has come|have come|keeps? coming|"
    r"started coming|crept|creeping|is coming|are coming) back)(?= )"
)
# Somewhere in the text it is said to be behind them.
_CLOSED = re.compile(
    rf" (?:{_MANY} (?:whole |full |long |good )?(?:years?|months?|decades?) (?:clean|free|sober|since|without|of no|no)|(?:clean|free|safe|well|better) for {_MANY}|"
    r"(?:havent|have not|never) (?:\w+ ){0,6}(?:since|in (?:0|over|years|months|a decade))|(?:is|was|are|were) (?:long |all )?(?:over|gone|behind me)(?: now)?|long gone|"
    r"(?:dont|do not|didnt|never) (?:\w+ ){0,2}any ?more|(?:now|today) i (?:dont|do not|am not)|it (?:passed|lifted|got better|stopped)|got better|no longer|"
    r"glad (?:i am|it didnt|i didnt|i stayed|i failed|they found)|in recovery|recovered|since then|"
    r"between the ages|from (?:age )?0 to 0|looking back|i used to be|i got help|i got through)(?= )"
)
_ASKED_OF = re.compile(
    r" (?:asked|asks|asking|ask|wanted to know|checks?|checked|wondered) (?:\w+ ){0,6}(?:if|whether|about|had i|am i|do i|have i) "
)
_OWNED = re.compile(
    r" (?:yes|yeah|yep|lied|lying|truth|true|nodded|couldnt|honest answer|said i (?:was|am|did|do|have|had))(?= )"
)
_PAST_VERB = re.compile(
    r" (?:i (?:\w+ly )?(?:was|had|wanted|tried|attempted|thought|felt|planned|cut|went|ended|almost|nearly|did|"
    r"used|needed|wished|decided|"
    r"considered|hurt|took|overdosed|spent|kept|couldnt|didnt|could)|was|were|had)(?= )"
)
_QUESTION = re.compile(r" (?:are|do|did|have|has|is|does|would|can|could|how|what|why|who|when|should|anyone|any) ")
_WISHED = re.compile(
    r" (?:if|wish|wishing|wished|as though|as if|like|told \w+ that|happier if|better if) (?:i|it|they|we|he|she) (?:\w+ )?(?:was|were|had|did|could|didnt)(?= )"
)
_NOW = re.compile(
    r" (?:now|still|again|today|tonight|lately|recently|these days|right now|currently|every (?:day|night)|any "
    r"more|this (?:week|morning|evening|"
    r"month|time)|yesterday|last night|keep|all the time|always|constantly|more and more|tomorrow|soon|back "
    r"again|i am|i want|i feel|i just "
    r"want|i wish|i need|i think|have been (?!clean|sober|free|well|recovering|doing)\w+ing)(?= )"
)
_OTHERS = (
    "he|she|they|him|her|his|their|them|someone|somebody|people|person|anyone|everyone|others|friend|friends|"
    "brother|sister|mum|mother|dad|"
    "father|son|daughter|kid|kids|child|boyfriend|girlfriend|husband|wife|partner|ex|cousin|uncle|aunt|niece|"
    "nephew|grandma|grandpa|"
    "roommate|flatmate|coworker|colleague|neighbour|neighbor|patient|patients|client|student|students|veteran|"
    "veterans|character|"
    "you|your|yours|guy|girl|man|woman|kid|boss|teacher|dog|cat|who|buddy|mate|celebrity|singer|actor|soldier|"
    "bloke|fiance|fiancee"
)
_OTHER = re.compile(rf" (?:{_OTHERS})(?= )")
_SELF = re.compile(r" (?:i|me|my|myself|mine|we|us|our)(?= )")
_SUPPOSED = re.compile(
    r" (?:if|would have|could have|imagine|suppose|unless|in case|what if|had i|pretend|as if|like i am going to)(?= )"
)
_SAID = re.compile(
    r" (?:said|says|say|told|tells|yelled|shouted|screamed|texted|wrote|writes|posted|asked|asks|calls|called|"
    r"quote|line|lyrics?|"
    r"sings?|goes|heard|reading|read|titled|named|the song)(?= )"
)
_REPORTED = re.compile(
    r" (?:he|she|they|mum|dad|friend|brother|sister|son|daughter|husband|wife|boyfriend|girlfriend|mate|buddy|kid|ex|student|patient) (?:\w+ )?"
    r"(?:said|says|say|told me|texted|wrote|keeps saying|kept saying|is saying|was saying|was like|posted|screamed|yelled|goes) (?:\w+ ){0,4}$"
)
_STORY = re.compile(
    r" (?:song|lyrics?|movie|film|novel|book|series|episode|character|game|album|band|fiction|fanfic|anime|"
    r"manga|story|plot|scene|documentary|"
    r"podcast|article|study|studies|statistics|research|paper|essay|hotline|helpline|volunteer|training|"
    r"awareness|prevention|campaign|lecture|"
    r"class|court|law|bill|news|headline|minecraft|fortnite|boss fight|level|server|app|code|process)(?= )"
)


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


JUST_NOW = frozenset({"act", "goodbye", "means"})  # told in the past tense a moment after
SETTINGS = ("denied", "over", "other", "quoted", "supposed", "asked", "story")


def of(hit: Hit, reading: Reading, *, names_another: bool = True) -> Setting:
    """The setting of a hit, from its clause and the sentence around it.

    `names_another`: whether a person within the phrase is one it may be about; else only who is named before it counts.
    """
    clause, line = hit.clause, hit.clause.line
    before, inside = line[: hit.start], line[hit.start - 1 : hit.end]
    sentence = _sentence_line(clause, reading)
    return Setting(
        denied=_denied(before),
        over=_over(line[: hit.end], line, sentence, reading) and hit.rule.kind not in JUST_NOW,
        other=_about_another(before, inside if names_another or _SELF.search(inside) else ""),
        quoted=clause.quoted and not _own_words(clause, reading),
        supposed=bool(_SUPPOSED.search(before[-60:] + " ")),
        asked=_asked(clause, before, reading),
        story=bool(_STORY.search(sentence)),
    )


def _sentence_line(clause: Clause, reading: Reading) -> str:
    return reading.lines[clause.sentence]


def _denied(before: str) -> bool:
    reach = " " + " ".join(before.split()[-_REACH:]) + " "
    return bool(_NEGATION.search(_NO_DENIAL.sub(" ", reach)))


def _over(upto: str, line: str, sentence: str, reading: Reading) -> bool:
    """Whether it is told as past. A wish in the past tense ("if I was gone", "I wish I was") is none."""
    if _RETURNED.search(f"{' '.join(reading.lines.values())} "):
        return False
    if _PAST.search(line):
        return not _STILL.search(line)
    if _PAST.search(sentence) and not _NOW.search(line):
        return True
    if not _PAST_VERB.search(_WISHED.sub(" ", upto)):
        return False
    return not _NOW.search(sentence) or (not _STILL.search(line) and _closed(reading))


def _closed(reading: Reading) -> bool:
    return any(_CLOSED.search(f"{line} ") for line in reading.lines.values())


def _asked(clause: Clause, before: str, reading: Reading) -> bool:
    """A question about it, or the report of one ("she asked if I'd thought of it") that is not answered with a yes."""
    if clause.asks and _QUESTION.match(clause.line):
        return True
    return bool(_ASKED_OF.search(before)) and not _OWNED.search(reading.lines[clause.sentence])


def _about_another(before: str, inside: str) -> bool:
    """Whether the last person named before the phrase is somebody else, or the phrase itself names another.

    "She would be better off without me" is about the writer, whoever else is named.
    """
    if _SELF.search(inside):
        return bool(_REPORTED.search(before))
    another = [m.start() for m in _OTHER.finditer(before + " ")]
    own = [m.start() for m in _SELF.finditer(before + " ")]
    if another:
        return not own or another[-1] > own[-1]
    return not own and bool(_OTHER.search(inside))


def _own_words(clause: Clause, reading: Reading) -> bool:
    """I said "…", I told her "…": what stands in quotation marks is the writer's own."""
    line = reading.lines[clause.sentence]
    return bool(
        re.search(
            r" i (?:\w+ )?(?:said|say|told|tell|think|thought|was like|texted|wrote|keep (?:saying|thinking)|have said) ",
            line,
        )
    )
