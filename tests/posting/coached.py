"""Texts for the tests about the coach, as people write them."""

from tests import signs

OPENING = (
    "It is nearly three and I have written this out four times already. My sister forgot to ring on Sunday, and I "
    "sent her a message that I would give a great deal to have back. I feel so ashamed. What say you?"
)
HURTS = "I read your post. Honestly, you are just overreacting, and you are being selfish. Your sister has a life too."
KIND = (
    "That sounds so lonely, lying there at three with all of it. I hear how ashamed you feel, and I am glad you wrote."
)
ADVISES = (
    "That sounds so lonely, and I am sorry. Have you tried meditation? You should really see a doctor and start "
    "exercising every morning."
)
UNHEARD = (
    "My brother and I had a thing about birthdays once. We went to the coast that summer and ate chips in the rain. "
    "Then the car broke down outside a small town and we walked home."
)
QUOTES = f"> you are just overreacting, and you are being selfish\n\nWhoever said that to you was wrong. {KIND}"
UNKNOWN = "Мне очень жаль, что тебе так плохо. Ты просто эгоистка, и тебе надо взять себя в руки прямо сейчас."
NOTED = (
    "After the row I drank a whole bottle of vodka again. My father used to drink like that, and I swore I never would."
)
DANGER = f"{signs.IMMINENT} I drank the whole bottle of vodka, and I drank all the beer."
