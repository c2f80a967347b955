"""Whether a text is in English, by its commonest words: what cannot be read is said to be unread."""

from forum.care.reading.clauses import Reading

# The commonest words of English, in the spelling of words.py. Other languages share few of them.
_ENGLISH = frozenset(
    "the and to of in is it that you for was on are with as have be this at or had by not but what all were we "
    "when your can said there "
    "an each which she do how their if will up about out many then them these so some her would make like him "
    "into time has look two more "
    "go see no way could people my than first been who its now find long down day did get come made may part i "
    "am dont me just because "
    "really feel know want even don't only from he they us our still never ever too cant going got im any much always why being".split()
)
_OTHERS = frozenset(
    "que de la el los las una por para con pero como estoy soy esta muy más mi yo quiero no ich und der die "
    "das nicht ist ein eine mit auch "
    "aber mir mich bin je ne pas le les des est suis vous nous mais dans avec sur het een niet van ik maar "
    "voor dat jeg ikke og det er en "
    "som på men nie jest się jak ale że co mam non sono che per il di mi não eu uma com isso".split()
)
# Of these, none is a word of English too.
_FOREIGN = frozenset(
    "que estoy esta soy yo quiero muy más ich und nicht ist eine mich mir bin je ne suis vous nous mais avec ik niet voor "
    "jeg ikke nie jest się są não uma perché sono".split()
)
FEWEST = 6  # different words: in less, nobody can say which language it is


def is_english(reading: Reading) -> bool:
    """False when the words are another language's. A text too short to say passes as English, unless it is plainly not."""
    letters = [word.text for word in reading.words if word.text.isalpha()]
    if any(ord(sign) > 0x24F for word in letters[:40] for sign in word):
        strange = sum(any(ord(sign) > 0x24F for sign in word) for word in letters)
        if strange * 2 > len(letters):
            return False
    if len(set(letters)) < FEWEST:
        foreign = sum(word in _FOREIGN for word in letters)
        return not foreign or sum(word in _ENGLISH for word in letters) > foreign
    known = sum(word in _ENGLISH for word in letters)
    foreign = sum(word in _OTHERS and word not in _ENGLISH for word in letters)
    return known * 5 >= len(letters) or known > 2 * foreign
