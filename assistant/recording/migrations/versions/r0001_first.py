"""Questions, their vectors, and messages to the office."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the three tables."""
    op.create_table(
        "questions",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("front_end", sa.String(8), nullable=False),
        sa.Column("program", sa.String(200)),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("standalone_question", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("nearest", sa.JSON()),
        sa.Column("index_version", sa.String(64), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("good", sa.Boolean()),
        sa.Column("remark", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
    )
    op.create_index("ix_questions_counts", "questions", ["at", "program", "outcome", "good", "milliseconds", "session"])
    op.create_index("ix_questions_session", "questions", ["session", "at"])
    op.create_table(
        "vectors",
        sa.Column("question", sa.String(32), nullable=False),
        sa.Column("embedder", sa.String(64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["question"], ["questions.id"], name="fk_vectors_question", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("question", name="pk_vectors"),
    )
    op.create_table(
        "hand_offs",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("program", sa.String(200)),
        sa.Column("question", sa.String(32)),
        sa.Column("message", sa.Text(), nullable=False, comment="personal: as the applicant wrote it"),
        sa.Column("reply_to", sa.String(320), nullable=False, comment="personal: the applicant's address"),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("reply", sa.Text(), comment="personal: to the applicant"),
        sa.Column("replied_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["question"], ["questions.id"], name="fk_hand_offs_question", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_hand_offs"),
    )
    op.create_index("ix_hand_offs_at", "hand_offs", ["at"])
    op.create_index("ix_hand_offs_session", "hand_offs", ["session"])
    op.create_index("ix_hand_offs_question", "hand_offs", ["question"])


def downgrade() -> None:
    """Drops them, with all that is recorded."""
    op.drop_table("hand_offs")
    op.drop_table("vectors")
    op.drop_table("questions")
