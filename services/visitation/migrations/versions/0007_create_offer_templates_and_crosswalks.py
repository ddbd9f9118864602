"""Templates to start offers from, and the crosswalk between old codes and new ones."""

from alembic import op

from kit import tenancy
from visitation.code_lists import published

revision = "0007"
down_revision = "0006"

_TEMPLATES = """
    CREATE TABLE offer_templates (
        municipality text,
        id text,
        version integer NOT NULL,
        name text NOT NULL,
        name_key text COLLATE "C" NOT NULL,
        content jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        CONSTRAINT pk_offer_templates PRIMARY KEY (municipality, id)
    )
    """

_CROSSWALKS = """
    CREATE TABLE code_crosswalks (
        list text,
        from_code text,
        to_code text,
        valid_from date NOT NULL,
        note text NOT NULL,
        CONSTRAINT pk_code_crosswalks PRIMARY KEY (list, from_code, to_code)
    )
    """


def upgrade() -> None:
    op.execute(_TEMPLATES)
    op.execute(
        "CREATE INDEX ix_offer_templates_municipality_name_key_id"
        " ON offer_templates (municipality, name_key, id)"
    )
    for statement in tenancy.protect("offer_templates"):
        op.execute(statement)
    op.execute(_CROSSWALKS)
    published.load_crosswalks(op.get_bind())


def downgrade() -> None:
    op.execute("DROP TABLE code_crosswalks")
    op.execute("DROP TABLE offer_templates")
