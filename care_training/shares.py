"""How sure a share is that was counted."""

from math import sqrt

_WIDTH = 1.96  # standard deviations on both sides of a 95 % interval


def wilson(hits: int, of: int) -> tuple[float, float, float]:
    """The share of `hits` in `of` (at least 1), and its 95 % interval after Wilson, from 0 to 1."""
    share, z = hits / of, _WIDTH
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return share, max(middle - half, 0), min(middle + half, 1)
