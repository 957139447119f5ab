"""Run by Alembic, on the connection that `opening` has put a lock on."""

from alembic import context

from assistant.recording.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can, and a step that is killed then leaves nothing behind.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
