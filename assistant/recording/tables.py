"""The tables, as they are after all migrations; a change here needs a new module in ``migrations/versions``.

Times are milliseconds since 1970 in UTC: compared, and divided into days, in the same way by every database.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s"})

questions = Table(
    "questions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("session", String(64), nullable=False),
    Column("front_end", String(8), nullable=False),
    Column("program", String(200)),
    Column("question", Text, nullable=False),
    Column("standalone_question", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("citations", JSON, nullable=False),  # [doc_id, start, end] of each.
    Column("nearest", JSON),  # [doc_id, section, start, end].
    Column("index_version", String(64), nullable=False),
    Column("milliseconds", Integer, nullable=False),
    Column("good", Boolean),
    Column("remark", Text),
    # All that the counts read, so that they need not walk through the texts.
    Index("ix_questions_counts", "at", "program", "outcome", "good", "milliseconds", "session", "front_end"),
    Index("ix_questions_session", "session", "at"),
)

# Apart from the questions, so that reading those does not walk through them; little-endian float16, unit length.
vectors = Table(
    "vectors",
    metadata,
    Column("question", String(32), ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("embedder", String(64), nullable=False),
    Column("vector", LargeBinary, nullable=False),
)

hand_offs = Table(
    "hand_offs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("session", String(64), nullable=False),
    Column("program", String(200)),
    Column("question", String(32), ForeignKey("questions.id", ondelete="SET NULL")),
    Column("message", Text, nullable=False, comment="personal: as the applicant wrote it"),
    Column("reply_to", String(320), nullable=False, comment="personal: the applicant's address"),
    Column("status", String(16), nullable=False),
    Column("reply", Text, comment="personal: to the applicant"),
    Column("replied_at", BigInteger),
    Index("ix_hand_offs_at", "at"),
    Index("ix_hand_offs_session", "session"),
    Index("ix_hand_offs_status", "status", "at"),
    Index("ix_hand_offs_question", "question"),
)
