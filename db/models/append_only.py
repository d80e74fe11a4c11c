"""Tables whose rows are added and never changed: the database itself refuses anything else.

There is no exception. What is forgotten after a time (updates, letters: `db.retention`) lies in
other tables; a duty to forget that reaches such a table would be a migration that says so.
"""

from sqlalchemy import DDL, Table, event

_REFUSED = "%(table)s is append-only: what happened is never changed or taken back"

_ON_POSTGRES = DDL(
    "CREATE OR REPLACE FUNCTION refuse_%(table)s_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"BEGIN RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def keep(table: Table) -> None:
    """Guards that are made together with the table; the migrations make the same."""
    event.listen(table, "after_create", _ON_POSTGRES.execute_if(dialect="postgresql"))
    for change in ("update", "delete"):
        trigger = f"CREATE TRIGGER %(table)s_refuse_{change} BEFORE {change} ON %(table)s"
        for dialect, refusal in (
            ("sqlite", f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"),
            ("postgresql", "FOR EACH ROW EXECUTE FUNCTION refuse_%(table)s_change()"),
        ):
            guard = DDL(f"{trigger} {refusal}").execute_if(dialect=dialect)
            event.listen(table, "after_create", guard)
