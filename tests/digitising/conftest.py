"""Digitising works with the real catalogue, on both engines."""

from tests.sync.conftest import office, on, phone, server_env, whole_app

__all__ = ["office", "on", "phone", "server_env", "whole_app"]
