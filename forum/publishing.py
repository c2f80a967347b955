"""The one way a post comes to be seen or unseen: visibility, the thread's summary and its page version together."""

from forum.discussions import operations as discussions
from forum.discussions.models import Post, Visibility


def set_visibility(post: Post, visibility: Visibility) -> None:
    """Show or stop showing a post. Approving, holding, hiding, withdrawing and appeals all come through here."""
    post.visibility = visibility
    post.version += 1
    discussions.recount(post.thread_id)


def shown_differently(post: Post) -> None:
    """The post looks different now (an edit, a warning): whoever keeps a page of it must fetch it anew."""
    post.version += 1
    discussions.recount(post.thread_id)
