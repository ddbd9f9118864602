"""The national code lists, filled from the file that lies in the package."""

from alembic import op

from visitation.code_lists import published

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE codes (
            list text,
            code text,
            valid_from date,
            valid_to date,
            position integer NOT NULL,
            label_da text NOT NULL,
            CONSTRAINT pk_codes PRIMARY KEY (list, code, valid_from),
            CONSTRAINT ck_codes_period CHECK (valid_to IS NULL OR valid_to >= valid_from)
        )
        """
    )
    # A later change of the file is loaded by a migration of its own that does the same again.
    published.load(op.get_bind())


def downgrade() -> None:
    op.execute("DROP TABLE codes")
