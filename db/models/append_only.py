"""Tables whose rows are added and never changed: the database itself refuses anything else.

There is no exception. What is forgotten after a time (updates, letters: `db.retention`) lies in
other tables; a duty to forget that reaches such a table would be a migration that says so.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, Table, event


def keep(table: Table) -> None:
    """Guards that are made together with the table; the migrations make the same."""

    @event.listens_for(table, "after_create")
    def guard(table: Table, connection: Connection, **_: object) -> None:
        for statement in _guards(table.name, connection.dialect.name):
            connection.exec_driver_sql(statement)


def _guards(table: str, dialect: str) -> Iterator[str]:
    refused = f"{table} is append-only: what happened is never changed or taken back"
    if dialect == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, '{refused}'); END"
    else:
        refusal = f"FOR EACH ROW EXECUTE FUNCTION refuse_{table}_change()"
        yield (
            f"CREATE OR REPLACE FUNCTION refuse_{table}_change() RETURNS trigger "
            f"LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{refused}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for change in ("update", "delete"):
        yield f"CREATE TRIGGER {table}_refuse_{change} BEFORE {change} ON {table} {refusal}"
