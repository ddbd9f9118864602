"""Citizens, the only place with a CPR number, and the compaction of what was told of them."""

from alembic import op

from kit import erasure, tenancy

revision = "0008"
down_revision = "0007"

_CITIZENS = """
    CREATE TABLE citizens (
        municipality text,
        id text,
        version integer NOT NULL,
        cpr_key text,
        cpr_sealed bytea,
        name text NOT NULL,
        name_key text COLLATE "C" NOT NULL,
        search_words text COLLATE "C" NOT NULL,
        born_on date,
        birth_year integer,
        target_group text,
        match_group text,
        on_support_since date,
        coordinator text,
        team text,
        phone text,
        email text,
        address_protected boolean NOT NULL,
        registered_at timestamptz NOT NULL,
        registered_by text NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        merged_into text,
        merged_at timestamptz,
        merged_by text,
        erased_at timestamptz,
        erased_by text,
        erased_because text,
        CONSTRAINT pk_citizens PRIMARY KEY (municipality, id),
        CONSTRAINT fk_citizens_municipality_merged_into_citizens
            FOREIGN KEY (municipality, merged_into) REFERENCES citizens (municipality, id)
    )
    """

_BATCHES = """
    CREATE TABLE citizen_batches (
        municipality text,
        id text,
        content_hash bytea NOT NULL,
        report jsonb NOT NULL,
        taken_at timestamptz NOT NULL,
        taken_by text NOT NULL,
        CONSTRAINT pk_citizen_batches PRIMARY KEY (municipality, id)
    )
    """


def upgrade() -> None:
    op.execute(_CITIZENS)
    op.execute(
        "CREATE INDEX ix_citizens_municipality_name_key_id"
        " ON citizens (municipality, name_key, id)"
        " WHERE merged_into IS NULL AND erased_at IS NULL"
    )
    op.execute(
        "CREATE INDEX ix_citizens_municipality_merged_into"
        " ON citizens (municipality, merged_into) WHERE merged_into IS NOT NULL"
    )
    op.execute(_BATCHES)
    for table in ("citizens", "citizen_batches"):
        for statement in tenancy.protect(table):
            op.execute(statement)
    erasure.allow_compaction(op)


def downgrade() -> None:
    erasure.forbid_compaction(op)
    op.execute("DROP TABLE citizen_batches")
    op.execute("DROP TABLE citizens")
