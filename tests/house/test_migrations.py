"""The database that migrations make is the database that the models describe, on both engines."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from app import config, create_app
from app.db import db, is_sqlite
from tests.conftest import settings
from tests.house import source

MIGRATIONS = source.ROOT / "migrations"


@pytest.fixture(name="script")
def migrations_script() -> ScriptDirectory:
    alembic = AlembicConfig()
    alembic.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(alembic)


def test_migrations_have_one_head_and_one_base(script: ScriptDirectory) -> None:
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_migrations_from_empty_make_what_the_models_say(tmp_path: Path, empty_database: str) -> None:
    app = create_app(config.load(settings(tmp_path, empty_database)))
    with app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "compare_server_default": False}
            )
            difference = compare_metadata(context, db.metadata)
        db.engine.dispose()
    assert difference == []


def test_migrating_twice_changes_nothing(tmp_path: Path, empty_database: str) -> None:
    app = create_app(config.load(settings(tmp_path, empty_database)))
    with app.app_context():
        upgrade()
        upgrade()
        db.engine.dispose()


BROKEN = """\"\"\"A migration that breaks halfway.\"\"\"
from alembic import op

revision, down_revision, branch_labels, depends_on = "broken", "{head}", None, None


def upgrade():
    op.execute("CREATE TABLE half_done (a INTEGER)")
    op.execute("INSERT INTO no_such_table VALUES (1)")
"""


def test_a_migration_that_breaks_halfway_leaves_nothing(
    tmp_path: Path, empty_database: str, script: ScriptDirectory
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    app = create_app(config.load(settings(tmp_path, empty_database)))
    with app.app_context():
        upgrade(str(folder))
        (folder / "versions" / "broken.py").write_text(BROKEN.format(head=script.get_current_head()))
        with pytest.raises(DatabaseError):
            upgrade(str(folder))
        with db.engine.connect() as connection:
            assert "half_done" not in inspect(connection).get_table_names()
            assert MigrationContext.configure(connection).get_current_revision() == script.get_current_head()
        db.engine.dispose()


def test_every_migration_says_why() -> None:
    """Its first line is a sentence, not the tool's default."""
    for path in sorted((MIGRATIONS / "versions").glob("*.py")):
        first = path.read_text().split('"""', 2)[1].strip().splitlines()[0]
        assert re.match(r"[A-Z].{10,}", first), path.name


def test_migrations_guard_what_is_only_added_to_as_the_models_do(
    tmp_path: Path, empty_database: str, new_database: str
) -> None:
    """A table that a later migration copies loses its triggers on SQLite: this says so."""
    made = []
    for place, migrates in ((empty_database, True), (new_database, False)):
        app = create_app(config.load(settings(tmp_path / str(migrates), place)))
        with app.app_context():
            if migrates:
                upgrade()
            made.append(_guards())
            db.session.remove()
            db.engine.dispose()
    assert made[0] == made[1]
    guarded = {"dossier_event", "access_record", "audit_link", "admin_record", "factor_event", "handover"}
    guarded |= {"unit_reason", "unit_change", "mark", "consent_act"}
    assert {table for table, _, _ in made[0]} == guarded


def _guards() -> set[tuple[str, str, str]]:
    """Table, name and text of every trigger."""
    on = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"
    if not is_sqlite():
        on = (
            "SELECT relname, tgname, pg_get_triggerdef(pg_trigger.oid) || pg_get_functiondef(tgfoid) "
            "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
        )
    return {(str(table), str(name), str(made)) for table, name, made in db.session.execute(text(on))}
