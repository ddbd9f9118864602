"""What is done with waves."""

import uuid
from datetime import datetime

from kit import problems
from kit.database import Session
from kit.local_time import local_date
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller
from surveys.answers import pool_queries
from surveys.instruments import library
from surveys.invitations import queries as invitations
from surveys.tenants import queries as tenants
from surveys.waves import models, queries, schemas


class WavesOverlap(problems.NotNow):
    """Another wave asks about courses that end on the same days."""

    code = "waves_overlap"
    title = "Perioden er taget"


async def create_wave(
    session: Session, caller: Caller, told: schemas.NewWave, *, at: datetime
) -> models.Wave:
    """A new wave, with an invitation for each course that has ended within its period already.

    Raises:
        WavesOverlap: When a course would be asked about twice.
        surveys.instruments.library.InstrumentUnknown: When there is no such questionnaire.
    """
    municipality = caller.municipality or ""
    instrument = library.newest(told.instrument)
    await queries.lock(session, municipality)
    await _refuse_overlap(session, municipality, told)
    wave = models.Wave(
        municipality=municipality,
        id=str(uuid.uuid4()),
        version=1,
        name=told.name,
        instrument=instrument.name,
        instrument_version=instrument.version,
        confidentiality=told.confidentiality,
        courses_from=told.courses_from,
        courses_to=told.courses_to,
        opens_on=told.opens_on or told.courses_from,
        closes_on=told.closes_on,
        reminders=sorted(told.reminders),
        reminders_made=0,
        smallest_group=told.smallest_group,
        created_at=at,
        created_by=caller.subject,
        closed_at=None,
        closed_by=None,
    )
    session.add(wave)
    await session.flush()
    await tenants.note(session, municipality)
    await invitations.invite(session, municipality, today=local_date(at), wave_id=wave.id)
    return wave


async def _refuse_overlap(session: Session, municipality: str, told: schemas.NewWave) -> None:
    other = await queries.find_overlapping(
        session, municipality, first=told.courses_from, last=told.courses_to
    )
    if other is not None:
        detail = f"{other.courses_from:%d.%m.%Y}–{other.courses_to:%d.%m.%Y} er taget."
        raise WavesOverlap(
            "Et forløb spørges der til én gang. Vælg dage, som ingen anden runde har.",
            errors=[FieldError("/courses_from", "waves_overlap", detail)],
        )


async def close_wave(
    session: Session, caller: Caller, wave_id: str, expected: Precondition, *, at: datetime
) -> models.Wave:
    """Take no more answers; what lies in an anonymous wave's pools is made ready to be moved.

    Raises:
        surveys.waves.models.WaveOver: When none are taken any more.
    """
    wave = await queries.get_wave(session, caller, wave_id, lock=True)
    expected.check(wave)
    wave.close(by=caller.subject, at=at, day=local_date(at))
    await pool_queries.forget_drafts(session, wave.municipality, wave.id)
    return wave


def show(wave: models.Wave, caller: Caller, *, at: datetime) -> schemas.Wave:
    """A wave as this caller gets it."""
    day = local_date(at)
    status = wave.status_on(day)
    actions: list[schemas.Action] = []
    if status != "closed":
        if caller.holds("surveys.write"):
            actions.append("close")
        if caller.holds("surveys.invite"):
            actions.append("make_links")
            if wave.reminders_made < sum(each <= day for each in wave.reminders):
                actions.append("make_reminders")
    fields = {
        name: getattr(wave, name) for name in schemas.Wave.model_fields if hasattr(wave, name)
    }
    return schemas.Wave.model_validate({**fields, "status": status, "actions": actions})
