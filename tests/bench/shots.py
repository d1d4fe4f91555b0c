"""`make shots`: walks through the demo commune and takes pictures of the main screens.

All of them go to a folder (SHOTS, by default `cua-lang-shots` among the temporary files); the ones README shows come,
small, to docs/images/. With names behind it (`python -m tests.bench.shots stranger office`) only those walks are taken.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench import walks
from tests.bench.album import Album
from tests.bench.catalogue_size import ROOT
from tests.bench.record import say
from tests.bench.walks import Stage
from tests.conftest import settings
from tests.e2e.server import Server, free_port

IMAGES = ROOT / "docs" / "images"
CHOSEN = {
    "home-360-light": "home-360-light",
    "home-360-dark": "home-360-dark",
    "procedure-360-light": "procedure-360-light",
    "fill-360-light": "fill-360-light",
    "photos-360-light": "photos-360-light",
    "slip-360-light": "slip-360-light",
    "dossier-360-light": "dossier-charge-360-light",
    "outbox-360-dark": "outbox-360-dark",
    "pay-360-light": "pay-360-light",
    "consent-360-light": "consent-360-light",
    "home-1366-light": "home-1366-light",
    "desk-1366-light": "desk-1366-light",
    "desk-1366-dark": "desk-1366-dark",
}
WALKS: dict[str, Callable[[Stage], None]] = {
    "stranger": walks.stranger,
    "tram": partial(walks.resident, number=walks.TRAM, name="tram", also=walks.ready_result),
    "hoa": partial(walks.resident, number=walks.HOA, name="hoa", also=walks.open_charge),
    "volunteer": walks.volunteer,
    "office": walks.office,
}
SIGN_IN = re.compile(r"^ +([a-z.]+) +([a-z]+(?:-[a-z]+){4}-\d\d) ", re.MULTILINE)


def main(wanted: list[str]) -> int:
    """Take the walks; one that stumbles is told and does not keep the others from being taken."""
    given = os.environ.get("SHOTS")
    folder = Path(given) if given else Path(tempfile.gettempdir()) / "cua-lang-shots"
    folder.mkdir(parents=True, exist_ok=True)
    album, failed = Album(folder), 0
    with demo() as (server, phrases, profiles), sync_playwright() as playwright:
        stage = Stage(playwright, server, profiles, album, phrases)
        for name in wanted or WALKS:
            try:
                WALKS[name](stage)
            except Exception:
                failed += 1
                say(f"{name} stumbled:\n{traceback.format_exc()}")
    if not failed and not wanted:
        album.publish(CHOSEN, IMAGES)
        say(f"those of README are in {IMAGES.relative_to(ROOT)}")
    say(f"the pictures are in {folder}")
    return 1 if failed else 0


@contextmanager
def demo() -> Iterator[tuple[Server, dict[str, str], Path]]:
    """A server with the demo commune, the pass-phrases of its people, and a folder for profiles."""
    with tempfile.TemporaryDirectory(prefix="shots-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), free_port()
        own = {"DEMO": "1", "FLASK_APP": "wsgi", "PUBLIC_URL": f"http://127.0.0.1:{port}"}
        env = dict(os.environ) | settings(folder / "instance", f"sqlite:///{folder / 'cualang.db'}") | own
        server = Server(env=env, port=port, log=folder / "server.log")
        say("loading the demo commune")
        server.flask("db", "upgrade")
        server.flask("catalogue", "load", "--quiet", "catalogue")
        phrases = dict(SIGN_IN.findall(server.flask("demo", "load")))
        server.start()
        try:
            yield server, phrases, folder / "profiles"
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
