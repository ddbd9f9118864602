"""Every statement on invitations and their links."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Text,
    and_,
    any_,
    cast,
    delete,
    false,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from kit import pages, problems
from kit.database import Session
from kit.rights import Caller
from surveys.courses.models import Course, Offer
from surveys.invitations.models import Draft, Invitation, Link
from surveys.waves.models import Wave


class InvitationNotFound(problems.NotThere):
    """There is no such invitation, or the caller may not know of it."""

    code = "invitation_not_found"
    title = "Invitationen findes ikke"


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """The municipality's own; a provider's people never see who is asked."""
    if caller.provider_id is not None:
        return false()
    return Invitation.municipality == caller.municipality


def refuse_provider(caller: Caller) -> None:
    """Raise for a provider's staff and systems: what is said of them is not theirs to write.

    Raises:
        InvitationNotFound: For them.
    """
    if caller.provider_id is not None:
        raise InvitationNotFound("Leverandører taster ikke svar om deres egne forløb.")


async def invite(
    session: Session,
    municipality: str,
    *,
    today: date,
    wave_id: str | None = None,
    referral_ids: Sequence[str] | None = None,
) -> None:
    """An invitation for each course that has ended within an open wave's period; never a second.

    Args:
        session: The transaction; it holds ``waves.queries.lock``.
        municipality: Whose.
        today: Waves that were over before are past.
        wave_id: Only those of this wave.
        referral_ids: Only those of these courses.
    """
    copied = (
        "referral_id",
        "citizen_id",
        "offer_id",
        "provider_id",
        "target_group",
        "match_group",
        "ended_on",
    )
    ended = (
        select(
            Course.municipality,
            cast(func.gen_random_uuid(), Text),
            Wave.id,
            *(getattr(Course, name) for name in copied),
            literal(0),
            false(),
        )
        .join(
            Wave,
            and_(
                Wave.municipality == Course.municipality,
                Course.ended_on.between(Wave.courses_from, Wave.courses_to),
            ),
        )
        .where(
            Course.municipality == municipality,
            Course.started_on.is_not(None),
            Wave.closed_at.is_(None),
            Wave.closes_on >= today,
        )
    )
    if wave_id is not None:
        ended = ended.where(Wave.id == wave_id)
    if referral_ids is not None:
        ended = ended.where(Course.referral_id.in_(referral_ids))
    columns = ["municipality", "id", "wave_id", *copied, "reminder", "is_answered"]
    await session.execute(
        upsert(Invitation)
        .from_select(columns, ended)
        .on_conflict_do_nothing(index_elements=["municipality", "referral_id"])
    )


async def get_invitation(
    session: Session, caller: Caller, invitation_id: str, *, lock: bool = False
) -> Invitation:
    """One invitation, locked where it is to be changed.

    Raises:
        InvitationNotFound: When there is none that the caller may see.
    """
    statement = select(Invitation).where(Invitation.id == invitation_id, visible_to(caller))
    found = await session.scalar(statement.with_for_update() if lock else statement)
    if found is None:
        raise InvitationNotFound("Kontrollér id'et, eller find invitationen i rundens liste.")
    return found


async def list_invitations(
    session: Session, caller: Caller, wave_id: str, page: pages.PageRequest
) -> tuple[Sequence[tuple[Invitation, str | None]], str | None]:
    """A page of a wave's invitations with the offers' names, and the cursor of the next."""
    statement = (
        select(Invitation, Offer.name)
        .outerjoin(
            Offer,
            and_(Offer.municipality == Invitation.municipality, Offer.id == Invitation.offer_id),
        )
        .where(Invitation.wave_id == wave_id, visible_to(caller))
    )
    after = page.after(str)
    if after is not None:
        statement = statement.where(Invitation.id > after[0])
    rows = await session.execute(statement.order_by(Invitation.id).limit(page.limit + 1))
    found = [(row[0], row[1]) for row in rows]
    return pages.cut(found, page.limit, lambda row: (row[0].id,))


async def list_to_link(
    session: Session,
    caller: Caller,
    wave_id: str,
    *,
    has_link: bool | None = None,
    batch: str | None = None,
) -> Sequence[Invitation]:
    """A wave's unanswered invitations that are to get a link, locked, in a fixed order."""
    statement = select(Invitation).where(
        Invitation.wave_id == wave_id, Invitation.is_answered.is_(False), visible_to(caller)
    )
    if has_link is not None:
        made = Invitation.link_made_at.is_not(None)
        statement = statement.where(made if has_link else ~made)
    if batch is not None:
        statement = statement.where(Invitation.link_batch == batch)
    return (await session.scalars(statement.order_by(Invitation.id).with_for_update())).all()


async def replace_links(
    session: Session, municipality: str, hashes: Sequence[tuple[str, bytes]]
) -> None:
    """Let each invitation be opened by its new link alone, which shows nothing of the older one.

    Whoever may make links could otherwise read what a citizen has saved and not sent.
    """
    if not hashes:
        return
    ids = [invitation_id for invitation_id, _ in hashes]
    await session.execute(
        delete(Draft).where(
            Draft.municipality == municipality,
            Draft.invitation_id == any_(literal(ids, ARRAY(Text))),
        )
    )
    await session.execute(
        delete(Link).where(
            Link.municipality == municipality,
            Link.invitation_id == any_(literal(ids, ARRAY(Text))),
        )
    )
    await session.execute(
        insert(Link),
        [
            {"token_hash": token_hash, "municipality": municipality, "invitation_id": invitation_id}
            for invitation_id, token_hash in hashes
        ],
    )


async def find_link(session: Session, token_hash: bytes) -> Link | None:
    """Whose a link is, in a transaction of no municipality."""
    found: Link | None = await session.scalar(select(Link).where(Link.token_hash == token_hash))
    return found


async def find_invited(
    session: Session, municipality: str, invitation_id: str, *, lock: bool = False
) -> tuple[Invitation, Wave] | None:
    """The invitation that a link opens, and its wave."""
    statement = (
        select(Invitation, Wave)
        .join(
            Wave,
            and_(Wave.municipality == Invitation.municipality, Wave.id == Invitation.wave_id),
        )
        .where(Invitation.municipality == municipality, Invitation.id == invitation_id)
    )
    if lock:
        statement = statement.with_for_update(of=Invitation)
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else (row[0], row[1])


async def find_draft(session: Session, municipality: str, invitation_id: str) -> Draft | None:
    """What was saved before."""
    found: Draft | None = await session.scalar(
        select(Draft).where(
            Draft.municipality == municipality, Draft.invitation_id == invitation_id
        )
    )
    return found


async def put_draft(
    session: Session, municipality: str, invitation_id: str, given: dict[str, str]
) -> None:
    """Keep what is saved, in place of what was saved before."""
    statement = upsert(Draft).values(
        municipality=municipality, invitation_id=invitation_id, given=given
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["municipality", "invitation_id"], set_={"given": given}
        )
    )


async def delete_draft(session: Session, municipality: str, invitation_id: str) -> None:
    """Keep nothing of what was saved."""
    await session.execute(
        delete(Draft).where(
            Draft.municipality == municipality, Draft.invitation_id == invitation_id
        )
    )
