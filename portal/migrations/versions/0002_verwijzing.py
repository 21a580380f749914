"""the referral: moments to call, households, outages; and the time of receipt never changes (Wmo 2015 art. 2.3.2, Awb 2:17)"""

import sqlalchemy as sa
from alembic import op

from sociale_kaart.model import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A table that a later migration makes anew on SQLite (batch mode) loses its trigger: tests/portal/test_wet.py looks whether it is there.
SQLITE = """
CREATE TRIGGER verwijzing_ontvangen_op_vast BEFORE UPDATE OF ontvangen_op ON verwijzing
WHEN NEW.ontvangen_op IS NOT OLD.ontvangen_op
BEGIN SELECT RAISE(ABORT, 'ontvangen_op never changes'); END
"""
POSTGRES = """
CREATE FUNCTION verwijzing_ontvangen_op_vast() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.ontvangen_op IS DISTINCT FROM OLD.ontvangen_op THEN RAISE EXCEPTION 'ontvangen_op never changes'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER verwijzing_ontvangen_op_vast BEFORE UPDATE ON verwijzing FOR EACH ROW EXECUTE FUNCTION verwijzing_ontvangen_op_vast()
"""


def upgrade() -> None:
    op.add_column("verwijzing", sa.Column("terugbel_op", Moment(), nullable=True))
    op.add_column("verwijzing", sa.Column("huishouden", sa.Integer(), nullable=True))
    op.create_index("ix_verwijzing_huishouden", "verwijzing", ["huishouden"])
    op.create_table(
        "terugbelplek",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=30), nullable=False),
        sa.Column("op", Moment(), nullable=False),
        sa.Column("plek", sa.Integer(), nullable=False),
        sa.Column("verwijzing_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["verwijzing_id"], ["verwijzing.id"], name="fk_terugbelplek_verwijzing_id_verwijzing", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_terugbelplek"),
        sa.UniqueConstraint("verwijzing_id", name="uq_terugbelplek_verwijzing_id"),
        sa.UniqueConstraint("team", "op", "plek", name="uq_terugbelplek_plek"),
    )
    op.create_table(
        "storing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begin", Moment(), nullable=False),
        sa.Column("einde", Moment(), nullable=True),
        sa.Column("wat", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_storing"),
    )
    op.execute(SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRES)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER verwijzing_ontvangen_op_vast")
    else:
        op.execute("DROP TRIGGER verwijzing_ontvangen_op_vast ON verwijzing; DROP FUNCTION verwijzing_ontvangen_op_vast()")
    op.drop_table("storing")
    op.drop_table("terugbelplek")
    op.drop_index("ix_verwijzing_huishouden", "verwijzing")
    op.drop_column("verwijzing", "huishouden")
    op.drop_column("verwijzing", "terugbel_op")
