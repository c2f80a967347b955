"""Who is in the demo: ten members and the two who look after the place. All of them are invented."""

from dataclasses import dataclass

from forum.accounts.models import Role


@dataclass(frozen=True)
class Player:
    """One invented person. Passwords are not here: each installation makes its own."""

    username: str
    joined_days_ago: int
    role: Role = Role.MEMBER

    @property
    def on_the_team(self) -> bool:
        return self.role is not Role.MEMBER


CAST = (
    Player("Ada", 420, Role.ADMIN),  # keeps the lights on
    Player("Sam", 400, Role.MODERATOR),  # reads first, in the mornings and after nine
    Player("Mira", 370),  # borderline; long letters, choir, a card in her coat
    Player("Noor", 1),  # twenty, a new city, sits near the door; joined yesterday
    Player("quietkettle", 390),  # anxiety; a father who died last year; jokes that open doors
    Player("tomasz", 380),  # depression; fifty-eight, a widower, careful in his second language
    Player("wren_at_4am", 300),  # bipolar; up late, no capitals
    Player("mothandlamp", 120),  # borderline; nineteen, all exclamation marks
    Player("HalfAnOrange", 210),  # eating disorder recovery, and someone who remembers bus times
    Player("yusuf_k", 260),  # hears voices; dry and exact
    Player("marigold61", 150),  # a mother; signs her letters
    Player("the_other_chair", 200),  # a husband
)

USERNAMES = frozenset(player.username for player in CAST)
