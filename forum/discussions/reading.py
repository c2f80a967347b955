"""Who is reading, what they may read, and which posts are their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import Account
from forum.anonymity.models import Pseudonym
from forum.anonymity.seal import Person, SealLost, person
from forum.care.warnings import CATALOGUE, Choice, ContentWarning, choice_for
from forum.discussions.models import Post, Readers, Room, Thread, Visibility, scope_of
from forum.preferences import Preferences


@dataclass(frozen=True)
class Reader:
    """Somebody looking at a page: nobody in particular, or a member, with the choices they made."""

    account: Account | None = None
    preferences: Preferences = field(default_factory=Preferences)

    @cached_property
    def person(self) -> Person | None:
        """The reader as the seal knows them; nobody when not signed in or when the key is lost."""
        if self.account is None:
            return None
        try:
            return person(self.account)
        except SealLost:
            return None

    @cached_property
    def choices(self) -> Mapping[str, Choice]:
        return {topic: Choice(word) for topic, word in self.preferences.topics.items()}

    def choice(self, warnings: tuple[ContentWarning, ...]) -> Choice:
        return choice_for(warnings, self.choices, Choice(self.preferences.warned))

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """The topics that this reader never wants listed."""
        usual = Choice(self.preferences.warned)
        return tuple(topic for topic in CATALOGUE if self.choices.get(topic, usual) is Choice.HIDE)

    def own_tags(self, thread_id: str) -> list[bytes]:
        """What the reader's pseudonym in this thread carries, if there is one."""
        return self.person.tags("pseudonym", scope_of(thread_id)) if self.person else []

    def wrote(self, post: Post) -> bool:
        """Whether the reader wrote this post. Needs the post's pseudonym loaded."""
        if self.account is None:
            return False
        if post.account_id is not None:
            return post.account_id == self.account.id
        return post.pseudonym is not None and post.pseudonym.tag in self.own_tags(post.thread_id)

    def own_posts_in(self, thread_id: str) -> ColumnElement[bool]:
        """The condition for the reader's own posts in this thread. Needs Pseudonym joined."""
        if self.account is None:
            return false()
        return or_(Post.account_id == self.account.id, Pseudonym.tag.in_(self.own_tags(thread_id)))

    def may_enter(self, room: Room) -> bool:
        return room.readers is Readers.ANYONE or self.account is not None

    def rooms(self) -> ColumnElement[bool]:
        """The condition for rooms that this reader may know of. A members' room does not exist for others (T16)."""
        return Room.readers == Readers.ANYONE if self.account is None else Room.id.is_not(None)

    def listed(self) -> ColumnElement[bool]:
        """The condition for opening posts that may stand in this reader's lists."""
        return and_(Thread.visibility == Visibility.VISIBLE, self.wants(Post.warnings))

    def wants(self, warned: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        """The condition for posts without a topic that this reader never wants listed, by their warnings."""
        # With the space before it, because one topic's word may end in another's: violence, sexual_violence.
        return and_(true(), *(~(" " + warned).contains(f" {topic}:", autoescape=True) for topic in self.left_out))
