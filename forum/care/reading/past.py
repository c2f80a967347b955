"""Whether something is told as past and over: years ago, of another age, followed by better times."""

import re

from forum.care.reading.clauses import Reading

_MANY = (
    r"(?:0|a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty|"
    r"thirty|several|many|some|few|couple of)"
)
# Long ago: another age, school, a year with a number. "0" stands for any number, so what follows must not make it an hour.
_NO_HOUR = r"(?! (?:minutes?|mins?|hours?|hrs?|days?|weeks?|am|pm|o|0|different|more|times))"
_LONG_AGO = (
    r"used to|back then|back in|back when|when i was|when i were|as a (?:kid|teen|child|teenager|young|student)|in high school|in middle school|"
    rf"in college|in my (?:teens|twenties|early|late|youth|0s)|(?<!the )last year|years? back|years? ago|decades? ago|a long time ago|in the past|in 0{_NO_HOUR}|"
    rf"since 0{_NO_HOUR}|growing up|at age 0|at the age of|aged 0|in (?:0th|9th|10th|11th|12th|8th|7th|6th|year 0|grade 0|form 0)(?: grade)?|"
    r"(?:ninth|tenth|eleventh|twelfth|eighth|seventh) grade|previously|formerly|earlier in my life|at my (?:lowest|worst)|those days|those years|"
    r"that (?:winter|summer|autumn|fall|spring|year|season)|there was an? (?:\w+ )?(?:year|winter|summer|season|time|period|stage|point)|"
    r"(?:that|my|the) (?:whole|entire|first) year|between the ages|from the age|from (?:age )?0 to 0|(?:during|at) (?:uni|university|school|college)|"
    r"(?:my|old) (?:diary|journal|journals|diaries) from|my old (?:diary|journal|posts|letters|self)|twelve months ago|0 years? (?:clean|free)|"
    r"(?:years|decades) since (?:i|my)|not long after|in my old life|my bad year|gave up wanting|(?:ten|five|eleven|twelve|twenty) (?:yrs|years) since|what kept me|remember wanting|how it felt to want|before (?:i got|lithium|therapy|treatment|recovery|the right)|(?:in|into) my chart|survivor of"
)
_FAR = re.compile(rf" (?:{_LONG_AGO}|once (?:i )?(?:was|had|wrote|tried|planned|did|took|cut)|once (?:because|when i|and never|before))(?= )")
_PAST = re.compile(
    rf" (?:{_LONG_AGO}|ago|at the time|in school|once(?! (?:i (?:am|get|have|can|know|finish)|the|he|she|they|it|we|you|my|everyone|everybody|that|this|more|again|and))|"
    r"months? ago|one point|recovered|in recovery|clean for|been clean|survived|at 0(?= and| i|,| $))(?= )"
)
# What does not take back that something is past: "every day", "always", "now I don't".
_STILL = re.compile(
    r" (?:still|again|today|tonight|lately|recently|these days|right now|currently|this "
    r"(?:week|morning|evening|month|time)|yesterday|last night|more and more|tomorrow|soon|i am(?! (?:0|fine|ok|okay|well|good|glad|happy|so glad))|"
    r"i want|i feel|i just want|i wish|i need|keeps? (?:coming|thinking)|"
    r"have been (?!clean|sober|free|well|recovering|doing|fine|stable|ok|okay|good|better)\w+ing|"
    r"now(?! (?:i (?:dont|do not|havent|have not|am|never|can|could|know|see|set)|it|that|they|those|and|a|an|with|$)))(?= )"
)
# … and that it has come back.
_RETURNED = re.compile(
    r" (?:i still (?:do|am|want|think|feel|have|wish)|still (?:do|feel|want)|(?:want to|feel it|doing it|feel this way|there|"
    r"started|starting|happening) (?:all over )?again|(?:it|they|thoughts|feelings?|urges?|that|this) (?:is|are|came|has come|have come|keeps? coming|"
    r"started coming|crept|creeping|is coming|are coming) back|(?:the |those )?same (?:thoughts?|feelings?|place)|(?:was|were|been) (?:fine|well|good|ok|okay|stable|over all that|doing well) "
    r"(?:\w+ ){0,4}(?:until|till|but (?:since|now|lately|this))|(?:until|till) (?:recently|lately|last week|this week|last month|now))(?= )"
)
# Somewhere in the text it is said to be behind them.
_CLOSED = re.compile(
    rf" (?:{_MANY} (?:whole |full |long |good |more )*(?:years?|months?|decades?) (?:clean|free|sober|since|without|of no|no|on|later)|(?:clean|free|safe|well|better|fine|okay|sober) for {_MANY}|"
    r"(?:havent|have not|never) (?:\w+ ){0,6}(?:since|in (?:0|over|years|months|a decade))|(?:is|was|are|were) (?:long |all )?(?:over|gone|behind me)(?: now)?|long gone|"
    r"(?:dont|do not|didnt|never) (?:\w+ ){0,2}any ?more|(?:now|today) i (?:dont|do not|am not)|(?:it|that|they) (?:\w+ )?(?:passed|lifted|got better|stopped|went away)|got better|no longer|"
    r"glad (?:i am|it didnt|i didnt|i stayed|i failed|they found)|in recovery|recovered|since then|never (?:went back|tried again|again|done it again|did it again)|"
    r"between the ages|from (?:age )?0 to 0|looking back|(?:it is|its) (?:\w+ ){0,3}(?:years|decades|yrs) since|a (?:very )?long time since|behind me|for me it ended|i stopped wanting|was so wrong|i am (?:\w+ )?next week|that time is closed|sober since|wanted to live every day|life got good|i used to be|i got help|i got through|"
    r"i am (?:0|[a-z]+ty(?: \w+)?|fine|ok|okay|well|good|happy|doing (?:well|fine|ok|okay|good|great)) (?:now|today|and)|(?:im|i am|all|its) (?:good|fine|ok|okay|well) (?:now|today)|"
    r"i have long stopped|stopped (?:when|for good|since|years|at)|been (?:well|fine|okay|stable|good|doing okay|doing well) (?:for|since|ever since)|"
    r"(?:it has|its|it is) been (?:nearly |almost |over |about )?(?:a |0 |\w+ )(?:good |long )?(?:years?|decades?)|tell that (?:kid|girl|boy)|that (?:kid|girl|boy))(?= )"
)
_VERB = re.compile(
    r" (?:i (?:\w+ly )?(?:was|had|wanted|tried|attempted|thought|felt|planned|cut|went|ended|almost|nearly|did|"
    r"used|needed|wished|decided|carved|prayed|hoped|hoarded|swallowed|stood|gave|burned|burnt|put|wrote|hid|told|"
    r"considered|hurt|took|overdosed|spent|kept|couldnt|didnt|could)|was|were|had)(?= )"
)
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
# What is told in the past tense a moment after; of these only a time long ago makes them over.
JUST_NOW = frozenset({"act", "goodbye", "means", "self_harm_now", "hint"})


def is_over(kind: str, upto: str, line: str, sentence: int, reading: Reading) -> bool:
    """Whether it is told as past. A wish in the past tense ("if I was gone", "I wish I was") is none.

    `upto`: the clause up to the end of what was found; `line`: the whole clause.
    """
    if has_returned(reading):
        return False
    if kind in JUST_NOW:
        return _long_over(upto, line, sentence, reading, told=kind == "self_harm_now")
    whole = reading.lines[sentence]
    if _PAST.search(line):
        return not _STILL.search(line)
    if _PAST.search(whole) and not _NOW.search(line):
        return True
    if not _VERB.search(_WISHED.sub(" ", upto)):
        return False
    return not _NOW.search(whole) or (not _STILL.search(line) and is_closed(reading))


def _long_over(upto: str, line: str, sentence: int, reading: Reading, *, told: bool) -> bool:
    """Told as of long ago: in its sentence or, with a verb in the past, in the one before; or a closed matter."""
    whole = reading.lines[sentence]
    if _STILL.search(line):
        return False
    if _FAR.search(whole) or (told and _PAST.search(whole)):
        return True
    if not _VERB.search(upto):
        return False
    return bool(_FAR.search(reading.lines.get(sentence - 1, ""))) or (told and is_closed(reading))


def has_returned(reading: Reading) -> bool:
    """Whether the text says of something past that it has come back."""
    if "returned" not in reading.known:
        reading.known["returned"] = bool(_RETURNED.search(f"{' '.join(reading.lines.values())} "))
    return reading.known["returned"]


def is_closed(reading: Reading) -> bool:
    """Whether the text says somewhere that something is behind its writer."""
    if "closed" not in reading.known:
        reading.known["closed"] = any(_CLOSED.search(f"{line} ") for line in reading.lines.values())
    return reading.known["closed"]
