"""Errors as problem documents (RFC 9457): one shape, one stable code, one sentence a language."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, json, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.core.error_texts import sentences
from app.core.errors import AppError

log = logging.getLogger(__name__)
PROBLEM = "application/problem+json"
RAW = "application/offset+octet-stream"
BY_STATUS = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "wrong_content_type",
    429: "too_many",
}


class Said(BaseModel):
    """One sentence in both languages."""

    vi: str
    en: str


class FieldError(BaseModel):
    """One field that was refused; never what was typed."""

    path: str
    code: str
    params: dict[str, Any] = Field(default_factory=dict)


class Problem(BaseModel):
    """RFC 9457 problem details; `code` is stable, `say` has a sentence for people."""

    model_config = ConfigDict(extra="allow")

    type: str = "about:blank"
    title: str
    status: int
    code: str
    say: Said
    errors: list[FieldError] = Field(default_factory=list)


def problem(status: int, code: str, **members: Any) -> Response:
    """A response with a problem document."""
    params = members.pop("params", {})
    said = sentences(code, params)
    body = {"type": "about:blank", "title": said["en"], "status": status, "code": code, "say": said, "errors": []}
    response = Response(json.dumps(body | members), status=status, mimetype=PROBLEM)
    if "retry_after" in members:
        response.headers["Retry-After"] = str(members["retry_after"])
    response.headers["Cache-Control"] = "no-store"
    return response


def of_app_error(error: AppError) -> Response:
    """The answer to an error of our own tree."""
    params = error.params | error.extra
    return problem(error.status, error.code, params=params, errors=error.errors, **error.extra)


def of_validation(error: ValidationError) -> Response:
    """The answer to a request whose shape is wrong; says where, never repeats what was sent."""
    takes_json = request.method in ("POST", "PUT", "PATCH") and request.mimetype != RAW
    if takes_json and not request.files and not request.form:
        if not request.is_json:
            return problem(415, "wrong_content_type")
        if request.get_json(silent=True) is None and request.get_data().strip() != b"null":
            return problem(400, "bad_json")
    fields = [
        {"path": ".".join(str(part) for part in item["loc"]), "code": item["type"], "params": {}}
        for item in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    return problem(422, "invalid", errors=fields)


def _of_http(error: HTTPException) -> Response:
    if isinstance(error.response, Response):
        return error.response
    status = error.code or 500
    fallback = "server_error" if status >= 500 else "bad_request"
    answer = problem(status, BY_STATUS.get(status, fallback))
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            answer.headers[name] = value
    return answer


def _of_database(error: OperationalError) -> Response:
    log.exception("the database did not answer", exc_info=error)
    return problem(503, "unavailable", retry_after=5)


def _of_anything(error: Exception) -> Response:
    log.exception("unhandled", exc_info=error)
    return problem(500, "server_error")


def register(app: Flask) -> None:
    """Answer every error in the one shape."""
    app.register_error_handler(AppError, of_app_error)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(OperationalError, _of_database)
    app.register_error_handler(Exception, _of_anything)
