"""Units over HTTP: one public list that phones keep."""

from __future__ import annotations

from flask import Response, request

from app.core.access import Permission
from app.units import queries, worktime
from app.units.schemas import UnitsOut
from app.web.api import Api

api = Api("units")


@api.get("/units", allow=Permission.PUBLIC, answers=UnitsOut, extra_answers={304: None})
def list_units() -> Response:
    """All units in force; the hash is also the ETag, so that an unchanged list costs one small answer."""
    listing = UnitsOut.model_validate(queries.listing(*worktime.shown()))
    response = Response(listing.model_dump_json(), mimetype="application/json")
    response.set_etag(listing.hash)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
