"""The waiting room works with the real catalogue, on both engines."""

from tests.sync.conftest import catalogued, make_catalogued, office, on, phone, server_env, whole_app

__all__ = ["catalogued", "make_catalogued", "office", "on", "phone", "server_env", "whole_app"]
