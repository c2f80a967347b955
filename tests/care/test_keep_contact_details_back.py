"""A newcomer's links and contact details are found, and ordinary words and help lines are left alone."""

import time

import pytest

from forum.care import contact, resources
from forum.care.contact import Kind

FOUND = [
    ("Look at https://example.com/a?b=c for more", Kind.LINK, "https://example.com/a?b=c"),
    ("http://10.0.0.1/x", Kind.LINK, "http://10.0.0.1/x"),
    ("see www.example.org.", Kind.LINK, "www.example.org."),
    ("it is on example.com", Kind.LINK, "example.com"),
    ("my page (mira-writes.net) has more", Kind.LINK, "mira-writes.net"),
    ("join discord.gg/abcDEF", Kind.LINK, "discord.gg/abcDEF"),
    ("t.me/lonelyfox", Kind.LINK, "t.me/lonelyfox"),
    ("wa.me/4915112345678", Kind.LINK, "wa.me/4915112345678"),
    ("youtu.be/dQw4w9WgXcQ is good", Kind.LINK, "youtu.be/dQw4w9WgXcQ"),
    ("bit.ly/3xyz", Kind.LINK, "bit.ly/3xyz"),
    ("Buy at pills-cheap.ru today", Kind.LINK, "pills-cheap.ru"),
    ("a.b.example.co.uk/page", Kind.LINK, "a.b.example.co.uk/page"),
    ("HTTP://EXAMPLE.COM", Kind.LINK, "HTTP://EXAMPLE.COM"),
    ("go to example[dot]com", Kind.LINK, "example[dot]com"),
    ("write to mira@example.org please", Kind.EMAIL, "mira@example.org"),
    ("mira.b+forum@mail.example.co.uk", Kind.EMAIL, "mira.b+forum@mail.example.co.uk"),
    ("mira (at) example", Kind.EMAIL, "mira (at) example"),
    ("mira at gmail dot com", Kind.EMAIL, "mira at gmail dot com"),
    ("mira[at]gmail.com", Kind.EMAIL, "mira[at]gmail"),
    ("+44 7700 900123", Kind.PHONE, "+44 7700 900123"),
    ("+491511234567", Kind.PHONE, "+491511234567"),
    ("ring 07700 900123 any time", Kind.PHONE, "07700 900123"),
    ("07700900123", Kind.PHONE, "07700900123"),
    ("(212) 555-0134", Kind.PHONE, "(212) 555-0134"),
    ("212-555-0134", Kind.PHONE, "212-555-0134"),
    ("212.555.0134", Kind.PHONE, "212.555.0134"),
    ("1-212-555-0134", Kind.PHONE, "1-212-555-0134"),
    ("my number is 555-0134", Kind.PHONE, "555-0134"),
    ("06 12 34 56 78", Kind.PHONE, "06 12 34 56 78"),
    ("612 345 678", Kind.PHONE, "612 345 678"),
    ("612345678", Kind.PHONE, "612345678"),
    ("0151/23456789 is mine, or 0151 23456789", Kind.PHONE, "0151 23456789"),
    ("text me: 2 1 2 5 5 5 0 1 3 4", Kind.PHONE, "2 1 2 5 5 5 0 1 3 4"),
    ("discord: moonfox#1234", Kind.HANDLE, "discord: moonfox#1234"),
    ("moonfox#1234", Kind.HANDLE, "moonfox#1234"),
    ("my insta is moon.fox", Kind.HANDLE, "my insta is moon.fox"),
    ("My Instagram name is moonfox", Kind.HANDLE, "My Instagram name is moonfox"),
    ("my snap's moonfox99", Kind.HANDLE, "my snap's moonfox99"),
    ("telegram = moonfox", Kind.HANDLE, "telegram = moonfox"),
    ("Snapchat: moonfox", Kind.HANDLE, "Snapchat: moonfox"),
    ("kik id: moonfox", Kind.HANDLE, "kik id: moonfox"),
    ("I'm moon_fox on discord", Kind.HANDLE, "I'm moon_fox on discord"),
    ("you find me on tumblr as moonfox", Kind.HANDLE, "find me on tumblr as moonfox"),
    ("@moonfox_writes", Kind.HANDLE, "@moonfox_writes"),
    ("u/moonfox", Kind.HANDLE, "u/moonfox"),
    ("Add me on snap", Kind.HANDLE, "Add me on snap"),
    ("It is late. You can text me on whatsapp", Kind.HANDLE, "You can text me on whatsapp"),
    ("Please message me privately on Signal", Kind.HANDLE, "Please message me privately on Signal"),
]

LEFT_ALONE = [
    "Call 988 now, or text 988.",
    "Samaritans are on 116 123, day and night.",
    "In Ireland it is 116123 too, and 50808 by text.",
    "Text HOME to 741741.",
    "From abroad +44 116 123 does not work, I think.",
    "The Trevor Project, 1-866-488-7386.",
    "+1 866 488 7386",
    "TelefonSeelsorge 0800 111 0 111 or 0800 111 0 222",
    "Childline 0800 1111 helped me.",
    "call 0800 1111",
    "call the number 13 11 14",
    "jo@samaritans.org answers letters",
    "https://www.samaritans.org/how-we-can-help/",
    "look at findahelpline.com",
    "dial 112, 999, 911 or 000",
    "I take 150 mg in the morning and 300 mg at night.",
    "from 25 to 50 to 100 to 200 mg",
    "100 200 300 mg over three weeks",
    "0.5 mg, then 0.25",
    "Somebody is there 24/7, 365 days.",
    "On 12/11/2023 she left.",
    "since 2019-05-06",
    "06.11.2023 was the day",
    "12 11 2023",
    "between 2015-2019 and 2020 - 2023",
    "I am 34, she is 36, and our son is 7.",
    "It cost £1,200 and then 1.200,50 more.",
    "$15000 of debt, 12 000 000 in the lottery",
    "5 4 3 2 1 and then I breathe",
    "5-4-3-2-1, the grounding one",
    "breathe 4-7-8",
    "1 2 3 4 5 6 7 8 9 10 11 12",
    "10:30-11:45 on Mondays",
    "at 3.30 a.m., e.g. yesterday, i.e. today",
    "I was so tired.So I slept.",
    "He went home.No word since.",
    "He left.De facto we were over.",
    "I said it.it was true",
    "and then nothing...me and the wall",
    "we laughed.to be honest I cried",
    "I deleted Instagram yesterday.",
    "My insta is private now.",
    "my snap is dead",
    "It was a snap decision.",
    "He blocked me on WhatsApp and Facebook.",
    "They message me on Instagram all day.",
    "My mother texted me on whatsapp.",
    "the signal is weak here",
    "There was discord: everyone shouted.",
    "I felt so bad on facebook as well",
    "Dr. Mueller and St. Mary",
    "and/or, he/she, w/o, n/a",
    "F60.3, ICD-10, DSM-5-TR",
    "8/10 today, 3/10 yesterday",
    "I sat there @ 3 in the morning @home",
    "ISBN 978-3-16-148410-0",
    "case no. 4711 0815 22",
    "I walked 12345678 steps",
    "there are 8 000 000 000 people",
    "1000000000 thoughts",
    "version 2.10.3",
    "4.31977192 is what it said",
    "My head: off. My heart: on.",
    "line: the third one in the poem",
    "I'm always on discord. I'm lonely on Instagram",
    "on Instagram as someone who has it all together",
    "Honestly? I'm better on telegram days than off them",
]


@pytest.mark.parametrize(("text", "kind", "passage"), FOUND, ids=[text for text, *_ in FOUND])
def test_a_way_to_reach_somebody_elsewhere_is_found(text, kind, passage):
    found = contact.find(text)
    assert [(one.kind, text[one.start : one.end]) for one in found] == [(kind, passage)]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_ordinary_words_are_left_alone(text):
    assert [text[one.start : one.end] for one in contact.find(text)] == []


SHIPPED = [
    line
    for country in resources.book().countries
    for line in (*resources.lines_for(country).emergency, *resources.lines_for(country).lines)
]


@pytest.mark.parametrize("line", SHIPPED, ids=lambda line: line.id)
def test_nobody_is_held_for_passing_on_a_help_line(line):
    ways = f"call {line.phone} or text {line.text_to or 'them'}, {line.chat or line.url} {line.email}"
    said = f"Please {ways}. {line.note}"
    assert [said[one.start : one.end] for one in contact.find(said)] == []


def test_several_are_found_in_order():
    text = "mail a@b.example or see example.com, my number is 07700 900123"
    found = contact.find(text)
    assert [one.kind for one in found] == [Kind.EMAIL, Kind.LINK, Kind.PHONE]
    assert found == sorted(found)


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 10_000,
        "a." * 10_000,
        "@" * 20_000,
        "my insta is " * 1_600,
        "1-(" * 6_600,
        "a@" * 10_000,
        "+" + "1" * 19_999,
    ],
    ids=lambda text: text[:8],
)
def test_the_longest_and_strangest_text_is_read_at_once(text):
    begun = time.process_time()
    contact.find(text)
    assert time.process_time() - begun < 1.0
