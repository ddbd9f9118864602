"""People: who they are here, their sessions, and sign-ins that are under way."""

from alembic import op

from kit import tenancy

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE staff (
            municipality text,
            id text,
            person_hash bytea NOT NULL,
            name text NOT NULL,
            username text NOT NULL,
            roles jsonb NOT NULL,
            first_seen_at timestamptz NOT NULL,
            last_seen_at timestamptz NOT NULL,
            changed_at timestamptz NOT NULL,
            CONSTRAINT pk_staff PRIMARY KEY (municipality, id),
            CONSTRAINT uq_staff_municipality_person_hash UNIQUE (municipality, person_hash),
            CONSTRAINT ck_staff_person_hash CHECK (octet_length(person_hash) = 32)
        )
        """
    )
    for statement in tenancy.protect("staff"):
        op.execute(statement)
    op.execute(
        """
        CREATE TABLE sign_ins (
            state_hash bytea,
            browser_hash bytea NOT NULL,
            nonce text NOT NULL,
            code_verifier text NOT NULL,
            return_to text NOT NULL,
            expires_at timestamptz NOT NULL,
            CONSTRAINT pk_sign_ins PRIMARY KEY (state_hash),
            CONSTRAINT ck_sign_ins_hashes
                CHECK (octet_length(state_hash) = 32 AND octet_length(browser_hash) = 32)
        )
        """
    )
    op.execute("CREATE INDEX ix_sign_ins_expires_at ON sign_ins (expires_at)")
    op.execute(
        """
        CREATE TABLE sessions (
            id text,
            secret_hash bytea NOT NULL,
            person_hash bytea NOT NULL,
            choices jsonb NOT NULL,
            chosen text,
            id_token text,
            started_at timestamptz NOT NULL,
            active_at timestamptz NOT NULL,
            ends_at timestamptz NOT NULL,
            ended_at timestamptz,
            CONSTRAINT pk_sessions PRIMARY KEY (id),
            CONSTRAINT uq_sessions_secret_hash UNIQUE (secret_hash),
            CONSTRAINT ck_sessions_hashes
                CHECK (octet_length(secret_hash) = 32 AND octet_length(person_hash) = 32)
        )
        """
    )
    op.execute("CREATE INDEX ix_sessions_person_hash ON sessions (person_hash)")
    op.execute("CREATE INDEX ix_sessions_ends_at ON sessions (ends_at)")


def downgrade() -> None:
    op.execute("DROP TABLE sessions")
    op.execute("DROP TABLE sign_ins")
    op.execute("DROP TABLE staff")
