"""The chain is tried over dossiers of a real office, with the catalogue."""

from tests.dossiers.conftest import whole_app

__all__ = ["whole_app"]
