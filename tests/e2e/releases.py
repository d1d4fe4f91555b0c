"""Two releases of the app on one server: every file of the later one has another name and other bytes."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e import server
from tests.e2e.server import ROOT, Server

STATIC = ROOT / "static"
BEFORE_THE_LIST, END_OF_THE_LIST = "self.__BUILD__=", "}]}"
MARK = "data-release"


@dataclass
class Deployed:
    """A server, and the folder whose files it gives out from now on."""

    server: Server
    link: Path

    def deploy(self, release: Path) -> None:
        """Put another release in place at one instant."""
        new = self.link.with_name("next")
        new.symlink_to(release)
        new.replace(self.link)


@contextmanager
def running(settings: Mapping[str, str], folder: Path) -> Iterator[Deployed]:
    """A server with the release that was built; others can be deployed on it while it runs."""
    link = folder / "current"
    link.symlink_to(STATIC)
    with server.running(settings, folder, app="tests.e2e.released:app", FAULTS="1", RELEASE=str(link)) as started:
        yield Deployed(started, link)


def named(word: str) -> str:
    """The file of the built release whose name begins so."""
    [found] = [path.name for path in (STATIC / "assets").glob(f"{word}-*.js")]
    return found


def later(folder: Path, mark: str) -> Path:
    """A release after the built one: the same screens under new names, and `mark` on its page."""
    shutil.copytree(STATIC, folder, ignore=shutil.ignore_patterns("*.br", "*.gz", ".*"))
    files = [path for path in (folder / "assets").iterdir() if path.suffix in (".js", ".css")]
    names = {path.name: f"{path.stem}{mark}{path.suffix}" for path in files}
    any_name = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    for path in [*files, folder / "index.html"]:
        text = any_name.sub(lambda found: names[found[0]], path.read_text())
        path.write_text(f"{text}\n/* {mark} */\n" if path in files else text.replace("<html", f'<html {MARK}="{mark}"'))
    for path in files:
        path.rename(path.with_name(names[path.name]))
    _list_again(folder, names)
    return folder


def _list_again(folder: Path, names: Mapping[str, str]) -> None:
    """The list in the service worker, as the build would make it of these files."""
    build = json.loads((folder / "build.json").read_text())
    lists = {key: [_described(folder, each["url"], names) for each in build[key]] for key in ("shell", "rooms")}
    version = hashlib.sha256(json.dumps(lists).encode()).hexdigest()[:16]
    worker = folder / "sw.js"
    text = worker.read_text()
    assert text.startswith(BEFORE_THE_LIST)
    rest = text[text.index(END_OF_THE_LIST) + len(END_OF_THE_LIST) :]
    worker.write_text(f"{BEFORE_THE_LIST}{json.dumps({'version': version, **lists})}{rest}")


def _described(folder: Path, url: str, names: Mapping[str, str]) -> dict[str, Any]:
    parent, _, name = url.rpartition("/")
    now = f"{parent}/{names.get(name, name)}"
    data = (folder / now.lstrip("/")).read_bytes()
    return {"url": now, "hash": hashlib.sha256(data).hexdigest()[:16], "size": len(data)}
