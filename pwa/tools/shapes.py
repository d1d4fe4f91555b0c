"""Print every shape of the server as one OpenAPI components document.

Some shapes travel inside others as text (an operation, the payload of a sending) and stand in no route;
they are found here by walking every domain's schemas.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import app as application
from app.core.shapes import Shape

REF = "#/components/schemas/{model}"


def models() -> dict[str, type[BaseModel]]:
    """Every shape of every domain by its name; two shapes of one name are an error."""
    found: dict[str, type[BaseModel]] = {}
    for package in pkgutil.iter_modules(application.__path__):
        name = f"app.{package.name}.schemas"
        if not package.ispkg or importlib.util.find_spec(name) is None:
            continue
        for value in vars(importlib.import_module(name)).values():
            ours = isinstance(value, type) and issubclass(value, BaseModel) and value.__module__.startswith("app.")
            if ours and found.setdefault(value.__name__, value) is not value:
                raise SystemExit(f"two shapes are named {value.__name__}")
    return found


def document() -> dict[str, Any]:
    """Each model once: what goes out with every member there, what comes in with its defaults optional."""
    schemas: dict[str, Any] = {}
    for name, model in models().items():
        outgoing = issubclass(model, Shape)
        schema = model.model_json_schema(ref_template=REF, mode="serialization" if outgoing else "validation")
        if schema.get("additionalProperties") is True:
            # further members are kept where they are; a type with an index would take every name for a member
            del schema["additionalProperties"]
        if outgoing:
            schema["required"] = sorted(schema.get("properties", {}))
        nested = schema.pop("$defs", {})
        schemas[name] = schema
        for other, body in nested.items():
            if other not in models():
                schemas.setdefault(other, body)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Cửa Làng", "version": "0"},
        "paths": {},
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


if __name__ == "__main__":
    print(json.dumps(document(), ensure_ascii=False))
