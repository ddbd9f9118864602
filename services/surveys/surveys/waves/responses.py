"""How many of those asked in a wave have answered, hidden where they are few."""

from datetime import datetime

from kit.database import Session
from kit.disclosure import ALL, Cell, protect_list
from kit.local_time import local_date
from kit.rights import Caller
from surveys.courses import queries as courses
from surveys.releases import presenting
from surveys.releases import queries as release_queries
from surveys.waves import queries, schemas


async def response_of(
    session: Session, caller: Caller, wave_id: str, *, at: datetime
) -> schemas.Response:
    """A wave's response, in all and by offer."""
    wave = await queries.get_wave(session, caller, wave_id)
    rows = await release_queries.count_response(session, wave.municipality, wave.id)
    names = await courses.list_offer_names(session, wave.municipality, [row[0] for row in rows])
    cells = {
        offer: Cell(people=citizens, parts=(answered, asked - answered))
        for offer, asked, answered, citizens in rows
    }
    hidden = protect_list(cells, limit=wave.smallest_group)
    day = local_date(at)
    figures = {
        offer: presenting.hidden("response_rate", as_of=day)
        if offer in hidden
        else presenting.response(answered, asked, as_of=day)
        for offer, asked, answered, _ in rows
    }
    asked, answered = sum(row[1] for row in rows), sum(row[2] for row in rows)
    whole = (
        presenting.hidden("response_rate", as_of=day)
        if ALL in hidden or not asked
        else presenting.response(answered, asked, as_of=day)
    )
    return schemas.Response(
        wave_id=wave.id,
        whole=whole,
        offers=[
            schemas.OfferResponse(offer_id=offer, offer_name=names.get(offer), figure=figure)
            for offer, figure in figures.items()
        ],
    )
