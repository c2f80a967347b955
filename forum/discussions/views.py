"""Pages for reading: lists, rooms, threads, a post's place, its history, and one's own writing."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forum.accounts.current import member, viewer
from forum.discussions import gate, queries, thread_pages
from forum.discussions import mine as own
from forum.discussions.models import Post
from forum.discussions.queries import Order
from forum.discussions.reading import Reader
from forum.discussions.thread_pages import ThreadPage
from forum.doors import Door, door
from forum.errors import NotThere
from forum.preferences import current

bp = Blueprint("discussions", __name__)


def reader() -> Reader:
    """Whoever looks at this page, with the choices they made."""
    return Reader(viewer(), current())


@bp.get("/")
@door(Door.PUBLIC, stored=True)
def home() -> str:
    """The threads of all rooms that the reader may enter, in the order they chose."""
    who, order = reader(), _order()
    page = queries.threads(order, who, after=request.args.get("after"))
    return render_template("discussions/home.html", page=page, rooms=queries.rooms(who), order=order, room=None)


@bp.get("/rooms/<slug>")
@door(Door.PUBLIC, stored=True)
def show_room(slug: str) -> str:
    who, order = reader(), _order()
    room = queries.find_room(slug, who)
    if room is None:
        raise NotThere
    page = queries.threads(order, who, room=room, after=request.args.get("after"))
    return render_template("discussions/home.html", page=page, rooms=queries.rooms(who), order=order, room=room)


@bp.get("/threads/<thread_id>")
@door(Door.PUBLIC, stored=True)
def show_thread(thread_id: str) -> str:
    page = get_thread_page(thread_id, reader(), request.args.get("after"))
    return render_template("discussions/thread.html", page=page, box=None)


def get_thread_page(thread_id: str, who: Reader, after: str | None = None) -> ThreadPage:
    """A page of a thread, or the same 404 whether it does not exist or is not for this reader."""
    thread = queries.find_thread(thread_id, who)
    page = thread_pages.thread_page(thread, who, after) if thread is not None else None
    if page is None:
        raise NotThere
    return page


@bp.get("/posts/<post_id>")
@door(Door.PUBLIC)
def show_post(post_id: str) -> Response:
    """Lead to the post in its thread."""
    who = reader()
    post = get_post(post_id, who)
    place = url_for(
        "discussions.show_thread",
        thread_id=post.thread_id,
        after=thread_pages.page_of(post, who),
        _anchor=f"post-{post.id}",
    )
    return redirect(place, 303)


def get_post(post_id: str, who: Reader) -> Post:
    post = queries.find_post(post_id, who)
    if post is None:
        raise NotThere
    return post


@bp.get("/posts/<post_id>/history")
@door(Door.MEMBERS)
def show_history(post_id: str) -> str:
    """What a post said before. For its writer; moderators read it on the item page."""
    who = reader()
    post = get_post(post_id, who)
    if not who.wrote(post):
        raise NotThere
    older = [(revision, gate.whole(revision, who, own=True)) for revision in queries.history(post)]
    now = gate.whole(post, who, own=True)
    return render_template("discussions/history.html", post=post, shown=now, older=older)


@bp.get("/mine")
@door(Door.MEMBERS)
def mine() -> str:
    return render_template("discussions/mine.html", page=own.page(reader(), member(), request.args.get("after")))


def _order() -> Order:
    try:
        return Order(request.args.get("list", "active"))
    except ValueError:
        return Order.ACTIVE
