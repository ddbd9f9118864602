"""What is done with templates."""

from datetime import datetime

from kit.collation import danish_sort_key
from kit.database import Session
from kit.ids import own_id
from kit.preconditions import Precondition
from kit.rights import Caller
from visitation.offer_templates import queries, schemas
from visitation.offer_templates.models import OfferTemplate


async def create_template(
    session: Session, caller: Caller, body: schemas.NewTemplate, *, at: datetime
) -> OfferTemplate:
    """A new template. Its codes are judged when an offer is started from it.

    Raises:
        TemplateExists: When the id is taken.
    """
    template = OfferTemplate(
        municipality=caller.municipality or "",
        id=body.id or own_id(),
        version=1,
        name=body.name,
        name_key=danish_sort_key(body.name),
        content=_said(body),
        created_at=at,
        created_by=caller.subject,
        updated_at=at,
        updated_by=caller.subject,
    )
    await queries.add_template(session, template)
    return template


async def revise_template(
    session: Session,
    caller: Caller,
    template_id: str,
    body: schemas.TemplateContent,
    expected: Precondition,
    *,
    at: datetime,
) -> OfferTemplate:
    """The template with a new name and content.

    Raises:
        TemplateNotFound: When there is none that the caller may see.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
    """
    template = await queries.get_template(session, caller, template_id, lock=True)
    expected.check(template)
    template.revise(body.name, _said(body), by=caller.subject, at=at)
    return template


async def delete_template(
    session: Session, caller: Caller, template_id: str, expected: Precondition
) -> None:
    """Do away with a template.

    Raises:
        TemplateNotFound: When there is none that the caller may see.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
    """
    template = await queries.get_template(session, caller, template_id, lock=True)
    expected.check(template)
    await queries.delete_template(session, template)


def _said(body: schemas.TemplateContent) -> dict[str, object]:
    """What the content says, and nothing that it leaves open."""
    return body.content.model_dump(mode="json", exclude_unset=True)
