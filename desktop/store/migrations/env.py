"""Alembic's way in: runs the migrations on the connection that ``migrating`` hands over."""

from alembic import context

from desktop.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
