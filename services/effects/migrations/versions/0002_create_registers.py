"""Registers with the versions between which each row holds, and who is due for a release."""

from alembic import op

from kit import tenancy

revision = "0002"
down_revision = "0001"

TABLES = (
    "register_imports",
    "code_list_entries",
    "support_spells",
    "employment_hours",
    "courses",
)


def upgrade() -> None:
    for statement in (
        """
        CREATE TABLE register_imports (
            municipality text,
            id text,
            register text NOT NULL,
            version integer NOT NULL,
            batch_id text NOT NULL,
            sha256 text NOT NULL,
            asked jsonb NOT NULL,
            rows bigint NOT NULL,
            refused bigint NOT NULL,
            mistakes bigint NOT NULL,
            report jsonb NOT NULL,
            period_from text,
            period_to text,
            registered_at timestamptz NOT NULL,
            registered_by text NOT NULL,
            CONSTRAINT pk_register_imports PRIMARY KEY (municipality, id),
            CONSTRAINT uq_register_imports_municipality_register_version
                UNIQUE (municipality, register, version),
            CONSTRAINT uq_register_imports_municipality_register_batch_id
                UNIQUE (municipality, register, batch_id)
        )
        """,
        """
        CREATE TABLE code_list_entries (
            municipality text,
            version integer,
            place integer,
            code text NOT NULL,
            class text NOT NULL,
            label_da text,
            valid_from date NOT NULL,
            valid_to date NOT NULL,
            CONSTRAINT pk_code_list_entries PRIMARY KEY (municipality, version, place)
        )
        """,
        """
        CREATE TABLE support_spells (
            municipality text,
            citizen_id text,
            from_week integer,
            valid_from_version integer,
            to_week integer NOT NULL,
            code text NOT NULL,
            valid_to_version integer,
            CONSTRAINT pk_support_spells
                PRIMARY KEY (municipality, citizen_id, from_week, valid_from_version)
        )
        """,
        """
        CREATE TABLE employment_hours (
            municipality text,
            citizen_id text,
            month integer,
            valid_from_version integer,
            hours numeric NOT NULL,
            valid_to_version integer,
            CONSTRAINT pk_employment_hours
                PRIMARY KEY (municipality, citizen_id, month, valid_from_version)
        )
        """,
        """
        CREATE TABLE courses (
            municipality text,
            course_id text,
            valid_from_version integer,
            citizen_id text NOT NULL,
            offer_id text NOT NULL,
            provider_id text,
            target_group text NOT NULL,
            match_group text,
            starts_on date,
            ends_on date,
            birth_year integer,
            price_dkk numeric,
            business_oriented boolean,
            valid_to_version integer,
            CONSTRAINT pk_courses PRIMARY KEY (municipality, course_id, valid_from_version)
        )
        """,
        """
        CREATE TABLE register_stamps (
            municipality text CONSTRAINT pk_register_stamps PRIMARY KEY,
            codes_version integer,
            support_version integer,
            hours_version integer,
            courses_version integer,
            stamp bigint NOT NULL,
            released_stamp bigint NOT NULL,
            changed_at timestamptz NOT NULL
        )
        """,
    ):
        op.execute(statement)
    for table in TABLES:
        for statement in tenancy.protect(table):
            op.execute(statement)


def downgrade() -> None:
    for table in ("register_stamps", *reversed(TABLES)):
        op.execute(f"DROP TABLE {table}")
