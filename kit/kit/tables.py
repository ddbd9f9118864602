"""The kit's own tables, present in each service's database."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

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
    "alembic_version": "the schema's own version",
}
"""Kit tables outside the row-level policy, each with its reason; the catalogue test reads it."""


def _moment(name: str) -> Column[datetime]:
    return Column(name, DateTime(timezone=True), nullable=False, server_default=func.now())


outbox = Table(
    "outbox",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("municipality", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
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
