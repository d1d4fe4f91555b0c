"""Phones of the demo: real keys, real signed texts, pages sent piece by piece, through the doors every phone uses."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from sqlalchemy import select

from app import settings
from app.attachments import uploads
from app.catalogue import queries as catalogue
from app.core import clock, ids
from app.core.access import Actor
from app.db import db, transaction
from app.demo import made_up, place
from app.demo.people import Resident
from app.dossiers import knowledge
from app.dossiers.models import Operation
from app.forms.rules import evaluate, parties
from app.identity import operations as identity
from app.identity import queries
from app.identity.models import SmsOut
from app.sync.push import push
from app.sync.schemas import SignedText

_ENVELOPE = 1
_OWN_WORD = "2580"
"""The four digits on the slip of somebody who has neither a number nor a phone."""


class NotTakenError(RuntimeError):
    """The server did not take what a phone of the demo sent; the text says what and why."""


@dataclass(frozen=True)
class Page:
    """A photographed page of a paper."""

    paper: str
    content: bytes
    arrives: bool = True
    """False where the phone lost its signal before the page was through."""


@dataclass(frozen=True)
class Filing:
    """A filled form with its papers, ready to be sent."""

    name: str
    code: str
    unit_id: UUID
    answers: Mapping[str, Any]
    pages: Sequence[Page] = ()
    mandate: str | None = None
    wish: str = "phone"


@dataclass
class Phone:
    """One phone; `actor` is whoever is signed in on it, or the phone itself."""

    name: str
    device_id: UUID
    actor: Actor
    seq: int = 0

    def send(self, name: str, kind: str, payload: Mapping[str, Any], **more: Any) -> None:
        """Make an operation, sign it and push it; one that was pushed by an earlier load is left alone."""
        op_id = made_up.made_id(f"op:{name}")
        self.seq += 1
        if is_done(op_id):
            return
        operation = {
            "op_id": str(op_id),
            "kind": kind,
            "dossier_id": None,
            "seen": 0,
            "form_ref": None,
            "principal": self.actor.principal,
            "mandate_id": None,
            "device_id": str(self.device_id),
            "device_seq": self.seq,
            "device_time": clock.now().astimezone(clock.VN).isoformat(timespec="seconds"),
            "clock_offset_ms": 0,
            "envelope": _ENVELOPE,
            "payload": payload,
            "manifest": [],
            **more,
        }
        text = json.dumps(operation, ensure_ascii=False, separators=(",", ":"))
        [verdict] = push([SignedText(text=text, sha256=_sha256(text.encode()), signature=self._sign(text))], self.actor)
        if verdict.status not in {"applied", "duplicate"}:
            raise NotTakenError(f"{name}: {verdict.status} {verdict.code} {verdict.errors}")

    def file(self, filing: Filing) -> UUID:
        """Send a form and then its pages; returns the dossier's id."""
        dossier_id = made_up.made_id(filing.name)
        with transaction(writes=False):
            manifest = _manifest(filing)
            payload, form_ref = _payload(filing, dossier_id, manifest)
        self.send(
            filing.name,
            "dossier.submit",
            payload,
            dossier_id=str(dossier_id),
            form_ref=form_ref,
            mandate_id=str(made_up.made_id(filing.mandate)) if filing.mandate else None,
            manifest=manifest,
        )
        self._upload_all(manifest, filing)
        return dossier_id

    def supply(self, filing: Filing, dossier_id: UUID, supplement_id: UUID) -> None:
        """Answer a supplement request with new answers and pages."""
        with transaction(writes=False):
            manifest = _manifest(filing)
        payload = {"supplement_id": str(supplement_id), "answers": _with_pages(filing, manifest), "notes": {}}
        self.send(filing.name, "dossier.supplement", payload, dossier_id=str(dossier_id), manifest=manifest)
        self._upload_all(manifest, filing)

    def _upload_all(self, manifest: Sequence[Mapping[str, Any]], filing: Filing) -> None:
        for item, page in zip(manifest, filing.pages, strict=True):
            if page.arrives:
                self._upload(item, page.content)

    def _upload(self, item: Mapping[str, Any], content: bytes) -> None:
        announced = uploads.Announced(UUID(item["attachment_id"]), item["sha256"], item["size"], item["type"])
        kept = uploads.append(announced, 0, len(content), [content], self.actor)
        if kept.state != "stored":
            raise NotTakenError(f"{item['paper']}: {kept.state} {kept.code}")

    def _sign(self, text: str) -> str:
        r, s = decode_dss_signature(made_up.key_of(self.name).sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return _base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def is_done(op_id: UUID) -> bool:
    """Whether an earlier load did this already."""
    with transaction(writes=False):
        return db.session.get(Operation, op_id) is not None


def own(name: str, *, resident: Resident | None = None, username: str | None = None) -> Phone:
    """A phone that made itself known, and who is signed in on it: a resident by code, a member, or nobody."""
    device_id, label = made_up.made_id(f"phone:{name}"), "Điện thoại Android"
    with transaction(writes=True):
        if queries.device(device_id) is None:
            identity.register_device(device_id=device_id, public_key=_public(made_up.key_of(name)), label=label)
            if resident is not None:
                _sign_in_by_code(resident, device_id, label)
            if username is not None:
                identity.open_for(place.person_named(username), device_id=device_id, label=label)
        return Phone(name, device_id, _actor(device_id, resident, username))


def _sign_in_by_code(resident: Resident, device_id: UUID, label: str) -> None:
    """Ask for a code, read it in the console inbox, type it in."""
    assert resident.phone is not None
    key = settings().secret_key
    identity.send_code(resident.phone, secret=key, host="", gateway=False)
    newest = select(SmsOut.text).where(SmsOut.phone == resident.phone).order_by(SmsOut.created_at.desc()).limit(1)
    code = re.findall(r"#([0-9]+)", str(db.session.scalar(newest)))[0]
    opened = identity.sign_in_by_code(
        phone=resident.phone, code=code, name=resident.name, secret=key, device_id=device_id, label=label
    )
    if opened is None:
        raise NotTakenError(f"{resident.phone}: the code was not taken")


def _actor(device_id: UUID, resident: Resident | None, username: str | None) -> Actor:
    if username is not None:
        return replace(place.acting(username), device_id=device_id)
    account = queries.account_of_phone(resident.phone) if resident and resident.phone else None
    if account is None:
        return Actor(principal=f"device:{device_id}", device_id=device_id)
    return replace(place.signed_in(account.person_id), device_id=device_id)


def _payload(filing: Filing, dossier_id: UUID, manifest: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], str]:
    """What a phone makes of a filled form: the answers with their pages, the people, the slip's secrets, the notice."""
    ref, notice, known = catalogue.form_ref(filing.code), catalogue.current_text("privacy"), knowledge.current()
    answers = _with_pages(filing, manifest)
    form = knowledge.form(ref.partition("@")[2]).form
    judged = evaluate(form, answers, known.day, known.lists)
    if judged["errors"]:
        raise NotTakenError(f"{filing.name}: {judged['errors']}")
    people = parties(form, judged["answers"])
    payload = {
        "procedure_code": filing.code,
        "unit_id": str(filing.unit_id),
        "local_code": ids.local_code(dossier_id),
        "answers": judged["answers"],
        "parties": {"helper": None, **people},
        "submitter_authority": None,
        "claim_hash": _sha256(_claim_secret(filing.name).encode()),
        "second_factor": _factor(people.get("owner") or {}),
        "notice": {"version": notice.version, "hash": notice.hash, "shown_at": clock.now().isoformat()},
        "wishes": {"return": filing.wish},
    }
    return payload, ref


def _with_pages(filing: Filing, manifest: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The answers, with the pages where the form lists them."""
    answers: dict[str, Any] = dict(filing.answers)
    for item in manifest:
        answers.setdefault(f"paper_{item['paper']}", []).append(item["attachment_id"])
    return answers


def _manifest(filing: Filing) -> list[dict[str, Any]]:
    """The list of pages that goes with the form."""
    papers = {each["key"]: each for each in knowledge.current().procedure(filing.code).body["papers"]}
    seen: Counter[str] = Counter()
    items = []
    for number, page in enumerate(filing.pages):
        seen[page.paper] += 1
        item = {
            "attachment_id": str(made_up.made_id(f"{filing.name}:page:{number}")),
            "sha256": _sha256(page.content),
            "size": len(page.content),
            "type": "image/jpeg",
            "paper": page.paper,
            "page": seen[page.paper],
            "required": papers[page.paper]["photo"] == "required",
            "name": None,
        }
        items.append(item)
    return items


def _factor(owner: Mapping[str, Any]) -> dict[str, str]:
    for kind, member in (("id", "id_number"), ("phone", "phone")):
        if owner.get(member):
            return {"kind": kind, "last4": str(owner[member])[-4:]}
    return {"kind": "word", "last4": _OWN_WORD}


def _claim_secret(name: str) -> str:
    return base64.b32encode(made_up.secret(f"claim:{name}")[:15]).decode()


def _public(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    numbers = key.public_key().public_numbers()
    x, y = (_base64url(each.to_bytes(32, "big")) for each in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
