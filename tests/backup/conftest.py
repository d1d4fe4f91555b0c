"""Backups are tried on a server with the real catalogue, and on both engines."""

from tests.sync.conftest import server_env

__all__ = ["server_env"]
