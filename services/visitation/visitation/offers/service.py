"""What is done with offers, one at a time."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from kit import outbox, problems
from kit.bulk import outcomes
from kit.database import Session
from kit.ids import own_id
from kit.local_time import local_date
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller, municipality_of
from kit.texts import MAX_LINE
from visitation import events
from visitation.agreements import service as agreements
from visitation.code_lists import queries as code_queries
from visitation.code_lists.lookup import CodeLists
from visitation.offer_templates import queries as template_queries
from visitation.offers import answers, links, models, queries, rules, schemas
from visitation.offers.rules import Act, OfferRules
from visitation.revisions import queries as revisions

UNDER_AGREEMENT = ("publish", "resume")
"""The acts by which an offer can be chosen; its agreement must hold for it then."""

_COPY = " (kopi)"


class CodeUnknown(problems.Malformed):
    """A code is not on its list today."""

    code = "code_unknown"
    title = "Ukendt kode"


class LinkWrong(problems.Malformed):
    """An offer points at one that is not there, or round at itself."""

    code = "offer_link_invalid"
    title = "Tilbuddene kan ikke hænge sådan sammen"


async def create_offer(
    session: Session,
    caller: Caller,
    body: schemas.NewOffer,
    *,
    template_id: str | None = None,
    at: datetime,
) -> models.Offer:
    """A new draft: what the body says, over what its template says.

    Raises:
        kit.problems.InputInvalid: When neither says what must be said.
        TemplateNotFound: When there is no such template.
        CodeUnknown: When a code is not on its list today.
        LinkWrong: When it bundles an offer that is not there.
        OfferExists: When the id is taken.
    """
    content = await _content(session, caller, body, template_id or body.template_id)
    await check_codes(session, content.columns(), at=at)
    offer = models.Offer.draft(
        municipality_of(caller), body.id or own_id(), content.columns(), by=caller.subject, at=at
    )
    await _check_links(session, caller, offer.id, package_of=content.package_of)
    await queries.add_offer(session, offer)
    await _keep(session, caller, offer, "create", at=at)
    return offer


async def copy_offer(
    session: Session, caller: Caller, offer_id: str, body: schemas.Copying, *, at: datetime
) -> models.Offer:
    """A draft that says what another offer says, under a name and an id of its own.

    Codes that have ended since are copied too; the completeness of the copy points at them.

    Raises:
        OfferNotFound: When there is none that the caller may see.
        OfferExists: When the id is taken.
    """
    source = await queries.get_offer(session, caller, offer_id)
    said = {name: getattr(source, name) for name in rules.CONTENT}
    said["name"] = body.name or source.name[: MAX_LINE - len(_COPY)] + _COPY
    # The session must not take a copy under the same id for the offer that it has read.
    session.expunge(source)
    offer = models.Offer.draft(
        municipality_of(caller), body.id or own_id(), said, by=caller.subject, at=at
    )
    await queries.add_offer(session, offer)
    await _keep(session, caller, offer, "copy", at=at)
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
        CodeUnknown: When a code that it did not have before is not on its list today.
        LinkWrong: When it bundles an offer that is not there, or itself.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ActNotPossible: When it is closed.
        OfferIncomplete: When it can be chosen already and would lack something.
        AgreementNotUsable: When it is no draft, and its agreement does not hold for it.
        OfferOutsideAgreement: When it is no draft, and would break its agreement.
    """
    await _check_links(session, caller, offer_id, package_of=body.package_of)
    offer = await queries.get_offer(session, caller, offer_id, lock=True)
    expected.check(offer)
    await check_codes(session, body.columns(), offer, at=at)
    if offer.revise(body.columns(), at=at):
        if offer.status != "draft":
            await agreements.check_offer(session, offer.municipality, offer, at=at)
        await _keep(session, caller, offer, "revise", at=at)
    return offer


async def link_offer(
    session: Session,
    caller: Caller,
    offer_id: str,
    predecessors: list[str],
    expected: Precondition,
    *,
    at: datetime,
) -> models.Offer:
    """The offer as one that came instead of these; of none when there are none.

    Raises:
        LinkWrong: When one is not there, or came after this one itself.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ActNotPossible: When it is closed, unless the links are taken away.
    """
    await _check_links(session, caller, offer_id, predecessors=predecessors)
    offer = await queries.get_offer(session, caller, offer_id, lock=True)
    expected.check(offer)
    if offer.follow(predecessors):
        await _keep(session, caller, offer, "link", at=at)
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
    """Publish, pause, resume, close or confirm an offer.

    Raises:
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ActNotPossible: When its status does not allow it.
        OfferIncomplete: When it lacks something to be published.
        AgreementNotUsable: When it is to be chosen, and its agreement does not hold for it.
        OfferOutsideAgreement: When it is to be chosen, and breaks its agreement.
    """
    offer = await queries.get_offer(session, caller, offer_id, lock=True)
    expected.check(offer)
    ACTS[act](offer, by=caller.subject, at=at)
    if act in UNDER_AGREEMENT:
        await agreements.check_offer(session, offer.municipality, offer, at=at)
    await _keep(session, caller, offer, act, at=at)
    return offer


def version_of(offer: OfferRules, act: str, *, by: str, at: datetime) -> dict[str, Any]:
    """Count a change of an offer, and what it then was: the columns of a version."""
    offer.next_version(by=by, at=at)
    return {
        "municipality": offer.municipality,
        "offer_id": offer.id,
        "version": offer.version,
        "act": act,
        "status": offer.status,
        "content": answers.content(offer) | {"predecessors": offer.predecessors},
        "changed_at": at,
        "changed_by": by,
    }


def unknown_codes(content: schemas.Content, codes: CodeLists, day: date) -> Iterator[FieldError]:
    """The codes of a new offer that are not on their lists on a day."""
    return unknown_in(content.columns(), None, codes, day)


def unknown_in(
    columns: Mapping[str, Any], held: OfferRules | None, codes: CodeLists, day: date
) -> Iterator[FieldError]:
    """The codes in an offer's columns that are not on their lists on a day.

    Those that it holds already are passed over: a list that has changed since must not stand in
    the way of other corrections.
    """
    kind = columns["kind"]
    if kind and not codes.is_valid("kinds", kind, day) and kind != getattr(held, "kind", None):
        yield _unknown("/kind", codes.first_valid("kinds", day))
    for name in ("content_elements", "target_groups", "match_groups", "themes"):
        known = getattr(held, name, ())
        for at, code in enumerate(columns[name]):
            if not codes.is_valid(name, code, day) and code not in known:
                yield _unknown(f"/{name}/{at}", codes.first_valid(name, day))


def _unknown(pointer: str, valid: str) -> FieldError:
    return FieldError(pointer, "code_unknown", f"Brug en af: {valid}.")


async def check_codes(
    session: Session, columns: Mapping[str, Any], held: OfferRules | None = None, *, at: datetime
) -> None:
    """Refuse codes that are not on their lists today, and that the offer does not hold.

    Raises:
        CodeUnknown: With each of them.
    """
    codes = await code_queries.get_code_lists(session)
    mistakes = list(unknown_in(columns, held, codes, local_date(at)))
    if mistakes:
        raise CodeUnknown("Koder, der ikke gælder i dag; se errors.", errors=mistakes)


async def _content(
    session: Session, caller: Caller, body: schemas.NewOffer, template_id: str | None
) -> schemas.Content:
    said = body.model_dump(exclude_unset=True, exclude={"id", "template_id"})
    if template_id is not None:
        template = await template_queries.get_template(session, caller, template_id)
        said = template.content | said
    try:
        return schemas.Content.model_validate(said)
    except ValidationError as error:
        raise problems.InputInvalid(
            "Noget skal rettes; se errors.", errors=outcomes.field_errors(error)
        ) from None


async def _check_links(
    session: Session,
    caller: Caller,
    offer_id: str,
    *,
    package_of: list[str] | None = None,
    predecessors: list[str] | None = None,
) -> None:
    targets = package_of or predecessors or []
    if not targets:
        return
    await queries.lock_links(session, caller)
    known = await queries.list_statuses(session, caller, targets)
    others = await queries.list_links(session, caller)
    graph = {row.id: row.package_of if package_of else row.predecessors for row in others}
    pointer = "/package_of" if package_of else "/offer_ids"
    rings = links.in_rings(graph | {offer_id: targets})
    mistakes = list(links.mistakes(offer_id, targets, known, rings, pointer))
    if mistakes:
        raise LinkWrong("Ret henvisningerne; se errors.", errors=mistakes)


async def _keep(
    session: Session, caller: Caller, offer: models.Offer, act: str, *, at: datetime
) -> None:
    """Keep the version, tell others, and let the guide read again."""
    session.add(models.OfferVersion(**version_of(offer, act, by=caller.subject, at=at)))
    fact = events.fact_of(offer)
    if fact is not None:
        outbox.publish(session, fact, at=at)
    await revisions.count_up(session)


ACTS: dict[Act, Any] = {
    "publish": OfferRules.publish,
    "pause": OfferRules.pause,
    "resume": OfferRules.resume,
    "close": OfferRules.close,
    "confirm": OfferRules.confirm,
}
