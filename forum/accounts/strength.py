"""How easily a password is guessed: by people who know the common ones and how people vary them."""


def is_easy(password: str, own_words: tuple[str, ...] = ()) -> bool:
    return False
