"""Every statement on the municipalities that ask."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from kit.database import Session
from surveys.tenants.models import SurveyMunicipality


async def note(session: Session, municipality: str) -> None:
    """Let the worker look after a municipality from now on."""
    await session.execute(
        insert(SurveyMunicipality).values(municipality=municipality).on_conflict_do_nothing()
    )


async def list_all(session: Session) -> Sequence[str]:
    """Every municipality that there is work for."""
    statement = select(SurveyMunicipality.municipality).order_by(SurveyMunicipality.municipality)
    return (await session.scalars(statement)).all()
