"""Every thread of the demo, the queue and the decisions are read through the real pages."""

from forum.accounts.models import Account
from forum.discussions.models import Post, Readers, Room, Thread, Visibility
from forum.moderation.models import Decision, ReviewItem, State
from tests.demo.looking import everything, one
from tests.people import Person


def test_everybody_reads_every_thread_that_is_theirs_to_read(told):
    app, _ = told
    with app.app_context():
        threads = {t.id: (t.title, t.visibility, t.room_id) for t in everything(Thread)}
        table = one(Room, Room.readers == Readers.MEMBERS).id
    sam, mira, visitor = Person(app, "Sam"), Person(app, "Mira"), Person(app)
    for thread_id, (title, visibility, room_id) in threads.items():
        hidden = visibility is not Visibility.VISIBLE
        for person, expected in (
            (mira, 404 if hidden else 200),
            (sam, 404 if hidden else 200),
            (visitor, 404 if hidden or room_id == table else 200),
        ):
            answer = person.get(f"/threads/{thread_id}")
            assert answer.status_code == expected, title
            assert "Bernadette" not in answer.text
            assert "we wear them out" not in answer.text


def test_writers_see_what_became_of_their_own_posts(told):
    app, _ = told
    with app.app_context():
        thread_of = {t.title: t.id for t in everything(Thread)}
    titles = {
        "Noor": ("I said go away, and then I listened for the car", "sitting next to drawers"),
        "yusuf_k": ("The tablets, the belt and me", "a man I haven't been introduced to"),
        "marigold61": ("When she says leave, I never know which one it is", "My nephew's wife"),
        "wren_at_4am": ("does everyone's favourite person leave in the end", "we wear them out"),
    }
    for name, (title, words) in titles.items():
        answer = Person(app, name).get(f"/threads/{thread_of[title]}")
        assert answer.status_code == 200
        assert words in answer.text.replace("&#39;", "'").replace("’", "'"), name


def test_a_moderator_opens_the_queue_and_everything_in_it(told):
    app, _ = told
    with app.app_context():
        waiting = [(item.id, item.post_id) for item in everything(ReviewItem, ReviewItem.state == State.OPEN)]
        writers = {post.id: post.account_id for post in everything(Post)}
        ids = {account.username: account.id for account in everything(Account)}
    for name in ("Sam", "Ada"):
        person = Person(app, name)
        queue, address = "", "/moderation/"
        while address:
            answer = person.get(address)
            assert answer.status_code == 200
            queue += answer.text
            address = next((link for link in person.page.links if "after=" in link), "")
        for item_id, post_id in waiting:
            others = writers[post_id] != ids[name]  # nobody finds what is about their own words
            assert (item_id in queue) is others
            assert person.get(f"/moderation/items/{item_id}").status_code == (200 if others else 404)


def test_writers_read_why_something_of_theirs_was_changed(told):
    app, _ = told
    with app.app_context():
        noted = {d.id: d.note for d in everything(Decision) if d.note}
        writer_of = {d.id: one(Post, Post.id == d.post_id).account_id for d in everything(Decision) if d.note}
        names = {account.id: account.username for account in everything(Account)}
    for decision_id, note in noted.items():
        answer = Person(app, names[writer_of[decision_id]]).get(f"/decisions/{decision_id}")
        assert answer.status_code == 200
        assert note[:30] in answer.text.replace("&#39;", "'")
        assert Person(app, "tomasz").get(f"/decisions/{decision_id}").status_code == 404
