"""Chromium as a phone or as the office's computer; each keeps its profile on disk, as a closed browser does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
    # nothing outside this machine is reached, whatever a page asks for
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
PATIENCE_MS = 60_000
"""How fast this machine is today is no promise of the product: what comes at all comes well within this."""
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
OFFICE: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
PERMISSIONS = ["notifications", "background-sync"]
HERE: dict[str, Any] = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
# every frame of a transition and every pixel is painted by this machine's processor, and no script waits for either;
# only who wants to look at the pictures (PICTURES=folder) has them as fine as a phone's
PLAIN: dict[str, Any] = {"reduced_motion": "reduce"} | ({} if "PICTURES" in os.environ else {"device_scale_factor": 1})


def open_browser(playwright: Playwright, folder: Path, *arguments: str, **options: Any) -> BrowserContext:
    """A browser whose profile lives in a folder: opened again there, it is the same phone after a restart."""
    settings = HERE | {"permissions": PERMISSIONS}
    context = playwright.chromium.launch_persistent_context(
        folder,
        executable_path=CHROMIUM,
        headless=True,
        args=[*ARGUMENTS, *arguments],
        **(settings | options),
    )
    context.set_default_timeout(PATIENCE_MS)
    return context
