"""Holding offers to their agreements."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from kit import problems
from kit.database import Session
from kit.local_time import local_date
from kit.problems import FieldError
from visitation.agreements import queries, rules
from visitation.agreements.models import AgreementCopy

Agreements = Mapping[str, AgreementCopy]
"""Those that are known, by id."""


class AgreementNotUsable(problems.NotNow):
    """The agreement is not there, not active, or with another provider."""

    code = "agreement_not_usable"
    title = "Tilbuddet kan ikke gives under aftalen"


class OfferOutsideAgreement(problems.NotNow):
    """The offer breaks a requirement of its agreement."""

    code = "offer_outside_agreement"
    title = "Tilbuddet holder sig ikke inden for aftalen"


async def list_agreements(
    session: Session, municipality: str, agreement_ids: Iterable[str | None]
) -> Agreements:
    """The agreements of these ids that are known; offers without one need none."""
    wanted = [each for each in agreement_ids if each is not None]
    return await queries.list_agreements(session, municipality, wanted)


async def check_offer(
    session: Session,
    municipality: str,
    offer: Any,  # noqa: ANN401 - an offer, whatever holds it
    *,
    at: datetime,
) -> None:
    """Refuse an offer that can be chosen, or soon again, outside its agreement.

    Raises:
        AgreementNotUsable: When the agreement is not there, not active or another provider's.
        OfferOutsideAgreement: When the offer breaks a requirement, each of them named.
    """
    agreements = await list_agreements(session, municipality, [offer.agreement_id])
    judge(agreements, offer, local_date(at))


def judge(agreements: Agreements, offer: Any, day: date) -> None:  # noqa: ANN401 - as above
    """The same for agreements that were read before; an offer without an agreement is free.

    Raises:
        AgreementNotUsable: As ``check_offer``.
        OfferOutsideAgreement: Likewise.
    """
    if offer.agreement_id is None:
        return
    agreement = agreements.get(offer.agreement_id)
    wrong = rules.unusable(agreement, offer, day)
    if wrong is not None or agreement is None:
        errors: list[FieldError] = [wrong] if wrong is not None else []
        raise AgreementNotUsable(" ".join(each.detail for each in errors), errors=errors)
    broken = list(rules.broken(agreement, offer))
    if broken:
        what = "ét krav" if len(broken) == 1 else f"{len(broken)} krav"
        raise OfferOutsideAgreement(f"Tilbuddet bryder {what} i aftalen; se errors.", errors=broken)
