"""A host moves thresholds and brings phrases of their own; nobody can make the program deaf, no mistake goes unsaid."""

import re
from pathlib import Path

import pytest

from forum.care import coach, proof, searches, suggestions, triage, tuning
from forum.care.coach import Problem
from forum.care.searches import Need
from forum.care.signals import Harm, Risk
from forum.care.tuning import AS_SHIPPED, BadTuning, read, read_file

EXAMPLE = Path(__file__).parents[2] / "docs/care.example.toml"
BEANS = "I planted beans by the window, and my sister rang on Sunday."
FERRY = "I bought a new coat and I will take the night ferry."
HEARD = "I keep thinking about suicide, and it frightens me."
BUNGEE = "We are going to jump off the bridge at the bungee weekend."


def raising(*phrases: str, level: str = "high") -> str:
    return f"[[raise]]\nlevel = '{level}'\nphrases = {list(phrases)}\n"


def harmless(*phrases: str) -> str:
    return f"[[harmless]]\nphrases = {list(phrases)}\n"


def risk(text: str, settings: str = "") -> Risk:
    return triage.assess(text, read(settings)).risk


@pytest.mark.parametrize("level", ["concern", "high", "imminent"])
def test_a_phrase_of_ones_own_raises_to_its_level(level: str) -> None:
    found = triage.assess(FERRY, read(raising("take the night ferry", level=level)))
    assert risk(FERRY).rank < found.risk.rank and found.risk == level
    assert [FERRY[one.start : one.end] for one in found.signals] == ["take the night ferry"]
    assert all(one.why for one in found.signals)


def test_it_never_lowers_what_is_graver_already() -> None:
    text = f"{FERRY} I am going to kill myself tonight."
    assert risk(text, raising("take the night ferry", level="concern")) is Risk.IMMINENT


@pytest.mark.parametrize(
    "text",
    [
        "I would never take the night ferry, I promised.",
        "Years ago I used to want to take the night ferry.",
        "My brother says he will take the night ferry to see his children.",
        'The song goes "take the night ferry" and I love it.',
    ],
    ids=["denied", "over", "another's", "quoted"],
)
def test_it_counts_only_where_it_is_meant(text: str) -> None:
    assert risk(text, raising("take the night ferry")) is risk(text)


TYPED = ["Take The Night Ferry", "don't wanna go home", "self-harming  again", "going… ferry"]


@pytest.mark.parametrize("written", TYPED)
def test_a_phrase_may_be_written_as_people_type(written: str) -> None:
    text = f"Tonight I {written} now." if "…" not in written else "I am going on the ferry now."
    assert risk(text, raising(written, level="imminent")) is Risk.IMMINENT


@pytest.mark.parametrize(("level", "counts"), [("high", False), ("imminent", True)])
def test_what_is_imminent_counts_when_it_is_told_a_moment_after(level: str, counts: bool) -> None:
    text = "I took the blue ones from the drawer."
    assert (risk(text, raising("took the blue ones", level=level)).rank > risk(text).rank) is counts


def test_it_counts_in_a_language_that_the_program_does_not_know() -> None:
    text = "Estoy muy cansada, ya no quiero vivir, y esta noche no puedo con la vida que tengo."
    found = triage.assess(text, read(raising("ya no quiero vivir")))
    assert found.risk is Risk.HIGH and not found.read
    assert [text[one.start : one.end] for one in found.signals] == ["ya no quiero vivir"]
    assert triage.assess(text).risk is Risk.NONE


@pytest.mark.parametrize("text", ["Hello everyone. I ya no quiero vivir.", "I will go to my dog tonight."])
def test_whom_the_phrase_itself_names_is_the_business_of_the_host(text: str) -> None:
    assert risk(text, raising("ya no quiero vivir", "go to my dog", "to the dog")) is Risk.HIGH


def test_a_harmless_phrase_silences() -> None:
    assert risk(BUNGEE) is Risk.HIGH, "or the test shows nothing"
    assert risk(BUNGEE, harmless("jump off the bridge at the bungee")) is Risk.NONE


def test_what_stands_beside_a_harmless_phrase_is_heard_as_before() -> None:
    text = f"{BUNGEE} I want to die. I want to kill myself."
    found = triage.assess(text, read(harmless("jump off the bridge at the bungee")))
    assert found.risk is triage.assess(text).risk is Risk.HIGH
    places = {text[one.start : one.end] for one in found.signals}
    assert {"want to die", "want to kill myself"} <= places and not any("bridge" in place for place in places)


IMMINENT = "I wrote the goodbye letters. I am going to kill myself tonight when everyone is asleep."


@pytest.mark.parametrize(
    "settings",
    [
        "high = 1.0\nconcern = 1.0\n",
        harmless("kill myself tonight", "goodbye letters", "going to kill myself"),
        "high = 1.0\n" + harmless("i am going to kill myself tonight", "i wrote the goodbye letters"),
    ],
    ids=["thresholds", "phrases", "both"],
)
def test_what_is_imminent_stays_imminent_with_its_reasons(settings: str) -> None:
    found, shipped = triage.assess(IMMINENT, read(settings)), triage.assess(IMMINENT)
    assert found.risk is Risk.IMMINENT and found.signals == shipped.signals


def test_no_phrase_and_no_threshold_lets_through_what_could_harm_a_reader() -> None:
    text = "is there a painless way to end my life. You should kill yourself."
    settings = read("high = 1\nconcern = 1\n" + harmless("a painless way", "end my life", "should kill yourself"))
    assert triage.assess(text, settings).harm is triage.assess(text).harm is Harm.METHOD


def test_danger_to_somebody_else_is_not_lost_either() -> None:
    text = "I will kill him when he comes home, I have sharpened the knife."
    assert triage.assess(text).others
    assert triage.assess(text, read("high = 1\nconcern = 1\n" + harmless("will kill him"))).others


def test_thresholds_find_more_and_fewer() -> None:
    texts = [HEARD, BUNGEE, "Nothing matters and I am so tired of it all.", BEANS, "I feel like a burden."]
    ranks = [[risk(text, f"high = {n}\nconcern = {n}").rank for text in texts] for n in (-1, 0, 1)]
    assert all(more >= as_shipped >= fewer for more, as_shipped, fewer in zip(*ranks, strict=True))
    assert ranks[0] != ranks[2]


def test_kinds_of_nudges_and_topics_of_notes_can_be_kept_quiet() -> None:
    draft = "You should call her tomorrow and tell her."
    assert {one.kind for one in coach.suggest(draft).findings} == {Problem.ADVICE}
    assert not coach.suggest(draft, tuning=read("quiet = ['advice']")).findings
    cold = "We went to the coast that summer and ate chips in the rain. Then the car broke down outside a small town."
    assert coach.suggest(cold, first=True).unheard
    assert not coach.suggest(cold, first=True, tuning=read("quiet = ['unheard']")).nudges
    drunk = "I am an alcoholic and I relapsed."
    assert "substance" in {one.topic for one in suggestions.suggest(drunk)}
    assert "substance" not in {one.topic for one in suggestions.suggest(drunk, read("quiet = ['substance']"))}


def test_every_kind_of_nudge_can_be_named() -> None:
    assert set(Problem) | {tuning.UNHEARD} == tuning.NUDGES


def test_help_stays_first_in_the_search_whatever_is_set() -> None:
    settings = read("high = 1\nconcern = 1\n" + harmless("want to die", "how to"))
    for words in ("want to die", "suicide", "I want to die", "how to kill myself"):
        assert searches.need_of(words, settings) is searches.need_of(words) is not Need.NOTHING


def test_a_phrase_of_ones_own_brings_help_first_in_the_search() -> None:
    assert searches.need_of("take the night ferry") is Need.NOTHING
    assert searches.need_of("take the night ferry", read(raising("take the night ferry"))) is Need.HELP_FIRST


WRONG = {
    "high = ": "line 1",
    "\nhigh = 0.1\nhigh = 0.2": "line 3",
    "hihg = 1": "Nothing is called hihg",
    "high = 1.5": "high is a number from -1 to 1, without quotes, like high = 0.5.",
    "high = true": "high is a number",
    "high = nan": "high is a number",
    "concern = inf": "concern is a number",
    "nudge = '2'": "nudge is a number from -2 to 2, without quotes",
    "note = -2.5": "note is a number",
    "quiet = 'advice'": "quiet is a list of words",
    "quiet = ['advise']": "quiet: nothing is called advise",
    "quiet = [1]": "quiet is a list of words",
    "raise = 'x'": "[[raise]]",
    "raise = ['x']": "[[raise]]",
    "[raise]\nphrases = ['a ferry']": "[[raise]]",
    "[[raise]]\nphrases = ['a ferry']": "raise, number 1: level is one of",
    "[[raise]]\nlevel = 'none'\nphrases = ['a ferry']": "level is one of concern, high, imminent",
    "[[raise]]\nlevel = ['high']\nphrases = ['a ferry']": "level is one of",
    "[[raise]]\nlevel = 'high'": "raise, number 1: phrases are a list",
    "[[raise]]\nlevel = 'high'\nphrases = 'a ferry'": "phrases are a list",
    "[[raise]]\nlevel = 'high'\nphrases = []": "phrases are a list",
    "[[raise]]\nlevel = 'high'\nphrases = [' ']": "phrases are a list",
    "[[raise]]\nlevel = 'high'\nwhy = 1\nphrases = ['a ferry']": "why is a sentence",
    "[[raise]]\nlevel = 'high'\nkind = 'x'\nphrases = ['a ferry']": "nothing is called kind there",
    raising("night ferry", "a (ferry"): "the phrase “a (ferry” has an opening bracket ( that is never closed.",
    raising("ferry ("): "docs/care.example.toml shows how",
    raising("a [night ferry"): "has an opening bracket [ that is never closed",
    raising("a ferry]"): "has a closing bracket ] without the opening one",
    raising("(a [night) ferry]"): "has a closing bracket ) without the opening one",
    raising("the <ferr"): "has an opening bracket < that is never closed",
    raising("[ferry]"): "“[ferry]” has no word that must be there",
    raising("..."): "no word that must be there",
    raising("*"): "no word that must be there",
    raising("🙂 !"): "no word that must be there",
    raising("the <boat>"): "“the <boat>” uses the group <boat>, which does not stand under [sets]",
    raising("x" * 300): "too long",
    raising("a ... b ... c ... d ... e"): "too long",
    raising("ferry") + raising("a )"): "raise, number 2",
    harmless("suicide"): "harmless, number 1: “suicide” may be a single word",
    harmless("[the] (suicide | squad quiz)"): "may be a single word",
    harmless("suicide ..."): "may be a single word",
    "sets = 1": "sets has a line for each group",
    "[sets]\nboat = 'ferry'": "sets, boat: phrases are a list",
    "[sets]\nboat = ['<boat>']": "cannot hold another group",
    "[sets]\nboat = ['last (ferry']": "sets, boat: the phrase “last (ferry” has an opening bracket",
    "note = 0.1\nhigh = 0,5": "line 2 (“high = 0,5”) cannot be read. Please write 0.5, with a point and not a comma.",
    "high = -,25": "Please write -0.25, with a point",
    "high = .5": "like 0.5",
    "high = high": 'Words stand between quotes, like "high".',
    "quiet = [advice]": 'Words stand between quotes, like "high".',
    "quiet = ['advice]": "A quote is opened and not closed.",
    "quiet = [“advice”]": "Please use straight quotes",
    "quiet = ['advice'": "A list stands between [ and ]",
    "high 0.5": "A line is a name, then =, then a value",
    "high = 0.5 a little": "line 1 (“high = 0.5 a little”)",
    "high = 0.1\nhigh = 0.2\n": "“high” stands in the file twice",
    'quiet = ["a\\q"]': "Please leave out the \\",
}


@pytest.mark.parametrize("settings", WRONG)
def test_a_mistake_is_named_in_plain_words(settings: str) -> None:
    with pytest.raises(BadTuning) as refused:
        read(settings)
    assert WRONG[settings] in str(refused.value)


DEAF = {
    harmless("want to die"): "“I want to die.”",
    harmless("i (want | need) to ..."): "nobody would be called",
    harmless("kill* myself", "killing myself"): "kill",
    harmless("thinking about killing myself"): "“I am thinking about killing myself.”",
    harmless("cut myself again"): "“I cut myself again last night.”",
    raising("(my | the) *", level="high"): "soon for everything",
    raising("all right"): "soon for everything",
}


@pytest.mark.parametrize("settings", DEAF)
def test_settings_that_hear_nothing_or_everything_are_refused(settings: str) -> None:
    with pytest.raises(BadTuning) as refused:
        proof.check(read(settings))
    assert DEAF[settings] in str(refused.value)


def test_the_shipped_program_hears_what_must_be_heard_and_is_calm_where_nothing_is() -> None:
    assert [text for text in proof.ALWAYS_HEARD if risk(text).rank < Risk.HIGH.rank] == []
    assert [text for text in proof.NEVER_CALLED_FOR if risk(text).rank >= Risk.HIGH.rank] == []


@pytest.mark.parametrize("settings", ["", "high = 1\nconcern = 1", raising("take the night ferry")])
def test_settings_that_a_host_may_choose_pass(settings: str) -> None:
    proof.check(read(settings))


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    for content, said in ((b"high = 0.1\n# \xff\n", "Line 2"), (b"#" * 200_000, "100 kB")):
        (tmp_path / "care.toml").write_bytes(content)
        with pytest.raises(BadTuning, match=said):
            read_file(tmp_path / "care.toml")
    for path in (tmp_path, tmp_path / "nowhere.toml"):
        with pytest.raises(BadTuning, match="cannot be read"):
            read_file(path)
    (tmp_path / "care.toml").write_bytes(b"\xef\xbb\xbfhigh = 0.5\r\n")
    assert read_file(tmp_path / "care.toml").high == 0.5


def test_the_example_changes_nothing_and_names_everything() -> None:
    text = EXAMPLE.read_text()
    assert read(text) == AS_SHIPPED
    used = read(re.sub(r"^#(?=[\w\[])", "", text, flags=re.M))
    proof.check(used)
    assert used.raises and used.harmless
    for name in (*tuning.FARTHEST, *tuning.NUDGES, *tuning.LEVELS):
        assert name in text, name
    assert triage.assess(FERRY, used).risk is Risk.HIGH
    assert triage.assess(BUNGEE, used).risk is Risk.NONE


@pytest.mark.parametrize("phrase", ["[a] " * 30 + "zzz", "(a|a a) " * 20 + "zzz", "a* " * 20 + "zzz"])
def test_a_phrase_that_could_be_looked_for_without_end_is_refused(phrase: str) -> None:
    with pytest.raises(BadTuning, match="brackets and stars"):
        read(raising(phrase))


@pytest.mark.parametrize("text", ["quiet = " + "[" * 3000, f"high = {'9' * 5000}"], ids=["deep", "long"])
def test_what_no_reader_of_toml_can_read_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadTuning):
        read(text)
