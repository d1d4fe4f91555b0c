"""Firefox ESR as the distribution has it, driven through Marionette: another engine, whose push is whole."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.e2e.server import free_port

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
NEEDED = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "vi",
    # these of the remote agent would switch push off
    "remote.prefs.recommended": False,
    # the driver may give files to fields that ask for one
    "dom.file.createInChild": True,
    "dom.push.testing.allowInsecureServerURL": True,
    "permissions.default.desktop-notification": 1,
    "alerts.useSystemBackend": False,
}


class Marionette:
    """The wire: a length, a colon and JSON; one question after another."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._count = 0
        self._hear()

    def ask(self, command: str, **parameters: Any) -> Any:
        """Send a command; raises AssertionError with what the browser says is wrong."""
        self._count += 1
        text = json.dumps([0, self._count, command, parameters]).encode()
        self._socket.sendall(str(len(text)).encode() + b":" + text)
        _, _, wrong, answer = self._hear()
        assert wrong is None, f"{command} {parameters}: {wrong['error']}: {wrong['message']}"
        return answer["value"] if isinstance(answer, dict) and set(answer) == {"value"} else answer

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _hear(self) -> Any:
        length = b""
        while (each := self._read(1)) != b":":
            length += each
        return json.loads(self._read(int(length)))

    def _read(self, count: int) -> bytes:
        parts = b""
        while len(parts) < count:
            part = self._socket.recv(count - len(parts))
            if not part:
                raise ConnectionError("Firefox hung up")
            parts += part
        return parts


class Firefox:
    """A browser with one window, spoken to in the words on its screens."""

    def __init__(self, wire: Marionette) -> None:
        self.wire = wire
        wire.ask("WebDriver:NewSession")
        wire.ask("WebDriver:SetTimeouts", implicit=15_000, script=30_000)

    def open(self, url: str) -> None:
        """Go to an address."""
        self.wire.ask("WebDriver:Navigate", url=url)

    def reload(self) -> None:
        """Load the page again as a person does: the driver's own way would go past the service worker."""
        self.run("async () => { document.title = 'before'; setTimeout(() => location.reload(), 0); }")
        self.until(lambda: self.wire.ask("WebDriver:GetTitle") != "before")

    def find(self, xpath: str) -> str:
        """The element, waited for."""
        found: str = self.wire.ask("WebDriver:FindElement", using="xpath", value=xpath)[ELEMENT]
        return found

    def tap(self, words: str) -> None:
        """Press a button or follow a link by the words on it."""
        self.click(f"//*[self::a or self::button][contains(., '{words}')]")

    def click(self, xpath: str) -> None:
        """Press something where nothing that sticks to an edge lies over it."""
        thing = self.find(xpath)
        self.run("async (thing) => thing.scrollIntoView({ block: 'center' })", {ELEMENT: thing})
        self.wire.ask("WebDriver:ElementClick", id=thing)

    def write(self, xpath: str, text: str) -> None:
        """Type into a field that is empty."""
        self.click(xpath)
        self.wire.ask("WebDriver:ElementSendKeys", id=self.find(xpath), text=text)

    def attach(self, xpath: str, file: Path) -> None:
        """Give a file to a field that asks for one."""
        self.wire.ask("WebDriver:ElementSendKeys", id=self.find(xpath), text=str(file))

    def value(self, xpath: str) -> str:
        """What stands in a field."""
        found: str = self.wire.ask("WebDriver:GetElementProperty", id=self.find(xpath), name="value")
        return found

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something."""
        give_up = time.monotonic() + 45
        while not holds():
            assert time.monotonic() < give_up, f"still at {self.url}"
            time.sleep(0.05)

    def type(self, label: str, text: str) -> None:
        """Type into the field with a label."""
        box = self.find(f"//input[@id=//label[contains(., '{label}')]/@for]")
        self.wire.ask("WebDriver:ElementSendKeys", id=box, text=text)

    def reads(self, words: str) -> None:
        """The words stand on the screen."""
        self.find(f"//main//*[text()[contains(., '{words}')]]")

    def run(self, script: str, *values: Any) -> Any:
        """What an async function of the page answers; its last argument is never used."""
        body = (
            f"const done = arguments[arguments.length - 1]; ({script})(...arguments).then(done, (e) => done(String(e)))"
        )
        return self.wire.ask("WebDriver:ExecuteAsyncScript", script=body, args=list(values))

    def picture(self, path: Path) -> None:
        """What is on the screen, for whoever reads a failure."""
        self.wire.ask("Marionette:SetContext", value="content")
        path.write_bytes(base64.b64decode(self.wire.ask("WebDriver:TakeScreenshot", full=False)))
        print(f"{self.url} looked like {path}")

    @contextlib.contextmanager
    def behind_the_page(self) -> Iterator[None]:
        """Speak to the browser itself for the length of the block."""
        self.wire.ask("Marionette:SetContext", value="chrome")
        try:
            yield
        finally:
            self.wire.ask("Marionette:SetContext", value="content")

    @property
    def url(self) -> str:
        """Where the page in front is."""
        found: str = self.wire.ask("WebDriver:GetCurrentURL")
        return found

    def windows(self) -> list[str]:
        """The handles of all tabs."""
        found: list[str] = self.wire.ask("WebDriver:GetWindowHandles")
        return found

    def new_windows(self, before: list[str]) -> list[str]:
        """The tabs that were not there before, waited for."""
        give_up = time.monotonic() + 45
        while not (found := [each for each in self.windows() if each not in before]) and time.monotonic() < give_up:
            time.sleep(0.05)
        return found

    def switch(self, handle: str) -> None:
        """Bring a tab to the front."""
        self.wire.ask("WebDriver:SwitchToWindow", handle=handle)


@contextlib.contextmanager
def running(folder: Path, push_url: str | None = None, *, private: bool = False) -> Iterator[Firefox]:
    """A Firefox with a fresh profile that listens to a push service, or knows no push; `private`: all private."""
    port = free_port()
    folder.mkdir()
    push = {"dom.push.enabled": False} if push_url is None else {"dom.push.serverURL": push_url}
    prefs = NEEDED | push | {"marionette.port": port, "browser.privatebrowsing.autostart": private}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in prefs.items()]
    (folder / "user.js").write_text("\n".join(lines))
    program = shutil.which("firefox-esr")
    assert program, "Firefox ESR is missing: install the package firefox-esr"
    command = [program, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote"]
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--profile", str(folder)],
            env=os.environ | {"HOME": str(folder), "MOZ_DISABLE_CONTENT_SANDBOX": "1"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            with contextlib.closing(_connect(port, process)) as wire:
                browser = Firefox(wire)
                try:
                    yield browser
                except AssertionError:
                    browser.picture(folder / "screen.png")
                    raise
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _connect(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> Marionette:
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up and process.poll() is None:
        with contextlib.suppress(OSError):
            return Marionette(port)
        time.sleep(0.05)
    raise AssertionError("Firefox did not start")
