"""The app for gunicorn, with its files from a folder that can be changed while it runs (`releases.py`)."""

from __future__ import annotations

import os
from pathlib import Path

from app.web import shell
from wsgi import app

shell.STATIC = Path(os.environ["RELEASE"])

__all__ = ["app"]
