"""The phone's engines as a process: one question and one answer a line, for tests that hold two languages equal."""

import contextlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PWA = Path(__file__).parents[2] / "pwa"


class Phone:
    """Asks the TypeScript engines; raises AssertionError when one of them throws."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, engine: str, **given: Any) -> Any:
        """What the phone makes of a case."""
        assert self._process.stdin
        assert self._process.stdout
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps({"engine": engine, "given": given}) + "\n")
            self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the phone's engines have ended"
        answer = json.loads(line)
        assert "threw" not in answer, f"the phone's {engine} threw: {answer['threw']}"
        return answer.get("value")


@contextmanager
def running() -> Iterator[Phone]:
    """A phone for as long as the block runs; skips the test where Node or the packages are not installed."""
    loader = PWA / "node_modules" / "tsx" / "dist" / "loader.mjs"
    node = shutil.which("node")
    if node is None or not loader.exists():
        pytest.skip("needs node and `npm ci` in pwa/")
    command = [node, "--import", loader.as_uri(), str(PWA / "tests" / "domain" / "engines.ts")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        phone = Phone(process)
        # a file that does not compile shows here, once, and not in every example of a property
        assert phone.ask("money", amount=1)["dong"] == "1\u00a0đ"
        yield phone
        assert process.stdin
        process.stdin.close()
