"""The daily digests for those who answer for the office: listed, and as a page to be printed."""

from __future__ import annotations

from datetime import timedelta

from flask import Response

from app import settings
from app.chain import paper, queries
from app.chain.schemas import DayQuery, DigestOut, DigestsOut
from app.core import clock, errors
from app.core.access import Permission
from app.units import queries as units
from app.web.api import Api, Binary
from app.web.session import actor

api = Api("chain")
DAYS = 30


@api.get("/desk/digests", allow=Permission.DIGESTS, answers=DigestsOut)
def read_digests() -> DigestsOut:
    """The last link of each ended day of the last thirty, the newest first."""
    found = queries.digests(clock.today() - timedelta(days=DAYS))
    return DigestsOut(digests=[DigestOut(**vars(each)) for each in reversed(found)])


@api.get("/desk/digests/page", allow=Permission.DIGESTS, answers=Binary("application/pdf"), problems=(404,))
def print_digest(query: DayQuery) -> Response:
    """The digest of a day as a page with its QR code."""
    day = query.day or clock.today() - timedelta(days=1)
    found = [each for each in queries.digests(day) if each.day == day] if day < clock.today() else []
    if not found:
        raise errors.NotFound("digest_none")
    named = units.names(set(actor().units(Permission.DIGESTS)))
    place = ", ".join(sorted(named.values())) or settings().public_url
    answer = Response(paper.page(found[0], queries.counts(found[0].n), place=place), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="niem-phong-{day.isoformat()}.pdf"'
    return answer
