"""What is said when something is done with a referral."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kit.happening import HappenedAt
from kit.texts import CodeText, Line, Prose
from visitation.referrals.statuses import How, Result
from visitation.referrals.written import MAX_TARGETS, Day, Said


class Doing(BaseModel):
    """When an act happened, unless it happens now."""

    model_config = ConfigDict(extra="forbid")

    happened_at: HappenedAt = None


class Guidance(BaseModel):
    """How the citizen was told of the right to complain; both ways are required."""

    model_config = ConfigDict(extra="forbid")

    oral: Annotated[bool, Field(strict=True)]
    written: Annotated[bool, Field(strict=True)]
    version: Line = Field(description="Of the written guidance", examples=["2026-01"])


class AlignmentTexts(BaseModel):
    """What was agreed on, in writing."""

    model_config = ConfigDict(extra="forbid")

    purpose: Said
    wishes: Prose = ""
    expected_of_citizen: Prose = ""
    expected_of_caseworker: Prose = ""
    expected_of_provider: Prose = ""
    expected_of_workplace: Prose = ""
    own_responsibility: Prose = ""
    rights_and_duties: Prose = ""


class Aligning(AlignmentTexts):
    """An expectation alignment that the citizen has acknowledged."""

    how: How
    acknowledged_at: HappenedAt = None
    complaint_guidance: Guidance
    workplace_met_on: Day | None = Field(
        default=None, description="Required for placements and wage subsidies"
    )


class Aborting(Doing):
    """Why a referral is ended before time."""

    reason: CodeText = Field(examples=["job"])
    ended_on: Day | None = Field(default=None, description="The last day; only where it started")


class Assessed(BaseModel):
    """Whether one goal was reached."""

    model_config = ConfigDict(extra="forbid")

    result: Result
    note: Prose = ""


class Assessing(Doing):
    """What caseworker and citizen found at the end, goal by goal, and what comes next."""

    targets: list[Assessed] = Field(max_length=MAX_TARGETS, description="In the targets' order")
    next_step: CodeText = Field(examples=["job"])
