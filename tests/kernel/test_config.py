"""A wrong setting is refused with a sentence that names it; nothing else reads the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import config


def read(tmp_path: Path, **values: str) -> config.Config:
    """Read settings from exactly these variables."""
    return config.load({"INSTANCE_DIR": str(tmp_path), "PUBLIC_URL": "https://motcua.example.vn", **values})


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DEMO", "maybe", "write 1 or 0"),
        ("TRUSTED_PROXIES", "-1", "whole number from 0 to 5"),
        ("TRUSTED_PROXIES", "9", "whole number from 0 to 5"),
        ("STAFF_IDLE_MINUTES", "soon", "whole number"),
        ("DATABASE_SYNCHRONOUS", "OFF", "FULL, NORMAL"),
        ("DATABASE_URL", "mysql://x", "sqlite:/// or postgresql://"),
        ("SMS_URL", "gateway", "https:// in front"),
        ("PUBLIC_URL", "https://example.vn/app", "has a path"),
        ("PUBLIC_URL", "", "PUBLIC_URL is missing"),
    ],
)
def test_a_wrong_value_is_refused_by_name(tmp_path: Path, name: str, value: str, says: str) -> None:
    with pytest.raises(config.BadConfig) as refused:
        read(tmp_path, **{name: value})
    assert name in str(refused.value)
    assert says in str(refused.value)


def test_an_empty_environment_of_a_demo_is_enough(tmp_path: Path) -> None:
    found = config.load({"INSTANCE_DIR": str(tmp_path), "DEMO": "1", "PORT": "8123"})
    assert found.public_url == "http://127.0.0.1:8123"
    assert found.database_url.startswith("sqlite:///")
    assert not found.secure_cookies


def test_the_secret_is_made_once_and_readable_by_the_server_alone(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 48
    assert (tmp_path / "keys" / "secret").stat().st_mode & 0o077 == 0


def test_postgresql_is_spoken_to_through_psycopg(tmp_path: Path) -> None:
    assert read(tmp_path, DATABASE_URL="postgresql://a@b/c").database_url == "postgresql+psycopg://a@b/c"
    assert read(tmp_path).secure_cookies
