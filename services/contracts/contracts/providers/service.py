"""What is done with providers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contracts.providers import queries, schemas
from contracts.providers.models import Provider
from kit.bulk.outcomes import Good, Outcome
from kit.database import Session
from kit.ids import own_id
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller, municipality_of

Row = Good[schemas.ImportedProvider]


async def create_provider(
    session: Session, caller: Caller, body: schemas.NewProvider, *, at: datetime
) -> Provider:
    """A provider that is registered for the first time.

    Raises:
        ProviderExists: When its id or CVR number is taken.
    """
    provider = Provider.new(
        municipality_of(caller), body.id or own_id(), body.columns(), by=caller.subject, at=at
    )
    await queries.add_provider(session, provider)
    return provider


async def revise_provider(
    session: Session,
    caller: Caller,
    provider_id: str,
    body: schemas.Content,
    expected: Precondition,
    *,
    at: datetime,
) -> Provider:
    """The provider with new content; unchanged content makes no new version.

    Raises:
        ProviderNotFound: When there is none that the caller may see.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ProviderExists: When its CVR number is another's.
    """
    provider = await queries.get_provider(session, caller, provider_id, lock=True)
    expected.check(provider)
    if provider.revise(body.columns(), by=caller.subject, at=at):
        await queries.flush(session)
    return provider


async def bring_providers(
    session: Session, caller: Caller, rows: Mapping[str, Row], outcome: Outcome, *, at: datetime
) -> list[Provider]:
    """Bring each provider to what its row says, in memory; those that are new.

    Those that were there change with the next flush.
    """
    known = await queries.find_providers(session, caller, list(rows), lock=True)
    numbers = [row.value.cvr for row in rows.values() if row.value.cvr]
    holders = await queries.list_holders(session, caller, numbers)
    new = []
    for provider_id, row in rows.items():
        cvr = row.value.cvr
        if cvr and holders.setdefault(cvr, provider_id) != provider_id:
            taken = FieldError("/cvr", "provider_exists", "Er brugt til en anden leverandør.")
            outcome.refuse(row, [taken])
            continue
        columns: dict[str, Any] = row.value.columns()
        held = known.get(provider_id)
        if held is None:
            municipality = municipality_of(caller)
            new.append(Provider.new(municipality, provider_id, columns, by=caller.subject, at=at))
            outcome.count("created")
        else:
            is_revised = held.revise(columns, by=caller.subject, at=at)
            outcome.count("revised" if is_revised else "unchanged")
    return new
