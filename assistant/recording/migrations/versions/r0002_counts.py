"""Indexes for what is counted: questions also by front end, messages by status."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COUNTED = ["at", "program", "outcome", "good", "milliseconds", "session"]


def upgrade() -> None:
    """Makes them."""
    op.drop_index("ix_questions_counts", "questions")
    op.create_index("ix_questions_counts", "questions", [*_COUNTED, "front_end"])
    op.create_index("ix_hand_offs_status", "hand_offs", ["status", "at"])


def downgrade() -> None:
    """Makes those that were before."""
    op.drop_index("ix_hand_offs_status", "hand_offs")
    op.drop_index("ix_questions_counts", "questions")
    op.create_index("ix_questions_counts", "questions", _COUNTED)
