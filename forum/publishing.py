"""The one way a post comes to be seen or unseen: visibility, the thread's summary, page version and search together."""

from forum.accounts.models import Account
from forum.anonymity.models import Pseudonym
from forum.discussions import operations as discussions
from forum.discussions.models import Post, Thread, Visibility
from forum.discussions.operations import Words
from forum.search import operations as search


def add_post(
    thread: Thread,
    byline: Account | Pseudonym,
    words: Words,
    *,
    visibility: Visibility,
    answers: Post | None = None,
    advice: bool = False,
) -> Post:
    """Add a post at the end of a thread, seen from now on or not; the first one opens it."""
    post = discussions.add_post(thread, byline, words, visibility=visibility, answers=answers, advice=advice)
    search.refresh(post)
    return post


def set_visibility(post: Post, visibility: Visibility) -> None:
    """Show or stop showing a post. Approving, holding, hiding, withdrawing and appeals all come through here."""
    post.visibility = visibility
    shown_differently(post)


def shown_differently(post: Post) -> None:
    """The post looks different now (an edit, a warning): whoever keeps a page of it must fetch it anew."""
    post.version += 1
    discussions.recount(post.thread_id)
    search.refresh(post)
