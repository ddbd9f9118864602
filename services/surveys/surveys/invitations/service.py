"""Making links, and showing who is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kit import audit, pages, problems
from kit.database import Session
from kit.local_time import local_date
from kit.rights import Caller
from surveys.invitations import models, queries, schemas, tokens
from surveys.waves import queries as wave_queries
from surveys.waves.models import Wave


class AnsweredAlready(problems.NotNow):
    """The citizen has answered; a link would open nothing."""

    code = "answered_already"
    title = "Der er svaret"


@dataclass(frozen=True, slots=True)
class Made:
    """Links as they are answered; ``id`` finds their invitations again."""

    id: str
    links: Sequence[schemas.PersonalLink]


async def list_invitations(
    session: Session, caller: Caller, wave_id: str, page: pages.PageRequest, *, at: datetime
) -> tuple[list[schemas.Invitation], str | None]:
    """A page of who is asked in a wave, noted in the audit log."""
    wave = await wave_queries.get_wave(session, caller, wave_id)
    rows, cursor = await queries.list_invitations(session, caller, wave_id, page)
    if rows:
        subjects = sorted({invitation.citizen_id for invitation, _ in rows})
        await audit.record(session, caller, act="invitations.read", subjects=subjects, at=at)
    is_over = wave.status_on(local_date(at)) == "closed"
    may = caller.holds("surveys.invite") and not is_over
    return [show(row, name, may_invite=may) for row, name in rows], cursor


def show(
    invitation: models.Invitation, offer_name: str | None, *, may_invite: bool
) -> schemas.Invitation:
    """An invitation as it is answered."""
    names = schemas.Invitation.model_fields.keys() - {"offer_name", "actions"}
    fields = {name: getattr(invitation, name) for name in names}
    can = may_invite and not invitation.is_answered
    return schemas.Invitation.model_validate(
        {**fields, "offer_name": offer_name, "actions": ["make_link"] if can else []}
    )


async def make_link(
    session: Session, caller: Caller, invitation_id: str, *, public_url: str, at: datetime
) -> Made:
    """A new link for one invitation; the older one stops working.

    Raises:
        AnsweredAlready: When there is an answer.
        surveys.waves.models.WaveOver: When none are taken any more.
    """
    invitation = await queries.get_invitation(session, caller, invitation_id, lock=True)
    wave = await wave_queries.get_wave(session, caller, invitation.wave_id)
    wave.refuse_when_over(local_date(at))
    if invitation.is_answered:
        raise AnsweredAlready("Borgeren har svaret; der kan ikke svares igen.")
    return await _make(
        session, caller, wave, [invitation], batch=invitation.id, public_url=public_url, at=at
    )


async def make_links(
    session: Session,
    caller: Caller,
    wave_id: str,
    *,
    is_reminder: bool,
    batch: str,
    public_url: str,
    at: datetime,
) -> Made:
    """Links for all who have none, or, as a reminder, new ones for all who have not answered.

    Raises:
        surveys.waves.models.ReminderNotDue: When no reminder is due.
        surveys.waves.models.WaveOver: When no answers are taken any more.
    """
    wave = await wave_queries.get_wave(session, caller, wave_id, lock=True)
    wave.refuse_when_over(local_date(at))
    number = wave.begin_reminder(local_date(at)) if is_reminder else 0
    chosen = await queries.list_to_link(session, caller, wave_id, has_link=is_reminder)
    for invitation in chosen:
        invitation.reminder = number
    return await _make(session, caller, wave, chosen, batch=batch, public_url=public_url, at=at)


async def make_links_again(
    session: Session, caller: Caller, wave_id: str, *, batch: str, public_url: str, at: datetime
) -> Made:
    """New links in place of those whose answer may have been lost: they were not kept."""
    wave = await wave_queries.get_wave(session, caller, wave_id, lock=True)
    chosen = await queries.list_to_link(session, caller, wave_id, batch=batch)
    return await _make(session, caller, wave, chosen, batch=batch, public_url=public_url, at=at)


async def _make(
    session: Session,
    caller: Caller,
    wave: Wave,
    invitations: Iterable[models.Invitation],
    *,
    batch: str,
    public_url: str,
    at: datetime,
) -> Made:
    links, hashes = [], []
    for invitation in invitations:
        token = tokens.new_token()
        hashes.append((invitation.id, tokens.hash_token(token)))
        invitation.link_made_at, invitation.link_made_by = at, caller.subject
        invitation.link_batch = batch
        links.append(
            schemas.PersonalLink(
                invitation_id=invitation.id,
                citizen_id=invitation.citizen_id,
                url=f"{public_url.rstrip('/')}/s/{token}",
                expires_on=wave.closes_on,
            )
        )
    await session.flush()
    await queries.replace_links(session, wave.municipality, hashes)
    if links:
        subjects = sorted({link.citizen_id for link in links})
        await audit.record(session, caller, act="surveys.invite", subjects=subjects, at=at)
    return Made(batch, links)
