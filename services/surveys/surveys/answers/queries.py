"""Every statement on answers."""

from sqlalchemy import and_, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, TEXT

from kit.database import Session
from surveys.answers.models import Answer
from surveys.courses.models import Offer
from surveys.invitations.models import Invitation
from surveys.waves.models import Wave


async def find_known(
    session: Session, municipality: str, invitation_ids: list[str]
) -> dict[str, tuple[Invitation, Wave]]:
    """Invitations with their waves by id, locked, for answers that are typed in."""
    rows = await session.execute(
        select(Invitation, Wave)
        .join(
            Wave,
            and_(Wave.municipality == Invitation.municipality, Wave.id == Invitation.wave_id),
        )
        .where(
            Invitation.municipality == municipality,
            Invitation.id == any_(literal(invitation_ids, ARRAY(TEXT))),
        )
        .order_by(Invitation.id)
        .with_for_update(of=Invitation)
    )
    return {row[0].id: (row[0], row[1]) for row in rows}


async def find_answers(session: Session, municipality: str, ids: list[str]) -> dict[str, Answer]:
    """Answers that are there already, by id, locked."""
    rows = await session.scalars(
        select(Answer)
        .where(Answer.municipality == municipality, Answer.id == any_(literal(ids, ARRAY(TEXT))))
        .order_by(Answer.id)
        .with_for_update()
    )
    return {answer.id: answer for answer in rows}


async def find_providers(
    session: Session, municipality: str, offer_ids: list[str]
) -> dict[str, str | None]:
    """Whose the offers are, of those that are known."""
    rows = await session.execute(
        select(Offer.id, Offer.provider_id).where(
            Offer.municipality == municipality,
            Offer.id == any_(literal(offer_ids, ARRAY(TEXT))),
        )
    )
    return {row[0]: row[1] for row in rows}
