"""an outage that was entered wrongly no longer counts, and stays to be read"""

import sqlalchemy as sa
from alembic import op
from sociale_kaart.model import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("storing", sa.Column("vervallen_op", Moment(), nullable=True))
    op.add_column("storing", sa.Column("vervallen_door", sa.String(length=60), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("storing", "vervallen_door")
    op.drop_column("storing", "vervallen_op")
