"""Backups are tried on a server with the real catalogue, and on both engines."""

from tests.sync.conftest import catalogued, make_catalogued, server_env

__all__ = ["catalogued", "make_catalogued", "server_env"]
