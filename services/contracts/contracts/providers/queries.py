"""Every SELECT on providers."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, select, true, tuple_
from sqlalchemy.exc import IntegrityError

from contracts.providers.models import Provider
from kit import problems
from kit.database import Session
from kit.folding import words
from kit.pages import Key
from kit.problems import FieldError
from kit.rights import Caller

Rows = TypeVar("Rows")


class ProviderNotFound(problems.NotThere):
    """There is no such provider, or the caller may not know of it."""

    code = "provider_not_found"
    title = "Leverandøren findes ikke"


class ProviderExists(problems.NotNow):
    """A provider of this id or CVR number is there already."""

    code = "provider_exists"
    title = "Leverandøren findes allerede"


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """What a caller may see: the municipality's providers; of a provider's staff, their own."""
    mine = Provider.municipality == caller.municipality
    return mine if caller.provider_id is None else and_(mine, Provider.id == caller.provider_id)


async def get_provider(
    session: Session, caller: Caller, provider_id: str, *, lock: bool = False
) -> Provider:
    """One provider, locked where it is to be changed.

    Raises:
        ProviderNotFound: When there is none that the caller may see.
    """
    statement = select(Provider).where(Provider.id == provider_id, visible_to(caller))
    provider = await session.scalar(
        statement.with_for_update(key_share=True) if lock else statement
    )
    if provider is None:
        raise ProviderNotFound("Kontrollér id'et, eller find leverandøren i listen.")
    return provider


async def add_provider(session: Session, provider: Provider) -> None:
    """Insert a new provider.

    Raises:
        ProviderExists: When the id or the CVR number is taken.
    """
    session.add(provider)
    await flush(session)


async def flush(session: Session) -> None:
    """Write what has changed.

    Raises:
        ProviderExists: When an id or a CVR number is taken.
    """
    try:
        await session.flush()
    except IntegrityError as error:
        pointer = "/cvr" if "cvr" in str(error.orig) else "/id"
        raise ProviderExists(
            "Ret den, der findes, eller brug et andet id.",
            errors=[FieldError(pointer, "provider_exists", "Er brugt til en anden leverandør.")],
        ) from None


async def find_providers(
    session: Session, caller: Caller, ids: Sequence[str], *, lock: bool = False
) -> dict[str, Provider]:
    """Those of some providers that there are, by id, locked where they are to be changed."""
    statement = (
        select(Provider)
        .where(Provider.municipality == caller.municipality, Provider.id.in_(ids))
        .order_by(Provider.id)
    )
    rows = await session.scalars(statement.with_for_update(key_share=True) if lock else statement)
    return {provider.id: provider for provider in rows}


async def list_holders(session: Session, caller: Caller, cvrs: Sequence[str]) -> dict[str, str]:
    """Which provider holds each of some CVR numbers."""
    rows = await session.execute(
        select(Provider.cvr, Provider.id).where(
            Provider.municipality == caller.municipality, Provider.cvr.in_(cvrs)
        )
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


async def list_providers(
    session: Session,
    caller: Caller,
    *,
    q: str | None,
    kind: str | None,
    after: Key | None,
    limit: int,
) -> Sequence[Provider]:
    """Providers by name, one more than a page holds; ``after`` is a name key and an id."""
    statement = _wanted(select(Provider), caller, q, kind).order_by(Provider.name_key, Provider.id)
    if after is not None:
        statement = statement.where(tuple_(Provider.name_key, Provider.id) > after)
    return (await session.scalars(statement.limit(limit + 1))).all()


async def count_providers(
    session: Session, caller: Caller, *, q: str | None, kind: str | None
) -> int:
    """How many providers fit."""
    statement = _wanted(select(func.count()).select_from(Provider), caller, q, kind)
    return await session.scalar(statement) or 0


def _wanted(
    statement: Select[Rows], caller: Caller, q: str | None, kind: str | None
) -> Select[Rows]:
    found = (Provider.search_words.contains(f" {word}", autoescape=True) for word in words(q or ""))
    return statement.where(visible_to(caller), Provider.kind == kind if kind else true(), *found)
