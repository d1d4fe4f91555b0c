"""What import-linter cannot say: who may know Flask, who may commit, where personal data may be asked for."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house import source

FLASK = {"flask", "flask_login", "flask_openapi3", "werkzeug"}
KNOW_FLASK = {"routes", "callbacks", "commands"}
HOUSE_FILES_THAT_KNOW_FLASK = {
    *("app/__init__.py", "app/cli.py", "app/db.py", "app/jobs.py", "app/contract.py"),
    # from a request to an actor: what flask-login asks identity for
    "app/identity/visitors.py",
}
MAY_COMMIT = {"app/db.py"}


def app_files() -> list[Path]:
    return source.under("app", ".py")


def test_only_the_web_and_routes_know_flask() -> None:
    wrong = {
        source.name(path): sorted(found)
        for path in app_files()
        if (found := FLASK & {module.split(".")[0] for module in source.imports(path)})
        and source.name(path) not in HOUSE_FILES_THAT_KNOW_FLASK
        and path.parent.name != "web"
        and path.stem not in KNOW_FLASK
    }
    assert not wrong


def test_only_the_edge_commits() -> None:
    wrong = [
        f"{source.name(path)}:{line} {call}"
        for path in app_files()
        for call, line in source.attribute_calls(path)
        if re.fullmatch(r"(.*\.)?session(\(\))?\.(commit|begin)", call) and source.name(path) not in MAY_COMMIT
    ]
    assert not wrong


def test_only_the_edge_opens_a_unit_of_work() -> None:
    """Operations and queries are called inside one; jobs, routes, commands of a device and of a person open it."""
    inner = {"operations", "queries", "models", "rules", "schemas", "effects"}
    wrong = [
        f"{source.name(path)}:{line}"
        for path in app_files()
        if path.stem in inner
        for call, line in source.attribute_calls(path)
        if call in {"transaction", "db.transaction", "database.transaction"}
    ]
    assert not wrong


def test_only_the_configuration_reads_the_environment() -> None:
    wrong = [
        source.name(path)
        for path in app_files()
        if source.name(path) != "app/config.py" and re.search(r"\bos\.(environ|getenv)\b", path.read_text())
    ]
    assert not wrong


def test_only_the_clock_reads_the_time_of_day() -> None:
    wrong = [
        f"{source.name(path)}:{line} {call}"
        for path in app_files()
        for call, line in source.attribute_calls(path)
        if call in {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
        and source.name(path) not in {"app/core/clock.py", "app/core/ids.py"}
    ]
    assert not wrong


def test_rules_do_not_ask_what_time_it_is() -> None:
    wrong = [
        f"{source.name(path)}:{line} {call}"
        for path in app_files()
        if path.stem == "rules" or path.parent.name == "rules"
        for call, line in source.attribute_calls(path)
        if call.rsplit(".", 1)[-1] in {"now", "today", "utcnow"}
    ]
    assert not wrong


def test_sync_never_orders_by_a_time_of_change() -> None:
    wrong = [
        source.name(path)
        for path in [
            *source.under("app/sync", ".py"),
            *source.under("pwa/src/core/sync", ".ts"),
            source.ROOT / "app/feed.py",
        ]
        if re.search(r"updated_at|updatedAt|last_modified", path.read_text())
    ]
    assert not wrong


def test_no_ignored_type_error_is_without_code_and_reason() -> None:
    wrong = [
        f"{source.name(path)}:{number}"
        for folder in ("app", "tests", ".ci")
        for path in source.under(folder, ".py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"#\s*type:\s*ignore(?!\[[\w, -]+\]\s+#\s*\S)", line) and path != Path(__file__)
    ]
    assert not wrong
