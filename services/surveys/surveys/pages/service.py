"""What a personal link does: it shows questions, saves what is begun, and takes one answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kit.database import Database, Session
from kit.local_time import local_date
from surveys.answers import giving
from surveys.answers import service as answers
from surveys.answers.giving import Given
from surveys.courses import queries as courses
from surveys.instruments import library
from surveys.instruments.library import Instrument
from surveys.invitations import queries, tokens
from surveys.invitations.models import Invitation
from surveys.pages.rendering import Asked, Told
from surveys.waves.models import Wave


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link leads to."""

    session: Session
    invitation: Invitation
    wave: Wave
    at: datetime

    @property
    def obstacle(self) -> Told | None:
        """The page that says why there is nothing to answer; None where there is."""
        if self.invitation.is_answered:
            return Told("answered")
        status = self.wave.status_on(local_date(self.at))
        if status == "closed":
            closed_at = self.wave.closed_at
            last = local_date(closed_at) if closed_at else self.wave.closes_on
            return Told("over", min(last, self.wave.closes_on))
        return Told("early", self.wave.opens_on) if status == "planned" else None

    @property
    def instrument(self) -> Instrument:
        """What is asked."""
        return library.of_version(self.wave.instrument, self.wave.instrument_version)

    async def questions(self, given: Given) -> Asked:
        """The questions, with what is given so far."""
        name = await courses.find_offer_name(
            self.session, self.invitation.municipality, self.invitation.offer_id
        )
        return Asked(self.wave, self.instrument, given, name)


async def municipality_of(database: Database, token: str) -> tuple[str, str] | None:
    """Whose a link is, and its invitation; None for one that opens nothing."""
    if not tokens.is_shaped(token):
        return None
    async with database.transaction(None) as session:
        link = await queries.find_link(session, tokens.hash_token(token))
    return None if link is None else (link.municipality, link.invitation_id)


async def open_link(opened: Opened) -> Told | Asked:
    """The questions with what was saved; opening changes nothing, however often."""
    if opened.obstacle is not None:
        return opened.obstacle
    invitation = opened.invitation
    draft = await queries.find_draft(opened.session, invitation.municipality, invitation.id)
    kept = giving.judge(opened.instrument, draft.given if draft else {}, is_final=False)
    return await opened.questions(kept)


async def take_form(opened: Opened, form: Mapping[str, str]) -> Told | Asked:
    """Save what is begun, or take the answer; the invitation is locked meanwhile."""
    if opened.obstacle is not None:
        return opened.obstacle
    is_final = form.get("do") != "save"
    given = giving.judge(opened.instrument, form, is_final=is_final)
    if given.faults:
        return await opened.questions(given)
    invitation = opened.invitation
    if is_final:
        await answers.take_by_link(opened.session, invitation, opened.wave, given, at=opened.at)
        return Told("thanks")
    await queries.put_draft(opened.session, invitation.municipality, invitation.id, given.raw)
    return Told("saved", opened.wave.closes_on)
