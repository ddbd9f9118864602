"""What a service publishes, every follower of it takes: in each shape, again, and in any order.

The examples are those of ``docs/events.md``, which another test holds to the publishers' models.
"""

import importlib
import importlib.util
import json
import random
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import NoneType
from typing import Any, get_args

import httpx
import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy import text

from kit.database import Database, Session
from kit.feed import POSITION_HEADER, CloudEvent
from kit.following import Feed, Follower
from kit.service_tokens import ServiceTokens
from kit.settings import ServiceSettings
from kit.testing.databases import TestDatabases
from kit.testing.signing import MUNICIPALITY, Signer
from standalone.databases import SERVICES
from standalone.documents import settings_leading_nowhere

from . import telling
from .anything import visitation_known
from .anything.running import Running, running

FOLLOWERS = [name for name in SERVICES if importlib.util.find_spec(f"{name}.follow") is not None]
NOWHERE = "http://nowhere.invalid"
COUNTED = frozenset({"cursors", "outbox", "audit_log", "guide_revisions", "participation_stamps"})
"""Tables of what a service tells and does itself, and of how often something came."""
HISTORIES = frozenset({"call_off_acts", "referral_acts"})
"""Tables of how something came to be as it is."""
GONE = frozenset({"gone_citizens", "former_citizens"})
"""Tables of ids that are not to come back."""
OF_THE_CHANGE = frozenset({"version", "registered_at", "updated_at"})
"""What a service keeps of its own writing under names that others use, too."""
SHUFFLINGS = 6


class Undone(Exception):
    """What was taken is not to remain."""


Kept = dict[str, list[dict[str, Any]]]
"""Every row that is kept of what was told, by table."""


@dataclass(frozen=True)
class Following:
    """A service that follows others, on a database from which nothing remains."""

    database: Database
    feeds: Sequence[Feed]

    @property
    def followed(self) -> list[CloudEvent]:
        """The events of the page that somebody here takes, in its order."""
        taken = {(feed.name, kind) for feed in self.feeds for kind in feed.handlers}
        return [event for event in telling.events_shown() if telling.kind_of(event) in taken]

    @asynccontextmanager
    async def undone(self) -> AsyncIterator[Session]:
        """A transaction that leaves nothing behind."""
        with suppress(Undone):
            async with self.database.transaction(MUNICIPALITY) as session:
                yield session
                raise Undone

    async def take(self, session: Session, events: Sequence[CloudEvent]) -> Kept:
        """Let events take effect as a follower lets them; what is kept then."""
        handlers = {feed.name: feed.handlers for feed in self.feeds}
        for event in events:
            name, kind = telling.kind_of(event)
            await handlers[name][kind](session, event)
        await session.flush()
        return await kept(session)


async def kept(session: Session) -> Kept:
    """Everything of the municipality, in an order that says nothing."""
    found = await session.scalars(
        text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    )
    rows = {
        name: await session.scalars(text(f'SELECT to_jsonb(t) FROM "{name}" t'))  # noqa: S608 - names of our own
        for name in sorted(set(found) - COUNTED)
    }
    return {name: in_order(each) for name, each in rows.items()}


def in_order(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows in an order that they have whatever came first."""
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def feeds_of(service: str, folder: Path) -> list[Feed]:
    """The feeds that a service follows, by its own code."""
    settings: type[ServiceSettings] = importlib.import_module(f"{service}.settings").Settings
    told = settings_leading_nowhere(settings, folder)
    for name in settings.model_fields:
        if name.endswith("_folder"):
            told[name] = folder / name
        elif name.endswith("_url") and name.removesuffix("_url") in SERVICES:
            told[name] = f"{NOWHERE}/api/{name.removesuffix('_url')}"
    feeds: list[Feed] = importlib.import_module(f"{service}.follow").feeds(settings(**told))
    return feeds


@pytest.fixture(params=FOLLOWERS)
def service(request: pytest.FixtureRequest) -> str:
    """Each service that follows another."""
    name: str = request.param
    return name


@pytest_asyncio.fixture(loop_scope="session")
async def following(
    service: str, databases: TestDatabases, signer: Signer, tmp_path: Path
) -> AsyncIterator[Following]:
    """The service with what it must have for the events to mean something to it."""
    feeds = feeds_of(service, tmp_path)
    if service != "visitation":
        async with databases.rolled_back(service) as database:
            yield Following(database, feeds)
        return
    async with running(service, databases, tmp_path, signer) as asked:
        await order_referrals(asked)
        yield Following(asked.database, feeds)


async def order_referrals(asked: Running) -> None:
    """Order each referral of which contracts tells."""
    told = (event.data.get("referral_id") for event in telling.events_shown())
    for referral_id in sorted({each for each in told if each is not None}):
        said = await visitation_known.referral_content(asked, id=referral_id)
        await asked.do("POST", "/v1/referrals", json=said)
        await asked.do("POST", f"/v1/referrals/{referral_id}/order")


@asynccontextmanager
async def asking_publishers(following: Following) -> AsyncIterator[httpx.AsyncClient]:
    """A client that finds the events of the page on each feed, and behind them all once more."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return httpx.Response(200, json={"access_token": "any", "expires_in": 600})
        mine = [
            event for event in following.followed if request.url.path == f"{event.source}/v1/events"
        ]
        first = int(request.url.params["after"])
        told = [
            event.model_copy(update={"id": str(first + number)}).model_dump(mode="json")
            for number, event in enumerate(mine, 1)
        ]
        position = str(first + len(told))
        return httpx.Response(200, json=told, headers={POSITION_HEADER: position})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        yield client


def lacking(event: CloudEvent) -> Iterator[tuple[str, CloudEvent]]:
    """The event without each thing that its publisher need not say, one at a time."""
    fact = telling.published_facts()[telling.kind_of(event)]
    for name, field in fact.model_fields.items():
        if NoneType in get_args(field.annotation):
            yield name, event.model_copy(update={"data": event.data | {name: None}})


def as_it_was_told(found: Kept) -> Kept:
    """What is kept under the names under which it was told, without how it came to be."""
    facts = telling.published_facts().values()
    names = {name for fact in facts for name in fact.model_fields} - OF_THE_CHANGE
    return {
        table: in_order({name: row[name] for name in row.keys() & names} for row in rows)
        for table, rows in found.items()
        if table not in HISTORIES
    }


def shufflings(events: Sequence[CloudEvent]) -> Iterator[list[CloudEvent]]:
    """The same events in other orders, the reverse one first."""
    yield list(reversed(events))
    for seed in range(SHUFFLINGS):
        shuffled = list(events)
        random.Random(seed).shuffle(shuffled)  # noqa: S311 - the same orders in every run
        yield shuffled


@pytest.mark.house
def test_what_is_followed_is_published_by_the_service_whose_feed_it_is(
    service: str, tmp_path: Path
) -> None:
    feeds = feeds_of(service, tmp_path)
    assert feeds
    for feed in feeds:
        assert feed.address.endswith(f"/api/{feed.name}/v1/events")
        assert {(feed.name, kind) for kind in feed.handlers} <= telling.published_facts().keys()


async def test_what_is_told_is_taken_and_told_again_changes_nothing(following: Following) -> None:
    async with following.undone() as session:
        seen = [await following.take(session, [])]
    async with asking_publishers(following) as client:
        for _ in range(2):
            for feed in following.feeds:
                tokens = ServiceTokens(NOWHERE, client_id="any", client_secret=SecretStr("any"))
                assert await Follower(following.database, feed, tokens).step(client)
            async with following.undone() as session:
                seen.append(await following.take(session, []))
    before, once, again = seen
    assert once != before
    assert again == once


async def test_what_a_publisher_may_leave_out_stops_no_follower(following: Following) -> None:
    stopped = {}
    for event in following.followed:
        for name, without in lacking(event):
            try:
                async with following.undone() as session:
                    await following.take(session, [without])
            except Exception as error:  # noqa: BLE001 - whatever would stop the feed
                stopped[event.type, name] = type(error).__name__
    assert stopped == {}


async def test_the_newest_state_stays_in_whatever_order_it_comes(following: Following) -> None:
    async with following.undone() as session:
        expected = await following.take(session, following.followed)
    for shuffled in shufflings(following.followed):
        async with following.undone() as session:
            out_of_order = await following.take(session, shuffled)
            assert as_it_was_told(out_of_order) == as_it_was_told(expected)


@pytest.mark.parametrize("service", [name for name in FOLLOWERS if name != "visitation"])
async def test_who_is_erased_is_kept_by_nobody_who_was_told_of_them(following: Following) -> None:
    (erasure,) = (event for event in following.followed if event.type == "CitizenErased")
    erased = erasure.data["citizen_id"]
    of_them = [
        event.model_copy(update={"data": event.data | {"citizen_id": erased}})
        for event in following.followed
        if "referral_id" in event.data
    ]
    async with following.undone() as session:
        assert erased in json.dumps(await following.take(session, of_them))
        left = await following.take(session, [erasure])
        assert {table for table, rows in left.items() if erased in json.dumps(rows)} <= GONE
