"""What stands around some call-offs: their offers, providers and agreements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from contracts.agreements import queries as agreement_queries
from contracts.agreements.models import Agreement
from contracts.call_offs.models import CallOff
from contracts.offers import queries as offer_queries
from contracts.offers.models import KnownOffer
from contracts.providers import queries as provider_queries
from contracts.providers.models import Provider
from kit.database import Session
from kit.local_time import written_date
from kit.rights import Caller

CaveatCode = Literal[
    "agreement_ended", "agreement_unknown", "offer_closed", "offer_paused", "provider_unknown"
]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Offers, providers and agreements by their ids, as far as they are known."""

    offers: Mapping[str, KnownOffer]
    providers: Mapping[str, Provider]
    agreements: Mapping[str, Agreement]

    def offer_name(self, call_off: CallOff) -> str | None:
        """What is ordered."""
        offer = self.offers.get(call_off.offer_id)
        return None if offer is None else offer.name

    def provider_name(self, call_off: CallOff) -> str | None:
        """With whom."""
        provider = self.providers.get(call_off.provider_id)
        return None if provider is None else provider.name

    def caveats(self, call_off: CallOff, today: date) -> Iterator[tuple[CaveatCode, str]]:
        """What has changed since the order, which is honoured all the same."""
        if call_off.is_finished:
            return
        if call_off.provider_id not in self.providers:
            yield "provider_unknown", "Leverandøren er ikke registreret."
        if call_off.agreement_id is not None:
            yield from self._of_agreement(call_off.agreement_id, today)
        offer = self.offers.get(call_off.offer_id)
        if offer is not None and offer.status == "closed":
            yield "offer_closed", "Tilbuddet er lukket; det, der er bestilt, gennemføres."
        if offer is not None and offer.status == "paused":
            yield "offer_paused", "Tilbuddet er på pause; det, der er bestilt, gennemføres."

    def _of_agreement(self, agreement_id: str, today: date) -> Iterator[tuple[CaveatCode, str]]:
        agreement = self.agreements.get(agreement_id)
        if agreement is None:
            yield "agreement_unknown", "Aftalen er ikke registreret."
        elif agreement.status == "ended":
            yield "agreement_ended", "Aftalen er ophørt; det, der er bestilt, gennemføres."
        elif agreement.ends_on < today:
            day = written_date(agreement.ends_on)
            yield "agreement_ended", f"Aftalen udløb {day}; det, der er bestilt, gennemføres."


async def get_surroundings(
    session: Session, caller: Caller, call_offs: Sequence[CallOff]
) -> Surroundings:
    """What stands around some call-offs, by three queries however many there are."""
    municipality = caller.municipality or ""
    agreements = {each.agreement_id for each in call_offs if each.agreement_id is not None}
    return Surroundings(
        await offer_queries.find_offers(
            session, municipality, {each.offer_id for each in call_offs}
        ),
        await provider_queries.find_providers(
            session, caller, sorted({each.provider_id for each in call_offs})
        ),
        await agreement_queries.find_agreements(session, municipality, sorted(agreements)),
    )
