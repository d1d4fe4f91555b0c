"""The express lane stands on the real catalogue, as dossiers do."""

from tests.dossiers.conftest import whole_app

__all__ = ["whole_app"]
