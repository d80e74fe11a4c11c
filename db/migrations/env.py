"""What Alembic runs: the migrations, on the connection that `db.migrate` hands over."""

from alembic import context

from db.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=False,
    user_module_prefix="db.models.base.",
)
with context.begin_transaction():
    context.run_migrations()
