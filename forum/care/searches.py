"""What somebody may be asking for when they search for words about dying or hurting oneself.

A table for people to read and to change: short phrases, as they are typed into a search box. Small letters, no
accents and no marks: `Don’t` is `dont`, `daño` is `dano`. It knows English and some Spanish; of other languages it
knows nothing.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from forum.care import triage
from forum.care.signals import Harm, Risk
from forum.care.tuning import AS_SHIPPED, Tuning

LONGEST: Final = 2000  # signs that are looked at; nobody types more into a search box


class Need(StrEnum):
    """What a search calls for."""

    NOTHING = "nothing"  # that we know of; it never means that somebody is safe
    HELP_FIRST = "help_first"  # ways to reach somebody, above what was found
    HELP_ALONE = "help_alone"  # asks for a way to do it: ways to reach somebody, and no list


# Wanting to die, hurting oneself, or either as a topic.
HEAVY: Final = """
suicide, suicides, suicidal, suicidality, suicidal ideation, suicide note, sucide, suicde, suiside,
sewerslide, unalive, kill myself, killing myself, kms, kill me, kill herself, kill himself, kill themselves,
kill themself, end my life, ending my life, take my life, taking my life, end it all, end it, ending it all,
ending it, end everything, want to die, wanna die, wanting to die, wish i was dead, wish i were dead, wish i
could die, wish i was never born, better off dead, better off without me, hope i die, going to die tonight,
ready to die, i should die, let me die, help me die, rather be dead, rather die, dont want to live, dont wanna
live, do not want to live, not want to be alive, dont want to be alive, dont want to be here anymore, dont
want to wake up, never wake up, no reason to live, no point in living, nothing to live for, tired of living,
tired of being alive, cant go on, cannot go on, passive ideation, self harm, selfharm, self harming, self
injury, self injure, hurt myself, hurting myself, harm myself, harming myself, cut myself, cutting myself,
cutting, burn myself, burning myself, slit my wrists, hang myself, hanging myself, drown myself, shoot myself,
starve myself, starving myself, overdose, overdosed, overdosing, overdoses, took too many pills, took all my
pills, how many pills, how many tablets, goodbye letter, goodbye note, last goodbye, quiero morir, quiero
morirme, me quiero morir, quisiera morir, ganas de morir, no quiero vivir, no quiero seguir viviendo, quiero
matarme, me quiero matar, matarme, suicidio, suicidarme, suicidarse, me voy a suicidar, suicida, autolesion,
autolesiones, autolesionarme, cortarme, me corto, hacerme dano, lastimarme, sobredosis, nota de suicidio,
acabar con todo, acabar con mi vida, quitarme la vida, mejor muerta, mejor muerto
"""

# Somebody asks how …
ASKS: Final = """
how to, how do i, how do you, how can i, how could i, how would i, how should i, how many, how much, how long,
how high, how fast, way to, ways to, way of, ways of, how, best, easy, easiest, easier, quick, quickest,
quickly, fast, fastest, painless, painlessly, without pain, peaceful, peacefully, gentle, effective, most
effective, reliable, sure, guaranteed, method, methods, means, instructions, guide, steps, tutorial, what to
take, what can i take, can you die, could i die, can i die, will i die, would i die, dose, dosage, amount,
enough, what happens if i, como, formas de, forma de, maneras de, manera de, metodo, metodos, sin dolor,
cuantas, cuanto, dosis, rapido
"""
# … to do this.
ENDS: Final = """
die, dying, kill myself, killing myself, kill yourself, killing yourself, kms, suicide, commit suicide, end my
life, ending my life, take my life, taking my life, end it, end it all, overdose, od on, od, hang myself,
hanging myself, drown myself, shoot myself, cut myself, cutting myself, slit my wrists, hurt myself, harm
myself, self harm, selfharm, unalive, sewerslide, take my own life, end my own life, end ones life, end your
life, morir, morirme, morirse, suicidio, suicidarme, suicidarse, matarme, matarse, cortarme, sobredosis,
quitarme la vida
"""
# A question for a way by itself.
WAYS: Final = """
lethal dose, lethal doses, fatal dose, deadly dose, lethal amount, fatal amount, suicide method, suicide
methods, suicide pill, suicide pills, suicide kit, suicide pact, suicide forum, suicide forums, exit bag, tie
a noose, noose, painless death, peaceful death, easy death, painless suicide, dosis letal, dosis mortal, pacto
suicida
"""

# The other way round: with one of these, somebody looks for a way to stay, to help or to understand.
TO_STAY: Final = """
stop, stopping, stopped, quit, cope, coping, coped, deal with, dealing with, live with, living with, prevent,
prevention, survive, survived, surviving, survivor, survivors, support, get help, getting help, help for, help
a, help my, help someone, help somebody, help him, help her, help them, helping, talk, talking, tell, telling,
avoid, resist, urge, urges, instead, alternatives, distract, distraction, distractions, recover, recovery,
recovering, recovered, thoughts, thinking, feelings, feeling, fear, afraid, scared, worried, worry, after,
afterwards, lost, loss, losing, grief, grieving, bereaved, mourning, anniversary, attempt, attempts,
attempted, scars, friend, mum, mom, mother, dad, father, brother, sister, son, daughter, husband, wife,
partner, dejar de, ayudar, superar, prevenir, pensamientos, amigo, amiga
"""
# Sayings that are about something else. They are taken out before anything is looked for.
SAYINGS: Final = """
cutting down, cutting back, cutting ties, cutting contact, cutting off, cutting out, cutting edge, cutting
class, cutting hair, cutting my hair, cutting corners, cutting grass, cost cutting, dying to, dying of
laughter, die laughing, dying laughing, dying my hair, die hard, never say die, old habits die hard, to die
for, killing time, dead end, dead tired, dead line, end it on a good note, end it with, ending it with, end it
between, suicide squad, cant go on holiday
"""


def need_of(query: str, tuning: Tuning = AS_SHIPPED) -> Need:
    """What this search calls for. Explains itself by the tables above; nothing of it is kept.

    A host's settings matter only where the tables know nothing, so no settings take help away from these words.
    """
    plain = _SAYINGS.sub(" ", _plain(query))
    if _WAYS.search(plain) or (_ENDS.search(plain) and _ASKS.search(plain)):
        return Need.HELP_FIRST if _TO_STAY.search(plain) else Need.HELP_ALONE
    if _HEAVY.search(plain) or _plain(query) in {"sh", "die", "dying", "ctb", "death", "morir"}:
        return Need.HELP_FIRST
    # What the tables do not know, the reading of whole texts may. It must be able to point at something: what it
    # learned from posts says little about a single word. It may be wrong, which costs a kind paragraph.
    read = triage.assess(query[:LONGEST], tuning)
    asks_how = read.harm.rank >= Harm.METHOD.rank
    return Need.HELP_FIRST if read.signals and (asks_how or read.risk is not Risk.NONE) else Need.NOTHING


def _plain(query: str) -> str:
    """Small letters without accents and marks, one space between words. Only the beginning of a very long text."""
    split = unicodedata.normalize("NFKD", query[:LONGEST]).casefold()
    bare = "".join(sign for sign in split if not unicodedata.combining(sign) and sign not in "'’ʼ`´")
    return " ".join(re.findall(r"[^\W_]+", bare))


def _phrases(table: str) -> Iterable[str]:
    """The phrases of a table; the longer of two that begin alike comes first."""
    return sorted((" ".join(phrase.split()) for phrase in table.split(",")), key=len, reverse=True)


def _any_of(table: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _phrases(table)))})\b")


_HEAVY, _ASKS, _ENDS, _WAYS, _TO_STAY, _SAYINGS = map(_any_of, (HEAVY, ASKS, ENDS, WAYS, TO_STAY, SAYINGS))
