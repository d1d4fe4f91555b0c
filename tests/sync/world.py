"""Phones of the tests: a real key, a real session, and the verbs a phone has."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from flask.testing import FlaskClient

from app.catalogue import queries as catalogue
from app.core import clock
from app.core.access import Actor
from app.core.ids import claim_secret, local_code, uuid7
from app.db import db, transaction
from app.identity import operations as identity
from app.identity import queries as people
from app.identity.models import Account, Person

Answer = Any


def base64url(raw: bytes) -> str:
    """As JWKs and signatures are written."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def sha256(content: bytes | str) -> str:
    """The hash as everybody writes it."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


COPIES = "2.000815"
ID_NUMBER = "038194001234"


@dataclass
class Act:
    """One operation as it was made: its content, its exact text, its signature."""

    op: dict[str, Any]
    text: str
    signature: str | None
    secret: str = ""

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.op["op_id"])

    @property
    def dossier_id(self) -> UUID:
        """Of which dossier."""
        return UUID(self.op["dossier_id"])

    @property
    def wire(self) -> dict[str, Any]:
        """As it travels."""
        return {"text": self.text, "sha256": sha256(self.text), "signature": self.signature}


@dataclass(frozen=True)
class Page:
    """A photographed page."""

    attachment_id: UUID
    content: bytes
    paper: str = "original"
    number: int = 1
    required: bool = False

    def line(self) -> dict[str, Any]:
        """Its line of the manifest."""
        return {
            "attachment_id": str(self.attachment_id),
            "sha256": sha256(self.content),
            "size": len(self.content),
            "type": "image/jpeg",
            "paper": self.paper,
            "page": self.number,
            "required": self.required,
        }


@dataclass(frozen=True)
class Ground:
    """What a phone knows from the catalogue before it sends: where, which form, which notice was shown."""

    unit_id: UUID
    form_ref: str
    notice: dict[str, Any]


def ground(unit_id: UUID) -> Ground:
    """The office that gets what phones send, and the form of certified copies."""
    text = catalogue.current_text("privacy")
    shown = clock.now().isoformat()
    return Ground(unit_id, catalogue.form_ref(COPIES), {"version": text.version, "hash": text.hash, "shown_at": shown})


@dataclass
class Phone:
    """A phone that made itself known; `token` is its own session's, or a person's after signing in."""

    client: FlaskClient
    token: str
    actor: Actor
    key: ec.EllipticCurvePrivateKey
    seq: int = 0
    sent: dict[UUID, bytes] = field(default_factory=dict)

    @property
    def device_id(self) -> UUID:
        """Its id."""
        assert self.actor.device_id is not None
        return self.actor.device_id

    @property
    def principal(self) -> str:
        """Whoever it speaks for."""
        return self.actor.principal

    def copy(self, client: FlaskClient) -> Phone:
        """The same phone speaking through another connection, for copies at the same instant."""
        return Phone(client, self.token, self.actor, self.key, self.seq)

    def sign(self, text: str) -> str:
        """ES256 over the exact bytes."""
        r, s = decode_dss_signature(self.key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))

    def call(self, method: str, path: str, **options: Any) -> Answer:
        """One request with the session."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.client.open(path, method=method, headers=headers, **options)

    def act(self, kind: str, payload: dict[str, Any], **more: Any) -> Act:
        """A signed operation with the next number of this phone."""
        self.seq += 1
        op = {
            "op_id": str(uuid7()),
            "kind": kind,
            "dossier_id": None,
            "seen": 0,
            "form_ref": None,
            "principal": self.principal,
            "mandate_id": None,
            "device_id": str(self.device_id),
            "device_seq": self.seq,
            "device_time": clock.now().isoformat(),
            "clock_offset_ms": 0,
            "envelope": 1,
            "payload": payload,
            "manifest": [],
            **more,
        }
        return self.seal(op)

    def seal(self, op: dict[str, Any]) -> Act:
        """The exact text of an operation, signed."""
        text = json.dumps(op, ensure_ascii=False)
        return Act(op, text, self.sign(text))

    def submission(
        self,
        on: Ground,
        *,
        answers: dict[str, Any] | None = None,
        pages: Sequence[Page] = (),
        dossier_id: UUID | None = None,
        factor: dict[str, str] | None = None,
        payload: dict[str, Any] | None = None,
        **more: Any,
    ) -> Act:
        """A request for certified copies, complete and right unless changed."""
        dossier_id, secret = dossier_id or uuid7(), claim_secret()
        given = {**copies_answers(), **(answers or {})}
        if pages:
            given["paper_original"] = [str(page.attachment_id) for page in pages]
        content = {
            "procedure_code": COPIES,
            "unit_id": str(on.unit_id),
            "local_code": local_code(dossier_id),
            "answers": given,
            "parties": {"owner": {"name": given["req_name"]}},
            "claim_hash": sha256(secret),
            "second_factor": factor or {"kind": "id", "last4": str(given.get("req_id_number", ""))[-4:]},
            "notice": on.notice,
            "wishes": {"return": "phone"},
            **(payload or {}),
        }
        act = self.act(
            "dossier.submit",
            content,
            dossier_id=str(dossier_id),
            form_ref=on.form_ref,
            manifest=[page.line() for page in pages],
            **more,
        )
        act.secret = secret
        return act

    def push(self, *acts: Act, nonce: str = "nonce-12345678") -> list[dict[str, Any]]:
        """Send operations; the verdicts in their order."""
        answer = self.push_raw([act.wire for act in acts], nonce=nonce)
        assert answer.status_code == 200, answer.get_json()
        results: list[dict[str, Any]] = answer.get_json()["results"]
        assert len(results) == len(acts)
        return results

    def push_raw(self, operations: list[dict[str, Any]], *, nonce: str = "nonce-12345678") -> Answer:
        """Send a request as it is."""
        return self.call("POST", "/api/sync/push", json={"nonce": nonce, "operations": operations})

    def changes(self, cursor: str = "", limit: int = 200) -> Answer:
        """A page of the feed."""
        return self.call("GET", "/api/sync/changes", query_string={"cursor": cursor, "limit": limit})

    def send_piece(self, attachment_id: UUID, whole: bytes, start: int, end: int, **more: str) -> Answer:
        """Bytes [start, end) of a file."""
        headers = {
            "Upload-Offset": str(start),
            "Upload-Length": str(len(whole)),
            "Upload-Sha256": sha256(whole),
            "Upload-Type": "image/jpeg",
            "Content-Type": "application/offset+octet-stream",
            **more,
        }
        return self.call("PATCH", f"/api/uploads/{attachment_id}", headers=headers, data=whole[start:end])

    def send(self, attachment_id: UUID, whole: bytes) -> Answer:
        """A file in one piece."""
        return self.send_piece(attachment_id, whole, 0, len(whole))

    def finish(self, attachment_id: UUID) -> Answer:
        """Ask whether a file is kept."""
        return self.call("POST", f"/api/uploads/{attachment_id}/finish")

    def offset(self, attachment_id: UUID) -> Answer:
        """Ask how far it came."""
        return self.call("HEAD", f"/api/uploads/{attachment_id}")


def make_phone(client: FlaskClient, device_id: UUID | None = None) -> Phone:
    """A new phone, known to the server; call inside an application context."""
    key = ec.generate_private_key(ec.SECP256R1())
    numbers = key.public_key().public_numbers()
    jwk = {
        "kty": "EC",
        "crv": "P-256",
        "x": base64url(numbers.x.to_bytes(32, "big")),
        "y": base64url(numbers.y.to_bytes(32, "big")),
    }
    device_id = device_id or uuid7()
    with transaction(writes=True):
        opened = identity.register_device(device_id=device_id, public_key=jwk, label="Điện thoại thử")
        actor = Actor(principal=f"device:{device_id}", device_id=device_id, session_id=opened.session.id)
    return Phone(client, opened.token, actor, key)


def sign_in(
    phone: Phone,
    person_id: UUID | None = None,
    name: str = "Nguyễn Thị Hoa",
    taken: Mapping[UUID, str] = identity.NOTHING,
    *,
    heard: bool = True,
) -> Phone:
    """The same phone after somebody signed in on it: somebody new, unless named. `heard`: the answer arrived."""
    with transaction(writes=True):
        if person_id is None:
            person_id = uuid7()
            db.session.add(Person(id=person_id, name=name, created_at=clock.now()))
            db.session.flush()
            db.session.add(Account(id=uuid7(), person_id=person_id, active=True, created_at=clock.now()))
        opened = identity.open_for(person_id, device_id=phone.device_id, label="", taken=taken)
        if heard:
            identity.touch(opened.session.id, desk_idle=timedelta(hours=8))
        actor = Actor(
            principal=f"person:{person_id}",
            person_id=person_id,
            device_id=phone.device_id,
            session_id=opened.session.id,
            name=name,
            grants=people.grants_of(person_id),
        )
    return Phone(phone.client, opened.token, actor, phone.key, phone.seq)


def copies_answers() -> dict[str, Any]:
    """Answers to the request for certified copies that are complete and right."""
    return {
        "req_name": "Nguyễn Thị Hoa",
        "req_dob": "1994-03-08",
        "req_has_id": True,
        "req_id_number": ID_NUMBER,
        "req_phone": "0905123456",
        "documents": [
            {"_id": "r1", "doc_name": "Bằng tốt nghiệp", "doc_pages": 2, "doc_copies": 3, "doc_kind": "paper"}
        ],
        "in_vneid": False,
        "statement_original": True,
    }
