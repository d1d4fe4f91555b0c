"""A catalogue in which a procedure has finer steps than the five."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from app.catalogue import importer, reading
from app.config import ROOT
from app.core.canonical import digest
from app.workflow.process_faults import faults


def step(kind: str, role: str, share: float, following: str | None, **more: Any) -> dict[str, Any]:
    """A step named by its kind."""
    name = {"vi": f"Bước {kind}", "en": f"Step {kind}"}
    return {"key": kind, "kind": kind, "name": name, "role": role, "share": share, "next": following, **more}


FINE = [
    step("receive", "clerk", 0, "assign"),
    step("assign", "unit_head", 0.2, "appraise"),
    step("appraise", "appraiser", 0.3, "opinion"),
    step("opinion", "appraiser", 0.1, "check"),
    step("check", "unit_head", 0.2, "approve"),
    step("approve", "approver", 0.1, "sign"),
    step("sign", "seal_clerk", 0.1, "return"),
    step("return", "clerk", 0, None),
]


@lru_cache(maxsize=1)
def _content() -> reading.Content:
    return reading.read(ROOT / "catalogue")


def load_steps(code: str, steps: list[dict[str, Any]]) -> None:
    """From today on a procedure has these steps."""
    assert faults(steps) == []
    content = _content()
    given = content.procedures[code]
    lean = [{name: value for name, value in each.items() if value is not None} for each in steps]
    body = {**given.body, "steps": lean}
    changed = reading.ReadProcedure(body, given.form, digest(given.form), given.full)
    report = importer.store(
        reading.Content(
            {**content.procedures, code: changed}, content.lists, content.years, content.texts, content.parts
        )
    )
    assert report.changed == [code]
