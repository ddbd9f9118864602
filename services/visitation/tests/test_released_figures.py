"""Figures that effects has released, as they come by the feed."""

from datetime import timedelta

import httpx
import pytest
from pydantic import ValidationError

from kit.database import Database
from visitation import follow
from visitation.guide import queries

from .conftest import Release, settings
from .factories import RELEASED_AT, hidden, released, share


async def kept(database: Database, municipality: str = "0999") -> set[tuple[str, str, str]]:
    async with database.transaction(municipality) as session:
        return {
            (each.offer_id, each.target_group, each.indicator)
            async for part in queries.list_figures(session, municipality)
            for each in part
        }


async def test_a_release_replaces_all_of_an_offers_figures(
    database: Database, client: httpx.AsyncClient, release: Release
) -> None:
    del client
    await release(
        released(
            "o-1",
            ("dagpenge", share("effect_3m", 3, 10)),
            ("dagpenge", share("effect_7m", 3, 10)),
            ("kontanthjaelp", hidden("effect_3m")),
        ),
        released("o-2", ("dagpenge", share("effect_3m", 3, 10))),
    )
    assert len(await kept(database)) == 4
    later = RELEASED_AT + timedelta(days=1)
    await release(released("o-1", ("dagpenge", share("effect_3m", 4, 10)), at=later))
    assert {(offer, group) for offer, group, _ in await kept(database)} == {
        ("o-1", "dagpenge"),
        ("o-2", "dagpenge"),
    }
    await release(released("o-1", at=later + timedelta(days=1)))
    assert {offer for offer, _, _ in await kept(database)} == {"o-2"}


async def test_what_is_told_again_changes_nothing(
    database: Database, client: httpx.AsyncClient, release: Release
) -> None:
    del client
    first = released("o-1", ("dagpenge", share("effect_3m", 3, 10)))
    last = released("o-1", at=RELEASED_AT + timedelta(days=1))
    for event in (first, last, first, last, first):
        await release(event)
    assert await kept(database) == set()
    await release(released("o-2", ("dagpenge", share("effect_3m", 3, 10))))
    before = await kept(database)
    await release(released("o-2", ("dagpenge", share("effect_3m", 3, 10))))
    assert await kept(database) == before


async def test_figures_stay_in_their_municipality(
    database: Database, client: httpx.AsyncClient, release: Release
) -> None:
    del client
    await release(
        released("o-1", ("dagpenge", share("effect_3m", 3, 10)), municipality="0101"),
    )
    assert await kept(database) == set()
    assert len(await kept(database, "0101")) == 1


async def test_an_event_that_is_no_release_stops_the_feed(
    database: Database, client: httpx.AsyncClient, release: Release
) -> None:
    del client
    broken = released("o-1")
    broken.data["figures"] = [{"target_group": "dagpenge", "figure": {"value": 1}}]
    with pytest.raises(ValidationError):
        await release(broken)
    assert await kept(database) == set()


async def test_fields_that_are_added_to_the_event_are_no_trouble(
    database: Database, client: httpx.AsyncClient, release: Release
) -> None:
    del client
    event = released("o-1", ("dagpenge", share("effect_3m", 3, 10)))
    event.data["audience"] = "staff"
    await release(event)
    assert len(await kept(database)) == 1


def test_the_feeds_of_the_other_services_are_followed() -> None:
    followed = {feed.name: feed for feed in follow.feeds(settings())}
    for name, types in {
        "effects": {"FiguresReleased", "ProfilesReleased"},
        "surveys": {"FiguresReleased"},
        "contracts": {"AgreementChanged", "InspectionPublished", "ComplaintRegistered"},
    }.items():
        assert followed[name].address == f"http://{name}.invalid/v1/events"
        assert types <= set(followed[name].handlers)
