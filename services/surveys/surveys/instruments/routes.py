"""The questionnaires over HTTP."""

from fastapi import APIRouter

from kit.rights import requires
from kit.routing import COMPLETE
from surveys.instruments import library, schemas

router = APIRouter(prefix="/v1/instruments", tags=["instruments"], **COMPLETE)


@router.get("", dependencies=[requires("surveys.read")])
async def list_instruments() -> schemas.Instruments:
    """Every questionnaire with its questions, scales and versions."""
    return schemas.Instruments(items=list(library.instruments()))
