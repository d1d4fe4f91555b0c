"""What the PWA's types are generated from: shapes, error codes, permissions, the move table."""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, Response, current_app, jsonify
from flask_openapi3 import OpenAPI

from app.core import error_texts
from app.core.access import MATRIX, Permission
from app.web.api import Described


def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document of the running application."""
    app = cast("OpenAPI", current_app)
    for blueprint in app.blueprints.values():
        if isinstance(blueprint, Described):
            blueprint.describe(app)
    return app.api_doc


def contract() -> dict[str, Any]:
    """Everything else the phone must agree on with the server."""
    from app.workflow import table

    return {
        "errors": {
            code: {"vi": vi, "en": en} for known in error_texts.TABLES for code, (vi, en) in sorted(known.items())
        },
        "permissions": [p.value for p in Permission],
        "roles": {role.value: sorted(p.value for p in allowed) for role, allowed in MATRIX.items()},
        "states": [state.value for state in table.State],
        "moves": [table.as_json(move) for move in table.MOVES],
    }


def register(app: Flask) -> None:
    """Serve the document at /api/openapi.json; it says nothing that is not public."""

    def document() -> Response:
        return jsonify(openapi())

    app.add_url_rule("/api/openapi.json", "openapi", document)
