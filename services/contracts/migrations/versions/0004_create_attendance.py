"""Attendance with what it was before each correction, inspections and complaints."""

from alembic import op

from kit import tenancy

revision = "0004"
down_revision = "0003"

_ATTENDANCE = """
    CREATE TABLE attendance (
        municipality text,
        call_off_id text,
        day date,
        version integer NOT NULL,
        planned_hours numeric(4, 2) NOT NULL,
        attended_hours numeric(4, 2) NOT NULL,
        absence_reason text,
        is_late boolean NOT NULL,
        reported_at timestamptz NOT NULL,
        reported_by text NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        CONSTRAINT pk_attendance PRIMARY KEY (municipality, call_off_id, day),
        CONSTRAINT fk_attendance_municipality_call_off_id_call_offs
            FOREIGN KEY (municipality, call_off_id) REFERENCES call_offs (municipality, id)
    )
    """

_HISTORY = """
    CREATE TABLE attendance_history (
        municipality text,
        call_off_id text,
        day date,
        version integer,
        planned_hours numeric(4, 2) NOT NULL,
        attended_hours numeric(4, 2) NOT NULL,
        absence_reason text,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        replaced_at timestamptz NOT NULL,
        replaced_by text NOT NULL,
        reason text NOT NULL,
        CONSTRAINT pk_attendance_history PRIMARY KEY (municipality, call_off_id, day, version),
        CONSTRAINT fk_attendance_history_municipality_call_off_id_day_attendance
            FOREIGN KEY (municipality, call_off_id, day)
            REFERENCES attendance (municipality, call_off_id, day)
    )
    """

_BATCHES = """
    CREATE TABLE attendance_batches (
        municipality text,
        sender text,
        id text,
        content_hash bytea NOT NULL,
        report jsonb NOT NULL,
        taken_at timestamptz NOT NULL,
        taken_by text NOT NULL,
        CONSTRAINT pk_attendance_batches PRIMARY KEY (municipality, sender, id)
    )
    """

_INSPECTIONS = """
    CREATE TABLE inspections (
        municipality text,
        id text,
        version integer NOT NULL,
        offer_id text NOT NULL,
        provider_id text NOT NULL,
        agreement_id text,
        inspected_on date NOT NULL,
        announced boolean NOT NULL,
        present_count integer,
        protocol_count integer,
        checklist jsonb NOT NULL,
        premises text NOT NULL,
        findings text NOT NULL,
        smiley integer,
        criteria_version text,
        expires_on date NOT NULL,
        provider_comment text NOT NULL,
        provider_answers jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        heard_at timestamptz,
        heard_by text,
        answer_by date,
        commented_at timestamptz,
        commented_by text,
        published_at timestamptz,
        published_by text,
        withdrawn_at timestamptz,
        withdrawn_by text,
        withdrawn_reason text NOT NULL,
        CONSTRAINT pk_inspections PRIMARY KEY (municipality, id)
    )
    """

_COMPLAINTS = """
    CREATE TABLE complaints (
        municipality text,
        id text,
        version integer NOT NULL,
        about text NOT NULL,
        offer_id text,
        provider_id text,
        citizen_id text,
        received_on date NOT NULL,
        channel text NOT NULL,
        category text NOT NULL,
        description text NOT NULL,
        answer_by date NOT NULL,
        answer text NOT NULL,
        answered_on date,
        answered_at timestamptz,
        answered_by text,
        outcome text,
        closed_on date,
        closed_at timestamptz,
        closed_by text,
        reopened_at timestamptz,
        reopened_by text,
        reopened_reason text NOT NULL,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        CONSTRAINT pk_complaints PRIMARY KEY (municipality, id)
    )
    """

_TABLES = {
    "attendance": _ATTENDANCE,
    "attendance_history": _HISTORY,
    "attendance_batches": _BATCHES,
    "inspections": _INSPECTIONS,
    "complaints": _COMPLAINTS,
}

_INDEXES = {
    "inspections": (("inspected_on", "id"), ("offer_id", "inspected_on")),
    "complaints": (("received_on", "id"), ("offer_id",), ("citizen_id",)),
}


def upgrade() -> None:
    for table, statement in _TABLES.items():
        op.execute(statement)
        for protection in tenancy.protect(table):
            op.execute(protection)
    for table, indexes in _INDEXES.items():
        for columns in indexes:
            name = f"ix_{table}_municipality_{'_'.join(columns)}"
            op.execute(f"CREATE INDEX {name} ON {table} (municipality, {', '.join(columns)})")


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
