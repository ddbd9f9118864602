"""What is done with offers, one at a time."""

import secrets
from collections.abc import Iterator
from datetime import date, datetime
from string import ascii_lowercase
from typing import Any

from kit import outbox, problems
from kit.database import Session
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller
from visitation import events
from visitation.code_lists import queries as code_queries
from visitation.code_lists.lookup import CodeLists
from visitation.local_time import local_date
from visitation.offers import models, queries, schemas
from visitation.offers.models import Act
from visitation.revisions import queries as revisions

MAX_VALID_LISTED = 20
_OWN_ID_LENGTH = 20


class CodeUnknown(problems.Malformed):
    """A code is not on its list today."""

    code = "code_unknown"
    title = "Ukendt kode"


async def create_offer(
    session: Session, caller: Caller, body: schemas.NewOffer, *, at: datetime
) -> models.Offer:
    """A new draft.

    Raises:
        CodeUnknown: When a code is not on its list today.
        OfferExists: When the id is taken.
    """
    await _check_codes(session, body, at)
    offer = models.Offer.draft(
        municipality_of(caller), body.id or _own_id(), body.columns(), by=caller.subject, at=at
    )
    await queries.add_offer(session, offer)
    await _keep(session, caller, offer, "create", at=at)
    return offer


async def revise_offer(
    session: Session,
    caller: Caller,
    offer_id: str,
    body: schemas.Content,
    expected: Precondition,
    *,
    at: datetime,
) -> models.Offer:
    """The offer with new content; unchanged content makes no new version.

    Raises:
        CodeUnknown: When a code is not on its list today.
        OfferEditedMeanwhile: When it is not the expected version any more.
        ActNotPossible: When it is closed.
        OfferIncomplete: When it can be chosen already and would lack something.
    """
    await _check_codes(session, body, at)
    offer = await queries.get_offer(session, caller, offer_id, lock=True)
    expected.check(offer)
    if offer.revise(body.columns()):
        await _keep(session, caller, offer, "revise", at=at)
    return offer


async def act_on_offer(
    session: Session,
    caller: Caller,
    offer_id: str,
    act: Act,
    expected: Precondition,
    *,
    at: datetime,
) -> models.Offer:
    """Publish, pause, resume or close an offer.

    Raises:
        OfferEditedMeanwhile: When it is not the expected version any more.
        ActNotPossible: When its status does not allow it.
        OfferIncomplete: When it lacks something to be published.
    """
    offer = await queries.get_offer(session, caller, offer_id, lock=True)
    expected.check(offer)
    ACTS[act](offer, by=caller.subject, at=at)
    await _keep(session, caller, offer, act, at=at)
    return offer


def actions(offer: models.Offer, caller: Caller) -> list[Act]:
    """What this caller can do with an offer next."""
    return [
        act
        for act in models.ACTS[offer.status]
        if caller.holds("offers.write" if act == "revise" else "offers.publish")
    ]


def present(offer: models.Offer, caller: Caller) -> schemas.Offer:
    """An offer as this caller gets it."""
    return schemas.Offer.model_construct(
        **schemas.public_state(offer), actions=actions(offer, caller)
    )


def municipality_of(caller: Caller) -> str:
    """The caller's municipality; a route's right makes sure that there is one."""
    if caller.municipality is None:
        raise LookupError("the caller belongs to no municipality")
    return caller.municipality


def version_of(offer: models.Offer, act: str, *, by: str, at: datetime) -> models.OfferVersion:
    """Count a change of an offer, and what it then was."""
    offer.next_version(by=by, at=at)
    return models.OfferVersion(
        municipality=offer.municipality,
        offer_id=offer.id,
        version=offer.version,
        act=act,
        status=offer.status,
        content=schemas.kept_content(offer),
        changed_at=at,
        changed_by=by,
    )


def unknown_codes(content: schemas.Content, codes: CodeLists, day: date) -> Iterator[FieldError]:
    """The codes of an offer that are not on their lists on a day."""
    listed = {
        "kinds": [("/kind", content.kind)] if content.kind else [],
        **{
            name: [(f"/{name}/{at}", code) for at, code in enumerate(getattr(content, name))]
            for name in ("content_elements", "target_groups", "match_groups", "themes")
        },
    }
    for name, entries in listed.items():
        for pointer, code in entries:
            if not codes.is_valid(name, code, day):
                valid = ", ".join(codes.valid(name, day)[:MAX_VALID_LISTED])
                yield FieldError(pointer, "code_unknown", f"Brug en af: {valid}.")


async def _check_codes(session: Session, content: schemas.Content, at: datetime) -> None:
    codes = await code_queries.get_code_lists(session)
    mistakes = list(unknown_codes(content, codes, local_date(at)))
    if mistakes:
        raise CodeUnknown("Koder, der ikke gælder i dag; se errors.", errors=mistakes)


async def _keep(
    session: Session, caller: Caller, offer: models.Offer, act: str, *, at: datetime
) -> None:
    """Keep the version, tell others, and let the guide read again."""
    session.add(version_of(offer, act, by=caller.subject, at=at))
    fact = events.fact_of(offer)
    if fact is not None:
        outbox.publish(session, fact, at=at)
    await revisions.count_up(session)


def _own_id() -> str:
    # Letters alone: no part of it can ever look like a person's number.
    return "".join(secrets.choice(ascii_lowercase) for _ in range(_OWN_ID_LENGTH))


ACTS: dict[Act, Any] = {
    "publish": models.Offer.publish,
    "pause": models.Offer.pause,
    "resume": models.Offer.resume,
    "close": models.Offer.close,
}
