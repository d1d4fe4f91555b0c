"""Parts of which the catalogue's files are made: words, keys, and the steps of a procedure."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


class Part(BaseModel):
    """Part of a file: unknown members are errors, so that a misspelt key is never silently dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Text(Part):
    """Words in Vietnamese, and in English where there are some."""

    vi: Annotated[str, StringConstraints(min_length=1, max_length=600)]
    en: str | None = None


class Silence(Part):
    """After how long saying nothing counts as agreement."""

    value: int = Field(ge=1, le=30)
    unit: Literal["working_day", "day", "hour"]


class StepRule(Part):
    """One step of the process inside the office (app/workflow/process.py)."""

    key: Key
    kind: Literal["receive", "assign", "appraise", "opinion", "check", "approve", "confirm", "sign", "return"]
    name: Text
    role: Key
    share: float = Field(ge=0, le=1)
    next: Key | None = None
    moves: list[Key] = Field(default_factory=list)
    channel: Literal["online", "direct", "post", "prepared"] | None = None
    silence: Silence | None = None
    clock: Literal["runs", "stops"] = "runs"


def lean_steps(body: dict[str, Any]) -> None:
    """Leave out what the steps of a procedure do not say; a procedure without steps names none."""
    if not body["steps"]:
        body.pop("steps")
    for step in body.get("steps", ()):
        # JSON of both languages writes a whole number alike
        step["share"] = int(step["share"]) if float(step["share"]).is_integer() else step["share"]
        if not step["moves"]:
            step.pop("moves")
        if step["clock"] == "runs":
            step.pop("clock")
