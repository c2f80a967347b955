"""Nobody can take a name that could be read as somebody else's, or as the people who run the place."""

import pytest

from forum.accounts import names

SITE = "What Say You?"


@pytest.mark.parametrize(
    "name",
    [
        "mira",
        "Sam-7",
        "quiet.heron",
        "noor_2",
        "José",
        "Надежда",
        "Ελένη",
        "明日の風",
        "가을비",
        "नमिता",
        "سارة",
        "Ñandú",
    ],
)
def test_names_of_every_alphabet_are_welcome(name):
    assert names.problem(names.tidy(name), site_name=SITE) is None


@pytest.mark.parametrize(
    "name", ["", "ab", "x" * 31, "a b c", "mira!", "_mira", "mira.", "mi--ra", "mi._ra", "<b>mira</b>",
             "mira\u202enoor", "mira\u200b", "\u0301mira", "mi\nra", "🌊🌊🌊",
             "mira/../noor", "mira@example.org", "ﷺﷺ", "😀mira"]
)  # fmt: skip
def test_what_is_no_name_is_refused_in_a_sentence(name):
    said = names.problem(names.tidy(name), site_name=SITE)
    assert said and said.endswith((".", "?"))


@pytest.mark.parametrize("name", ["mirа", "аdrian", "nοor", "Mirа_sol", "ｍirа", "pаypal", "сat-lover"])
def test_a_name_keeps_to_one_alphabet(name):
    assert "one alphabet" in (names.problem(names.tidy(name), site_name=SITE) or "")


@pytest.mark.parametrize(
    "one, other",
    [("mira", "MIRA"), ("mira", "míra"), ("mira", "m.i_r-a"), ("mira", "rnira"), ("sol", "s0l"), ("lilo", "1i10"),
     ("vvanda", "wanda"), ("corne", "come"), ("scope", "ѕсоре"), ("mira", "ｍｉｒａ"), ("Ada", "ΑDA"), ("kit", "𝓴𝓲𝓽")]
)  # fmt: skip
def test_names_that_look_alike_are_one_name(one, other):
    assert names.skeleton(names.tidy(one)) == names.skeleton(names.tidy(other))


@pytest.mark.parametrize(
    "one, other", [("mira", "myra"), ("noor", "nour"), ("anna", "hanna"), ("नमिता", "नमति"), ("ida", "ada")]
)
def test_names_that_differ_stay_two(one, other):
    assert names.skeleton(one) != names.skeleton(other)


@pytest.mark.parametrize(
    "name",
    ["moderator", "Moderator", "m0derator", "rnoderator", "mod3rat0r", "mod", "mods", "admin", "Adm1n", "4dmin",
     "adrnin", "admin_jo", "jo.admin", "the-moderator", "moderator7", "Moderator2026", "staff", "5taff",
     "system", "sy5tem",
     "root", "support", "help", "he1p", "helpline", "helpline.uk", "crisis_team", "official", "jo-official",
     "anonymous",
     "deleted", "nobody", "Samaritans", "WhatSayYou", "what.say.you", "whatsayy0u", "mοderator", "ⅿoderator", "ｓtaff",
     "ᴀᴅᴍɪɴ", "аdmin", "admın", "módérator"]
)  # fmt: skip
def test_nobody_can_look_like_the_team_or_the_site(name):
    assert names.problem(names.tidy(name), site_name=SITE) is not None


@pytest.mark.parametrize(
    "name", ["badminton", "modest", "stafford", "amod", "rootbeer", "helpful", "adminton"]
)
def test_words_that_only_contain_such_a_word_are_fine(name):
    assert names.problem(name, site_name=SITE) is None


@pytest.mark.parametrize("place", range(len("moderator")))
def test_no_look_alike_of_any_letter_makes_a_moderator(place):
    """Every sign of the table, in the place of the letter that it looks like."""
    letter = "moderator"[place]
    tried = [
        sign for sign, plain in names.look_alikes().items() if plain == letter or plain in {"rn", "l", "i"}
    ]
    assert tried
    for sign in tried:
        if names.look_alikes()[sign] == letter:
            name = names.tidy("moderator"[:place] + sign + "moderator"[place + 1 :])
            assert names.problem(name) is not None, name


def test_the_team_may_be_called_what_it_is():
    assert names.problem("Moderator", team=True) is None
