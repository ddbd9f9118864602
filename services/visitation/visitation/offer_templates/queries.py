"""Every SELECT on templates."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, select, tuple_
from sqlalchemy.exc import IntegrityError

from kit import problems
from kit.database import Session
from kit.pages import Key
from kit.problems import FieldError
from kit.rights import Caller
from visitation.offer_templates.models import OfferTemplate


class TemplateNotFound(problems.NotThere):
    """There is no such template in the municipality."""

    code = "offer_template_not_found"
    title = "Skabelonen findes ikke"


class TemplateExists(problems.NotNow):
    """A template of this id is there already."""

    code = "offer_template_exists"
    title = "Skabelonen findes allerede"


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """What a caller may see: the municipality's templates; a provider's staff, none."""
    if caller.provider_id is not None:
        return false()
    return OfferTemplate.municipality == caller.municipality


async def get_template(
    session: Session, caller: Caller, template_id: str, *, lock: bool = False
) -> OfferTemplate:
    """One template, locked where it is to be changed.

    Raises:
        TemplateNotFound: When there is none that the caller may see.
    """
    statement = select(OfferTemplate).where(OfferTemplate.id == template_id, visible_to(caller))
    template = await session.scalar(statement.with_for_update() if lock else statement)
    if template is None:
        raise TemplateNotFound("Kontrollér id'et, eller find skabelonen i listen.")
    return template


async def add_template(session: Session, template: OfferTemplate) -> None:
    """Insert a new template.

    Raises:
        TemplateExists: When the id is taken.
    """
    session.add(template)
    try:
        await session.flush()
    except IntegrityError:
        raise TemplateExists(
            "Ret den, der findes, eller brug et andet id.",
            errors=[FieldError("/id", "offer_template_exists", "Er brugt til en anden skabelon.")],
        ) from None


async def delete_template(session: Session, template: OfferTemplate) -> None:
    """Delete a template; offers that were started from it stay as they are."""
    await session.delete(template)


async def list_templates(
    session: Session, caller: Caller, *, after: Key | None, limit: int
) -> Sequence[OfferTemplate]:
    """Templates by name, one more than a page holds; ``after`` is a name key and an id."""
    statement = (
        select(OfferTemplate)
        .where(visible_to(caller))
        .order_by(OfferTemplate.name_key, OfferTemplate.id)
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(tuple_(OfferTemplate.name_key, OfferTemplate.id) > after)
    return (await session.scalars(statement)).all()
