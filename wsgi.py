"""gunicorn's door: `gunicorn wsgi:app`."""

import gc

from app import create_app

app = create_app()
# what was loaded stays as long as the process does: the collector need not walk it at every round
gc.freeze()
