"""The one way to write an endpoint: it names its permission, says whether it writes, and commits once.

The body is read and checked before the transaction begins, so that a slow phone holds no lock.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Mapping
from typing import Any, Literal, ParamSpec, TypeVar

from flask import Response, request
from flask import json as flask_json
from flask_openapi3 import APIBlueprint, OpenAPI
from flask_openapi3.models.tag import Tag
from flask_openapi3.types import ParametersTuple
from flask_openapi3.utils import parse_parameters
from pydantic import BaseModel, ValidationError

from app.core.access import Permission
from app.core.errors import Forbidden
from app.db import transaction
from app.web import errors, session
from app.web.errors import PROBLEM, Problem

P = ParamSpec("P")
R = TypeVar("R")
EACH: Literal["each"] = "each"
"""`writes=EACH`: the endpoint opens its own transactions, one for each thing it is given."""

SECURITY: dict[str, Any] = {
    "phone": {"type": "http", "scheme": "bearer", "description": "A session token, kept in the person's own store."},
    "desk": {"type": "apiKey", "in": "cookie", "name": "cl_desk", "description": "With X-CSRF-Token on every change."},
}
"""How a session travels (docs/architecture.md); a public endpoint needs neither."""

REGISTRY: dict[str, Permission] = {}
"""Endpoint name -> permission; a house test walks it against the URL map."""

BEFORE_CHOICE: set[str] = set()
"""The endpoints, beside the public ones, that answer whoever still has to choose a password of her own."""


class Binary:
    """An answer that is bytes of these media types."""

    def __init__(self, *media_types: str) -> None:
        self.media_types = media_types


PROBLEM_REF = {"$ref": f"#/components/schemas/{Problem.__name__}"}
Answers = type[BaseModel] | Binary | None


class Described(APIBlueprint):
    """Endpoints whose description for the contract is made when somebody asks for it.

    Of what a server takes to start, half would be the description of its answers, which hardly anybody reads.
    """

    _one_at_a_time = threading.Lock()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: list[tuple[str, Callable[..., Any], dict[str, Any]]] = []

    def _collect_openapi_info(self, rule: str, func: Callable[..., Any], **told: Any) -> ParametersTuple:
        """Keep what is told of an endpoint; only the shapes that its requests are checked by are needed now."""
        self._waiting.append((rule, func, told))
        return parse_parameters(func, doc_ui=False)

    def describe(self, app: OpenAPI) -> None:
        """Put what these endpoints take and give into the application's document."""
        with self._one_at_a_time:
            while self._waiting:
                rule, func, told = self._waiting.pop(0)
                super()._collect_openapi_info(rule, func, **told)
        app.paths.update(self.paths)
        app.components_schemas.update(self.components_schemas)
        for tag in self.tags:
            if tag.name not in app.tag_names:
                app.tags.append(tag)
                app.tag_names.append(tag.name)


class Api:
    """A blueprint under /api whose endpoints are closed unless opened."""

    def __init__(self, name: str, *, prefix: str = "/api") -> None:
        tags = [Tag(name=name)]
        self.name = name
        self.blueprint = Described(name, __name__, url_prefix=prefix, abp_tags=tags, doc_ui=True)

    def get(self, rule: str, **options: Any) -> Callable[[Callable[P, R]], Callable[P, Any]]:
        """An endpoint that reads; see `_endpoint` for the options."""
        return self._endpoint("get", rule, **options)

    def post(self, rule: str, **options: Any) -> Callable[[Callable[P, R]], Callable[P, Any]]:
        """An endpoint that acts."""
        return self._endpoint("post", rule, **options)

    def put(self, rule: str, **options: Any) -> Callable[[Callable[P, R]], Callable[P, Any]]:
        """An endpoint that sets."""
        return self._endpoint("put", rule, **options)

    def patch(self, rule: str, **options: Any) -> Callable[[Callable[P, R]], Callable[P, Any]]:
        """An endpoint that appends or changes a part."""
        return self._endpoint("patch", rule, **options)

    def delete(self, rule: str, **options: Any) -> Callable[[Callable[P, R]], Callable[P, Any]]:
        """An endpoint that ends something."""
        return self._endpoint("delete", rule, **options)

    def _endpoint(
        self,
        method: str,
        rule: str,
        *,
        allow: Permission,
        answers: Answers = None,
        writes: bool | Literal["each"] = False,
        status: int = 200,
        problems: tuple[int, ...] = (),
        extra_answers: Mapping[int, Answers] | None = None,
        openapi_extensions: dict[str, Any] | None = None,
        before_choice: bool = False,
    ) -> Callable[[Callable[P, R]], Callable[P, Any]]:
        """Declare an endpoint.

        `allow` is its permission (PUBLIC and PRINCIPAL open it on purpose), `answers` the shape of its success,
        `writes` whether it changes anything, `problems` the error statuses besides those every endpoint may give,
        `before_choice` whether it answers whoever still has to choose a password of her own.
        """
        answered = {status if answers else 204: answers} | dict(extra_answers or {})
        responses = _responses(method, allow, answered, problems)
        security: list[dict[str, list[str]]] = [] if allow is Permission.PUBLIC else [{name: []} for name in SECURITY]
        register = functools.partial(getattr(self.blueprint, method), responses=responses, security=security)

        def decorate(view: Callable[P, R]) -> Callable[P, Any]:
            REGISTRY[f"{self.name}.{view.__name__}"] = allow
            if before_choice:
                BEFORE_CHOICE.add(f"{self.name}.{view.__name__}")

            @functools.wraps(view)
            def endpoint(*args: P.args, **kwargs: P.kwargs) -> Any:
                return _run(lambda: view(*args, **kwargs), allow, writes=writes, status=status)

            route: Callable[P, Any] = register(rule, openapi_extensions=openapi_extensions)(endpoint)
            return route

        return decorate


def of_validation(error: ValidationError) -> Response:
    """The answer to a request whose shape is wrong; what its shape should be is told to whom the endpoint is open."""
    allow = REGISTRY.get(request.endpoint or "")
    if allow is not None:
        with transaction(writes=False):
            _need_choice(allow)
            session.actor().need(allow)
    return errors.of_validation(error)


def _run(view: Callable[[], Any], allow: Permission, *, writes: bool | Literal["each"], status: int) -> Any:
    if writes == EACH:
        with transaction(writes=False):
            _admit(allow, writes=True)
        return _shape(view(), status)
    with transaction(writes=bool(writes)):
        _admit(allow, writes=bool(writes))
        return _shape(view(), status)


def _need_choice(allow: Permission) -> None:
    """Raise Forbidden where nothing may happen before the password that was given is replaced by an own one."""
    if session.actor().must_choose and allow is not Permission.PUBLIC and request.endpoint not in BEFORE_CHOICE:
        raise Forbidden("password_must_change")


def _admit(allow: Permission, *, writes: bool) -> None:
    _need_choice(allow)
    session.actor().need(allow)
    session.check_csrf()
    if writes:
        session.actor().need_proof(allow)


def _shape(answer: Any, status: int) -> Any:
    if isinstance(answer, BaseModel):
        return Response(answer.model_dump_json(), status=status, mimetype="application/json")
    if isinstance(answer, dict | list):
        return Response(flask_json.dumps(answer), status=status, mimetype="application/json")
    if answer is None:
        return Response(status=204)
    return answer


def _responses(
    method: str, allow: Permission, answered: Mapping[int, Answers], problems: tuple[int, ...]
) -> dict[str, Any]:
    """The documented answers: those named, and the problems every endpoint may give."""
    known: dict[str, Any] = {str(code): _answer(shape) for code, shape in answered.items()}
    common = {422, 500, 503}
    if method in ("post", "put", "patch"):
        common |= {400, 413, 415}
    if allow is not Permission.PUBLIC:
        common |= {401, 403}
    for code in sorted(common | set(problems)):
        known.setdefault(str(code), {"description": "problem", "content": {PROBLEM: {"schema": PROBLEM_REF}}})
    return known


def _answer(answers: Answers) -> Any:
    if answers is None:
        return {"description": "done"}
    if isinstance(answers, Binary):
        schema = {"type": "string", "format": "binary"}
        return {"description": "bytes", "content": {name: {"schema": schema} for name in answers.media_types}}
    return answers
