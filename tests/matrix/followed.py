"""What a service holds because others told it, for each owner: the events of ``docs/events.md``."""

from pathlib import Path
from typing import Any

from kit.feed import CloudEvent

from .. import telling  # noqa: TID252 - test folders are no packages
from ..test_event_shapes import feeds_of  # noqa: TID252 - as above
from .world import Owner, World

TOLD: dict[str, frozenset[telling.Kind]] = {
    "effects": frozenset({("visitation", "ReferralOrdered")}),
    "visitation": frozenset({("effects", "FiguresReleased"), ("effects", "ProfilesReleased")}),
}
"""By service the events that nothing which can be asked of it would bring there."""


async def follow(world: World, owner: Owner, folder: Path) -> None:
    """Let the events come about what an owner has."""
    kinds = TOLD.get(world.service, frozenset())
    handlers = (
        {feed.name: feed.handlers for feed in feeds_of(world.service, folder)} if kinds else {}
    )
    running = world.owners[owner]
    for event in telling.events_shown():
        name, kind = telling.kind_of(event)
        if (name, kind) in kinds:
            told = _of(world, owner, event)
            async with running.database.transaction(running.municipality) as session:
                await handlers[name][kind](session, told)


def _of(world: World, owner: Owner, event: CloudEvent) -> CloudEvent:
    running = world.owners[owner]
    data: dict[str, Any] = dict(event.data)
    if world.service == "visitation" and "offer_id" in data:
        data["offer_id"] = world.kept[owner, "get_offer"].path["offer_id"]
    elif world.service != "visitation":
        data |= {name: running.fresh(name) for name in data if name in _IDS}
        data["provider_id"] = running.provider_id
    return event.model_copy(update={"municipality": running.municipality, "data": data})


_IDS = frozenset({"citizen_id", "offer_id", "referral_id"})
