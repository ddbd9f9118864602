"""Offers that code from before wrote without what they are found by: filed afterwards."""

from kit.database import Database
from visitation.offers import queries
from visitation.revisions import queries as revisions

_AT_A_TIME = 200


async def file_unfiled(database: Database) -> None:
    """Give every offer without search words its own, municipality by municipality."""
    async with database.transaction(None) as session:
        # The counters stand outside the policy that shows one municipality at a time.
        municipalities = list(await revisions.get_revisions(session))
    for municipality in municipalities:
        after: str | None = ""
        while after is not None:
            after = await _file_some(database, municipality, after)


async def _file_some(database: Database, municipality: str, after: str) -> str | None:
    """File the next offers; the id of the last, None when there are no more."""
    async with database.transaction(municipality) as session:
        offers = await queries.list_unfiled(session, municipality, after=after, limit=_AT_A_TIME)
        for offer in offers:
            offer.file()
    return offers[-1].id if offers else None
