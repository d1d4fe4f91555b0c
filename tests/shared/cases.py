"""The cases that both languages run: one truth, two engines."""

import json
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


def load(name: str) -> list[Any]:
    """The cases of tests/shared/<name>.json, each as a parameter that is shown by its own name."""

    found = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["name"]) for case in found]
