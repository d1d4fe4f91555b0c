"""The catalogue over HTTP: public, named by content hash, compressed once."""

from __future__ import annotations

from flask import Response, request

from app import settings
from app.catalogue import poster, poster_sets, queries
from app.catalogue.packing import Packed
from app.catalogue.schemas import (
    BundleDeltaOut,
    BundleOut,
    CodeListOut,
    FormOut,
    FormPath,
    ListPath,
    OnDay,
    PosterPath,
    PosterSetIn,
    PosterSetOut,
    PosterSetPath,
    ProcedureOut,
    ProcedurePath,
    ReviewOut,
    SinceQuery,
)
from app.core import errors
from app.core.access import Permission
from app.core.sealing import office_key
from app.units import queries as units
from app.web.api import Api, Binary
from app.web.session import actor

api = Api("catalogue")
FOREVER = "public, max-age=31536000, immutable"


@api.get(
    "/catalogue/bundle",
    allow=Permission.PUBLIC,
    answers=BundleOut,
    extra_answers={226: BundleDeltaOut, 304: None},
    problems=(503,),
)
def bundle(query: SinceQuery) -> Response:
    """What phones keep; the hash is also the ETag, so that an unchanged catalogue costs one small answer.

    `from` names the bundle a phone has: where this server knows it, the answer is 226 and says only what changed.
    """
    key = office_key(settings().office_keys_dir)
    changed = queries.bundle_since(query.since, key) if query.since else None
    if changed is None:
        return _packed(queries.bundle(key), caching="no-cache")
    return _packed(changed, caching="no-cache", status=226)


@api.get(
    "/catalogue/forms/<form_hash>",
    allow=Permission.PUBLIC,
    answers=FormOut,
    extra_answers={304: None},
    problems=(404,),
)
def form(path: FormPath) -> Response:
    """A form by its hash, also one that was superseded: drafts keep theirs."""
    return _packed(queries.packed_form(path.form_hash), caching=FOREVER)


@api.get(
    "/catalogue/lists/<name>/<list_hash>",
    allow=Permission.PUBLIC,
    answers=CodeListOut,
    extra_answers={304: None},
    problems=(404,),
)
def code_list(path: ListPath) -> Response:
    """A code list by its hash."""
    return _packed(queries.packed_list(path.name, path.list_hash), caching=FOREVER)


@api.get("/catalogue/procedures/<code>", allow=Permission.PUBLIC, answers=ProcedureOut, problems=(404, 503))
def procedure(path: ProcedurePath, query: OnDay) -> dict[str, object]:
    """The version of a procedure in force on a day."""
    return queries.procedure_body(queries.current_version(path.code, query.on))


@api.get(
    "/catalogue/posters/<slug>/<code>",
    allow=Permission.PUBLIC,
    answers=Binary("application/pdf"),
    problems=(404, 503),
)
def procedure_poster(path: PosterPath) -> Response:
    """A4 poster with the QR code of the procedure at a unit, to be printed and hung up."""
    unit = units.by_slug(path.slug)
    body = queries.procedure_body(queries.current_version(path.code))
    pdf = poster.draw(body, unit, public_url=settings().public_url)
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{unit.slug}-{body["code"]}.pdf"'
    response.headers["Cache-Control"] = "no-cache"
    return response


@api.post(
    "/catalogue/poster-sets",
    allow=Permission.CATALOGUE_REVIEW,
    writes=True,
    answers=PosterSetOut,
    problems=(404,),
)
def ask_for_posters(body: PosterSetIn) -> dict[str, object]:
    """Ask for the posters of many procedures of a unit as one PDF; a large set is drawn in the background."""
    made = poster_sets.ask(actor(), body.unit_id, body.size, body.codes, body.life_event)
    if len(made.codes) <= poster_sets.AT_ONCE:
        poster_sets.fill(made, public_url=settings().public_url)
    return poster_sets.shown(made)


@api.get(
    "/catalogue/poster-sets/<uuid:set_id>",
    allow=Permission.CATALOGUE_REVIEW,
    answers=PosterSetOut,
    problems=(404,),
)
def poster_set(path: PosterSetPath) -> dict[str, object]:
    """How far a set of posters is."""
    return poster_sets.shown(poster_sets.get(path.set_id, actor()))


@api.get(
    "/catalogue/poster-sets/<uuid:set_id>/pdf",
    allow=Permission.CATALOGUE_REVIEW,
    answers=Binary("application/pdf"),
    problems=(404, 409),
)
def poster_set_pdf(path: PosterSetPath) -> Response:
    """The PDF of a set of posters."""
    made = poster_sets.get(path.set_id, actor())
    if made.pdf is None:
        raise errors.Conflict("poster_set_not_drawn")
    response = Response(made.pdf, mimetype="application/pdf")
    name = f"ap-phich-{units.get(made.unit_id).slug}-{made.size}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@api.get("/catalogue/review", allow=Permission.CATALOGUE_REVIEW, answers=ReviewOut, problems=(503,))
def review() -> dict[str, object]:
    """The facts that somebody must check ("cần kiểm tra"), for administrators."""
    shown = ("code", "name", "confidence", "check", "source", "legal_basis")
    return {"procedures": [{name: body[name] for name in shown} for body in queries.to_check()]}


def _packed(content: Packed, *, caching: str, status: int = 200) -> Response:
    """The content in the best encoding the client takes; the weak ETag covers all of them."""
    encoding = request.accept_encodings.best_match(["br", "gzip"])
    body = {"br": content.brotli, "gzip": content.gzip}.get(encoding or "", content.raw)
    response = Response(body, status=status, mimetype="application/json")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.set_etag(content.hash, weak=True)
    response.headers["Cache-Control"] = caching
    response.vary.add("Accept-Encoding")
    response.make_conditional(request)
    return response
