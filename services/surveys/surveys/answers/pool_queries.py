"""Every statement on the pools of anonymous answers, and on drafts of waves that are over.

Pools are kept apart by wave, offer and target group, because an answer keeps those two: with
fewer than the wave's smallest group in a pool, whoever knows who was asked could tell whose an
answer is. They are moved together, in random order, under ids and by a transaction that have
nothing to do with how they came.
"""

import uuid
from collections.abc import Mapping
from datetime import date

from sqlalchemy import and_, delete, or_, select, text

from kit.database import Session
from surveys.answers.models import PooledAnswer
from surveys.invitations.models import Draft, Invitation
from surveys.waves.models import Wave

_MOVE = text(
    """
    WITH ready AS (
        SELECT p.wave_id, p.offer_id, p.target_group
        FROM pooled_answers p
        JOIN waves w ON w.municipality = p.municipality AND w.id = p.wave_id
        WHERE p.municipality = :municipality
        GROUP BY p.wave_id, p.offer_id, p.target_group, w.smallest_group
        HAVING count(*) >= w.smallest_group
    ), taken AS (
        DELETE FROM pooled_answers p USING ready r
        WHERE p.municipality = :municipality AND p.wave_id = r.wave_id
          AND p.offer_id IS NOT DISTINCT FROM r.offer_id
          AND p.target_group IS NOT DISTINCT FROM r.target_group
        RETURNING p.*
    ), moved AS (
        INSERT INTO answers (municipality, id, wave_id, instrument, instrument_version, channel,
                             offer_id, provider_id, target_group, scores, comment)
        SELECT t.municipality, gen_random_uuid()::text, t.wave_id, w.instrument,
               w.instrument_version, 'anonymous', t.offer_id, t.provider_id, t.target_group,
               t.scores, t.comment
        FROM taken t JOIN waves w ON w.municipality = t.municipality AND w.id = t.wave_id
        ORDER BY random()
        RETURNING 1
    )
    SELECT count(*) FROM moved
    """
)
_OVER = """
    AND EXISTS (SELECT FROM waves w
                WHERE w.municipality = p.municipality AND w.id = p.wave_id
                  AND (w.closed_at IS NOT NULL OR w.closes_on < :today))
    """
_FORGET_GROUP = text(
    "UPDATE pooled_answers p SET target_group = NULL"  # noqa: S608 - our own words alone
    " WHERE p.municipality = :municipality AND p.target_group IS NOT NULL" + _OVER
)
_FORGET_OFFER = text(
    "UPDATE pooled_answers p SET offer_id = NULL, provider_id = NULL"  # noqa: S608 - as above
    " WHERE p.municipality = :municipality AND p.offer_id IS NOT NULL"
    " AND p.target_group IS NULL" + _OVER
)


async def pool(
    session: Session, invitation: Invitation, scores: Mapping[str, int], comment: str
) -> None:
    """Put an anonymous answer among the others; nothing in it tells from which invitation."""
    session.add(
        PooledAnswer(
            municipality=invitation.municipality,
            id=str(uuid.uuid4()),
            wave_id=invitation.wave_id,
            offer_id=invitation.offer_id,
            provider_id=invitation.provider_id,
            target_group=invitation.target_group,
            scores=dict(scores),
            comment=comment,
        )
    )
    await session.flush()


async def move_pools(session: Session, municipality: str, *, today: date) -> int:
    """Move the pools that are large enough; how many answers that were.

    When a wave is over, what is left is told apart by offer alone, and then by nothing.
    """
    given = {"municipality": municipality}
    moved = await session.scalar(_MOVE, given) or 0
    for forget in (_FORGET_GROUP, _FORGET_OFFER):
        await session.execute(forget, given | {"today": today})
        moved += await session.scalar(_MOVE, given) or 0
    return moved


async def forget_drafts(
    session: Session, municipality: str, wave_id: str | None = None, *, today: date | None = None
) -> None:
    """Delete what was saved and not sent: of one wave, or of all that are over."""
    over = or_(Wave.closed_at.is_not(None), Wave.closes_on < (today or date.min))
    of_waves = (
        select(Invitation.id)
        .join(
            Wave,
            and_(Wave.municipality == Invitation.municipality, Wave.id == Invitation.wave_id),
        )
        .where(
            Invitation.municipality == municipality,
            over if wave_id is None else Wave.id == wave_id,
        )
    )
    await session.execute(
        delete(Draft).where(Draft.municipality == municipality, Draft.invitation_id.in_(of_waves))
    )
