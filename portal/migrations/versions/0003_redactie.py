"""drafts beside an entry, and links for providers"""

import sqlalchemy as sa
from alembic import op
from sociale_kaart.model import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concept",
        sa.Column("voorziening_id", sa.String(length=36), nullable=False),
        sa.Column("gegevens", sa.JSON(), nullable=False),
        sa.Column("basis", sa.Integer(), nullable=False),
        sa.Column("staat", sa.String(length=12), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("door_naam", sa.String(length=60), nullable=False),
        sa.Column("door", sa.String(length=80), nullable=False),
        sa.Column("op", Moment(), nullable=False),
        sa.Column("zegt", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("voorziening_id", name=op.f("pk_concept")),
    )
    op.create_table(
        "uitnodiging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voorziening_id", sa.String(length=36), nullable=False),
        sa.Column("gemaakt_op", Moment(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=False),
        sa.Column("gebruikt_op", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uitnodiging")),
    )
    op.create_index(op.f("ix_uitnodiging_voorziening_id"), "uitnodiging", ["voorziening_id"])


def downgrade() -> None:
    op.drop_table("uitnodiging")
    op.drop_table("concept")
