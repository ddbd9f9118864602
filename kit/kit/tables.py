"""The kit's own tables, present in each service's database."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, INT8MULTIRANGE, JSONB

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)

UNPROTECTED = {
    "outbox": "read in order by those who follow every municipality; queries filter",
    "cursors": "one row a feed, no tenant's data",
    "idempotency_keys": "found by client and route; holds hashes and ids",
    "revocations": "asked about every token, before anybody knows whose it is; holds client ids",
    "audit_municipalities": "whose audit log there is to seal; holds codes alone",
    "audit_seals": "read in order by the gateway, who follows all; holds positions and digests",
    "jobs": "taken up by a worker that enters the job's municipality then; queries filter",
    "pgqueuer": "the queue's own table: a job's id and its municipality",
    "pgqueuer_log": "the queue's own table: what became of a job, without its content",
    "pgqueuer_schedules": "the queue's own table: what runs on a clock",
    "pgqueuer_statistics": "the queue's own table: counts",
    "alembic_version": "the schema's own version",
}
"""Kit tables outside the row-level policy, each with its reason; the catalogue test reads it."""


def _moment(name: str) -> Column[datetime]:
    return Column(name, DateTime(timezone=True), nullable=False, server_default=func.now())


outbox = Table(
    "outbox",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("municipality", Text),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("provider_id", Text),
    Column("happened_at", DateTime(timezone=True), nullable=False),
    _moment("registered_at"),
    Column("data", JSONB, nullable=False),
    Index("ix_outbox_municipality_position", "municipality", "position"),
)

cursors = Table(
    "cursors",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    _moment("moved_at"),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("client", Text, primary_key=True),
    Column("route", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("municipality", Text, nullable=False),
    Column("request_hash", LargeBinary, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("result_id", Text, nullable=False),
    _moment("created_at"),
    Index("ix_idempotency_keys_created_at", "created_at"),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("municipality", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("on_behalf_of", Text),
    Column("organisation", Text),
    Column("act", Text, nullable=False),
    Column("purpose", Text),
    Column("subjects", ARRAY(Text), nullable=False),
    Column("criterion", Text),
    Column("trace_id", Text, nullable=False),
    Index("ix_audit_log_municipality_at", "municipality", "at"),
)

# Without a key: whoever writes a municipality's first row would make all others wait.
audit_municipalities = Table(
    "audit_municipalities", metadata, Column("municipality", Text, nullable=False)
)

audit_seals = Table(
    "audit_seals",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("municipality", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("entries", INT8MULTIRANGE, nullable=False),
    Column("count", Integer, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("signature", Text, nullable=False),
    Column("sealed_at", DateTime(timezone=True), nullable=False),
    Index("uq_audit_seals_municipality_number", "municipality", "number", unique=True),
)

revocations = Table(
    "revocations",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("tokens_before", DateTime(timezone=True), nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("municipality", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("content", LargeBinary),
    Column("attempts", Integer, nullable=False),
    Column("started_at", DateTime(timezone=True)),
    Column("done", BigInteger, nullable=False),
    Column("total", BigInteger),
    Column("finished_at", DateTime(timezone=True)),
    Column("result", JSONB(none_as_null=True)),
    Column("problem", JSONB(none_as_null=True)),
    Column("trace_id", Text, nullable=False),
    Index("ix_jobs_municipality_asked_at", "municipality", "asked_at"),
)
