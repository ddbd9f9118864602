"""Taking over what visitation tells of referrals and of citizens' ids."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from effects.participations import queries
from effects.registers import queries as registers
from effects.releases import caching, forgetting
from kit.database import Session
from kit.feed import CloudEvent, municipality_of
from kit.following import Handler, Together

REFERRALS = (
    *("ReferralOrdered", "ExpectationsAligned", "ReferralChanged", "ReferralStarted"),
    *("ReferralCompleted", "ReferralAborted", "ReferralAssessed"),
)
"""The events that carry a referral's whole state."""


class Referral(BaseModel):
    """What is used of a referral: the course that it is, once it has started."""

    model_config = ConfigDict(extra="ignore")

    referral_id: str
    version: int
    status: str
    citizen_id: str
    offer_id: str
    provider_id: str | None = None
    target_group: str | None = None
    match_group: str | None = None
    birth_year: int | None = None
    business_oriented: bool | None = None
    price_dkk: Decimal | None = None
    started_on: date | None = None
    ended_on: date | None = None
    updated_at: datetime


class CitizensMerged(BaseModel):
    """What is used of the event: two ids are one citizen, who keeps one of them."""

    model_config = ConfigDict(extra="ignore")

    citizen_id: str
    kept_id: str
    merged_at: datetime


class CitizenErased(BaseModel):
    """What is used of the event: nothing is to be known under the id any more."""

    model_config = ConfigDict(extra="ignore")

    citizen_id: str


def handlers(packed_folder: Path) -> dict[str, Handler]:
    """What is done with each type of visitation's events.

    Args:
        packed_folder: Where registers lie packed; an erasure removes the municipality's.
    """

    async def take_erasure(session: Session, event: CloudEvent) -> None:
        """Delete what is known of a citizen, under every id, in the packed register too."""
        municipality = municipality_of(event)
        erased = CitizenErased.model_validate(event.data)
        aliases = await queries.find_aliases(session, municipality)
        ids = _ids_of(erased.citizen_id, aliases)
        # An import that runs has rows that nobody else sees before it is done.
        await registers.lock_citizens(session, municipality)
        # Counted first: a release that packs meanwhile must not take what it packs for newer.
        await queries.count_change(session, municipality, is_rewrite=True)
        await queries.erase_citizens(session, municipality, ids)
        await queries.remove_aliases(session, municipality, ids)
        await forgetting.forget_citizens(session, municipality, ids)
        folder = caching.folder_of(packed_folder, municipality)
        await asyncio.to_thread(caching.forget_register, folder)

    return {
        **dict.fromkeys(REFERRALS, Together(take_referrals)),
        "CitizensMerged": take_merge,
        "CitizenErased": take_erasure,
    }


async def take_referrals(session: Session, events: Sequence[CloudEvent]) -> None:
    """Keep each referral's state in place of an older one."""
    municipality = municipality_of(events[0])
    newest: dict[str, Referral] = {}
    for event in events:
        told = Referral.model_validate(event.data)
        held = newest.get(told.referral_id)
        if held is None or held.version < told.version:
            newest[told.referral_id] = told
    known = await queries.find_versions(session, municipality, newest)
    news = [told for each, told in newest.items() if known.get(each, -1) < told.version]
    if not news:
        return
    changed_in = await queries.count_change(session, municipality)
    await queries.put_participations(
        session,
        [
            {
                **told.model_dump(exclude={"started_on", "ended_on"}),
                "municipality": municipality,
                "starts_on": told.started_on,
                "ends_on": told.ended_on,
                "changed_in": changed_in,
            }
            for told in news
        ],
    )


async def take_merge(session: Session, event: CloudEvent) -> None:
    """Keep whom an id stands for; rows stay under the id that they came with."""
    municipality = municipality_of(event)
    merged = CitizensMerged.model_validate(event.data)
    if merged.citizen_id == merged.kept_id:
        return
    is_news = await queries.put_alias(
        session,
        {
            "municipality": municipality,
            "alias_id": merged.citizen_id,
            "kept_id": merged.kept_id,
            "merged_at": merged.merged_at,
        },
    )
    if not is_news:
        return
    aliases = await queries.find_aliases(session, municipality)
    if merged.citizen_id in _chain(merged.kept_id, aliases):
        # The newest word is that this id is kept; what was said of it before has been taken back.
        await queries.remove_aliases(session, municipality, [merged.kept_id])
    await queries.count_change(session, municipality, is_rewrite=True)


def _chain(citizen_id: str, aliases: dict[str, str]) -> list[str]:
    """The ids that an id stands for, one after the other."""
    found: list[str] = []
    while citizen_id in aliases and aliases[citizen_id] not in found:
        citizen_id = aliases[citizen_id]
        found.append(citizen_id)
    return found


def _ids_of(citizen_id: str, aliases: dict[str, str]) -> list[str]:
    """An id, and every other one that stands for it."""
    return [citizen_id, *(alias for alias in aliases if citizen_id in _chain(alias, aliases))]
