"""What a server does in its first minute, done once before servers are forked of it.

A worker that is killed leaves its compiled statements behind, and its successor spends a second or two of processor on
making them again. Forked of a process that has made them, it does not; what servers know is in the database and the
files, as before. Nothing is typeset here: the threads that the typesetter starts do not come along into a fork.
"""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from app import settings
from app.core import living
from app.core.ids import local_code, uuid7
from app.db import db, transaction
from tests.attachments import pictures
from tests.dossiers.office import PASSWORD, sit_down
from tests.sync.world import COPIES, Page, Phone, ground, make_phone, sha256
from tests.torture.ground import of_seed

NOBODYS = 0
"""The seed of an office that no history has anything to do with."""


def up(app: Flask) -> None:
    """Let phones and a desk of their own do what histories do; nothing stays open afterwards."""
    with app.app_context(), transaction(writes=True):
        told = of_seed(NOBODYS)
    for _ in range(2):
        _round(app, UUID(str(told["unit_id"])))
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        living.let_go(settings().instance_dir)


def _round(app: Flask, unit_id: UUID) -> None:
    # each request has a context of its own, as on a server
    with app.app_context():
        with transaction(writes=False):
            on = ground(unit_id)
        phone = make_phone(app.test_client())
    pages = [Page(uuid7(), pictures.jpeg(number, (40, 40)), number=number) for number in (1, 2)]
    first, second = (phone.submission(on, pages=pages[:1]), phone.submission(on, pages=pages[1:]))
    phone.push(first, second)
    for page in pages:
        phone.send(page.attachment_id, page.content)
        phone.offset(page.attachment_id)
        phone.finish(page.attachment_id)
    phone.changes()
    hers = _signed_in(phone, f"sim-{NOBODYS}-0")
    _draft(hers)
    hers.push(hers.submission(on), hers.submission(on))
    claim = {"local_code": local_code(first.dossier_id), "claim_secret": first.secret, "factor": "1234"}
    hers.call("POST", "/api/claims", json=claim)
    hers.call("GET", f"/api/dossiers/{first.dossier_id}")
    _desk(app.test_client(), str(first.dossier_id))
    hers.push(hers.act("dossier.withdraw", {"reason": "Tôi đổi ý"}, dossier_id=str(second.dossier_id), seen=9))
    hers.changes()
    hers.call("POST", "/api/sign-out")


def _signed_in(phone: Phone, username: str) -> Phone:
    body = {"username": username, "password": PASSWORD, "where": "phone"}
    answer = phone.call("POST", "/api/sign-in/password", json=body).get_json()
    actor = replace(phone.actor, principal=answer["me"]["principal"])
    return Phone(phone.client, answer["token"], actor, phone.key, phone.seq)


def _draft(phone: Phone) -> None:
    draft = {"id": str(uuid7()), "procedure": COPIES, "answers": {"req_name": "Hoa"}, "files": [], "title": "Bản sao"}
    text = json.dumps(draft)
    phone.call("PUT", f"/api/drafts/{draft['id']}", json={"text": text, "sha256": sha256(text), "seen": 0})
    phone.changes()
    phone.call("DELETE", f"/api/drafts/{draft['id']}?reason=user")


def _desk(client: FlaskClient, dossier_id: str) -> None:
    desk = sit_down(client, f"s{NOBODYS}-clerk")
    desk.read("/inbox", view="all", limit=50)
    for paper in desk.dossier(dossier_id)["papers"]:
        version = desk.dossier(dossier_id)["dossier"]["version"]
        compared = {"seen": version, "paper": paper["key"], "compared": True, "op_id": str(uuid7())}
        desk.post(f"/dossiers/{dossier_id}/originals", compared)
