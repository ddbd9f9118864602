"""The state of the installation as it crosses the wire."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

State = Literal["ready", "not_ready", "silent"]


class Feed(BaseModel):
    """One feed that a service follows."""

    feed: str = Field(examples=["visitation"])
    heard_seconds: int = Field(description="Since it was last heard, with news or without")
    is_late: bool


class Worker(BaseModel):
    """A service's worker, which follows feeds and does long work."""

    heard_seconds: int | None = Field(description="Since its last sign of life; null: never")
    is_late: bool


class ServiceState(BaseModel):
    """One service, as it says itself."""

    service: str = Field(examples=["visitation"])
    state: State = Field(description="silent: no answer in time")
    code: str | None = Field(description="Why it is not ready, for programs")
    detail: str | None = Field(description="Why it is not ready, in Danish, with the remedy")
    migration: str | None = Field(description="The version of its database's schema")
    answered_ms: int | None = Field(description="How long the answer took")
    feeds: list[Feed]
    worker: Worker | None = Field(description="Null where the service did not tell")


class Operations(BaseModel):
    """Every service of the installation."""

    asked_at: datetime
    is_well: bool = Field(description="All are ready, and no feed and no worker is late")
    late_after_seconds: int
    services: list[ServiceState]
