"""Somebody looks for a thread: what is active, what is new, and who has not been answered yet."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from forum import clock, publishing
from forum.db import db
from forum.discussions import operations as discussions
from forum.discussions.models import Ending, Post, Thread, Visibility
from tests import factories
from tests.discussions.looking import assert_no_offset, rows, walk

pytestmark = pytest.mark.usefixtures("people")

ORDERS = ("active", "new", "waiting")


def ago(hours: float, factory: Any, *arguments: Any, **named: Any) -> Any:
    with clock.at(clock.now() - timedelta(hours=hours)):
        return factory(*arguments, **named)


def shown(visit: Any, order: str, who: str | None = None, room: str = "") -> list[str]:
    place = f"/rooms/{room}" if room else "/"
    return rows(visit(who).get(f"{place}?list={order}").get_data(as_text=True))


@pytest.fixture
def three(given: Any) -> dict[str, str]:
    """Three threads: the first and the last have no answer, the one between was answered an hour ago."""
    made = {
        "old": given(ago, 30, factories.thread, "Old and unanswered"),
        "answered": given(ago, 20, factories.thread, "Answered"),
        "young": given(ago, 10, factories.thread, "Young and unanswered", by="noor"),
    }
    given(ago, 1, factories.reply, made["answered"], by="tomasz")
    return made


def test_active_puts_the_latest_word_first(three: dict[str, str], visit: Any) -> None:
    assert shown(visit, "active") == [three["answered"], three["young"], three["old"]]
    assert rows(visit().get("/").get_data(as_text=True)) == shown(visit, "active")


def test_new_puts_the_latest_beginning_first(three: dict[str, str], visit: Any) -> None:
    assert shown(visit, "new") == [three["young"], three["answered"], three["old"]]


def test_whoever_waits_longest_stands_first_for_everybody(three: dict[str, str], visit: Any) -> None:
    for who in (None, "mira", "noor", "sam"):
        assert shown(visit, "waiting", who) == [three["old"], three["young"]]


def test_an_order_that_we_do_not_know_is_active(three: dict[str, str], visit: Any) -> None:
    for word in ("", "ACTIVE", "oldest", "%00", "a" * 3000):
        assert shown(visit, word) == shown(visit, "active")


def test_a_list_of_nothing_says_so_kindly(visit: Any) -> None:
    assert "Yours could be the first" in visit().get("/").get_data(as_text=True)
    assert "Nobody is waiting" in visit().get("/?list=waiting").get_data(as_text=True)


class TestWhoIsWaiting:
    """Waiting is somebody in silence, not every thread without a reply."""

    @pytest.fixture
    def thread(self, given: Any, visit: Any) -> str:
        made = str(given(factories.thread))
        assert shown(visit, "waiting") == [made]
        return made

    def changed(self, given: Any, thread: str, **columns: Any) -> None:
        def change() -> None:
            found = db.session.get_one(Thread, thread)
            for name, value in columns.items():
                setattr(found, name, value)
            discussions.recount(thread)

        given(change)

    @pytest.mark.parametrize(
        "columns",
        [{"locked": True}, {"replies_paused": True}, *({"ending": ending} for ending in Ending)],
        ids=lambda columns: "-".join(map(str, columns.values())),
    )
    def test_not_where_nobody_may_answer(self, given: Any, visit: Any, thread: str, columns: dict[str, Any]) -> None:
        self.changed(given, thread, **columns)
        assert shown(visit, "waiting") == [] and shown(visit, "new") == [thread]
        self.changed(given, thread, locked=False, replies_paused=False, ending=None)
        assert shown(visit, "waiting") == [thread]

    def test_not_who_asked_for_space(self, given: Any, visit: Any, thread: str) -> None:
        opening = given(factories.opening, thread)
        visit("mira").post(f"/posts/{opening}/edit", title="T", body="B", support=["listen", "space"])
        assert shown(visit, "waiting") == []
        visit("mira").post(f"/posts/{opening}/edit", title="T", body="B", support="listen")
        assert shown(visit, "waiting") == [thread]

    def test_not_a_notice_from_the_team(self, given: Any, visit: Any, thread: str) -> None:
        given(factories.room, "news", informational=True)
        notice = given(factories.thread, "We moved the rooms", by="sam", where="news")
        assert shown(visit, "waiting") == [thread]
        assert notice in shown(visit, "new")

    @pytest.mark.parametrize("gone", ["held", "hidden", "removed", "withdrawn", "away"])
    def test_not_what_nobody_can_read(self, given: Any, visit: Any, thread: str, gone: str) -> None:
        opening = given(factories.opening, thread)
        given(lambda: publishing.set_visibility(db.session.get_one(Post, opening), Visibility(gone)))
        assert shown(visit, "waiting") == shown(visit, "new") == shown(visit, "active") == []

    def test_an_answer_ends_it_and_its_going_begins_it_again(self, given: Any, visit: Any, thread: str) -> None:
        answer = given(factories.reply, thread, by="tomasz")
        assert shown(visit, "waiting") == []
        visit("tomasz").post(f"/posts/{answer}/withdraw")
        assert shown(visit, "waiting") == [thread]

    def test_an_answer_that_nobody_can_read_yet_does_not_end_it(self, visit: Any, thread: str) -> None:
        visit("noor").post(f"/threads/{thread}/reply", body="I hear you.", anonymous="y")
        assert shown(visit, "waiting") == shown(visit, "waiting", "noor") == [thread]

    def test_not_somebody_who_answered_themselves(self, visit: Any, thread: str) -> None:
        visit("mira").post(f"/threads/{thread}/reply", body="I am all right now.")
        assert shown(visit, "waiting") == []

    def test_it_is_counted_from_the_post_and_not_from_a_change(self, given: Any, visit: Any, rows: Any) -> None:
        first = given(ago, 30, factories.thread, "First")
        second = given(ago, 20, factories.thread, "Second")
        visit("mira").post(f"/posts/{given(factories.opening, first)}/edit", title="First", body="Changed.")
        assert shown(visit, "waiting") == [first, second]

    def test_the_row_and_the_reply_box_say_it(self, visit: Any, thread: str) -> None:
        assert visit().get("/").get_data(as_text=True).count("thread-row__waiting") == 1
        for who, told in (("tomasz", True), ("mira", False)):
            page = visit(who).get(f"/threads/{thread}").get_data(as_text=True)
            assert ("the first person they will hear from" in page) is told, who


class TestALongList:
    """Seventy-five threads, many of them begun within the same ten minutes."""

    @pytest.fixture
    def all_of_them(self, given: Any) -> set[str]:
        def begin() -> set[str]:
            made = set()
            for number in range(75):
                # Ten at a time share their moment, so that the place in the list hangs on more than time.
                with clock.at(clock.now().replace(minute=5, second=0, microsecond=0) - timedelta(hours=number // 10)):
                    made.add(factories.thread(f"Night {number}", anonymous=number % 2 == 0))
            return made

        return set(given(begin))

    def test_every_thread_is_met_once(self, all_of_them: set[str], given: Any, visit: Any, count_queries: Any) -> None:
        elsewhere = given(factories.thread, "Elsewhere", where="days")
        for who in (None, "noor"):
            for place in ("/?list=active", "/?list=new", "/?list=waiting", "/rooms/nights?list=new"):
                with count_queries() as seen:
                    pages = walk(visit(who), place)
                met = [thread for page in pages for thread in rows(page)]
                assert len(met) == len(set(met)) and len(pages) == 3, place
                assert set(met) == all_of_them | ({elsewhere} if place.startswith("/?") else set()), place
                assert_no_offset(seen)

    def test_no_place_in_it_is_missed_and_none_is_made_up(self, all_of_them: set[str], given: Any, visit: Any) -> None:
        """Someone answers while a reader stands between two pages; what the reader had not met is still to come."""
        for order in ORDERS:
            beginning = shown(visit, order)
            for token in ("", "x", "%00", "MTIzOgA", "MTIz", "a" * 5000, "é", "OTk5OTk5OTk5OTk5OTk5OTk5OmE"):
                answer = visit().get(f"/?list={order}&after={token}")
                assert answer.status_code == 200 and rows(answer.get_data(as_text=True)) == beginning, (order, token)
        visitor = visit()
        first = rows(visitor.get("/").get_data(as_text=True))
        given(factories.reply, first[3], by="tomasz")
        following = visitor.page.links
        later = next(link for link in following if "after=" in link)
        rest = [thread for page in walk(visitor, later) for thread in rows(page)]
        assert {*first, *rest} == all_of_them


@pytest.mark.parametrize("place", ["/", "/rooms/nights"])
@pytest.mark.parametrize("who", [None, "tomasz"])
def test_a_list_takes_as_many_queries_for_thirty_as_for_one(
    given: Any, visit: Any, count_queries: Any, place: str, who: str | None
) -> None:
    reader = visit(who)
    taken = []
    for more in (1, 30):
        for number in range(more):
            given(factories.thread, f"Night {number}", anonymous=number % 2 == 0, warned="death:mentioned")
        for order in ORDERS:
            with count_queries() as seen:
                assert reader.get(f"{place}?list={order}").status_code == 200
            taken.append(len([line for line in seen if line.lstrip().upper().startswith("SELECT")]))
    assert len(set(taken)) == 1, taken
    assert taken[0] <= (5 if who else 3)


def test_a_room_shows_its_own_threads_and_says_what_it_is_for(given: Any, visit: Any) -> None:
    given(factories.room, "family", about="For partners, parents and friends.", holds_posts=True)
    here = given(factories.thread, "My brother", where="family")
    given(factories.thread, "Elsewhere", where="days")
    page = visit().get("/rooms/family").get_data(as_text=True)
    assert rows(page) == [here] or rows(page) == []  # the room holds posts: Mira's waits
    assert "For partners, parents and friends." in page
    assert "a moderator reads every post before others see it" in page


def test_rooms_stand_in_the_hosts_order(given: Any, visit: Any) -> None:
    for slug, position in (("zebra", 1), ("apple", 3), ("mango", 2)):
        given(factories.room, slug, position=position)
    page = visit().get("/").get_data(as_text=True)
    found = [page.index(f'href="/rooms/{slug}"') for slug in ("zebra", "mango", "apple")]
    assert found == sorted(found)


def test_a_room_that_there_cannot_be_is_not_there(given: Any, visit: Any) -> None:
    given(factories.room, "nights")
    for slug in ("%00", "a%00b", "..%2f", "é", "a" * 300, "'", "%ED%A0%80", "nights%20", "nights%00", "NIGHTS/.."):
        assert visit().get(f"/rooms/{slug}").status_code == 404, slug


class TestAMembersRoom:
    """It gives nothing away to outsiders: no title, no opening, no count, not even that it is there (trap T16)."""

    WORDS = ("Circle", "circle", "velvet", "harbour", "tide")

    @pytest.fixture
    def thread(self, given: Any) -> str:
        given(factories.thread, "Something open")
        given(factories.room, "circle", members_only=True, about="The harbour.")
        return str(given(factories.thread, "Velvet title", body="The velvet tide.", where="circle", replies=2))

    def test_no_page_for_outsiders_has_a_word_of_it(self, given: Any, visit: Any, rows: Any, thread: str) -> None:
        with rows() as session:
            posts = list(session.scalars(select(Post.id).where(Post.thread_id == thread)))
        places = [f"/{page}?list={order}" for page in ("", "rooms/nights", "rooms/circle") for order in ORDERS]
        places += [f"/threads/{thread}", f"/threads/{thread}/reply", *(f"/posts/{post}" for post in posts)]
        places += [f"/posts/{posts[0]}/{act}" for act in ("history", "edit", "report", "withdraw")]
        places += ["/settings", "/help", "/guidelines", "/privacy", "/robots.txt"]
        for place in places:
            answer = visit().get(place)
            sent = answer.get_data(as_text=True).replace(place, "") + str(answer.headers).replace(place, "")
            assert not [word for word in self.WORDS if word in sent], place

    def test_a_member_reads_and_finds_it(self, visit: Any, thread: str) -> None:
        for order in ("active", "new"):
            assert thread in shown(visit, order, "noor")
        assert shown(visit, "new", "noor", room="circle") == [thread]
        assert "The velvet tide." in visit("noor").get(f"/threads/{thread}").get_data(as_text=True)
        assert "Only members can read here." in visit("noor").get("/rooms/circle").get_data(as_text=True)

    def test_the_list_of_an_outsider_is_as_if_it_were_not_there(self, given: Any, visit: Any, thread: str) -> None:
        before = visit().get("/").get_data()
        given(factories.thread, "Another velvet one", where="circle")
        assert visit().get("/").get_data() == before
