"""What must hold at the end of a history, read from the database and the files: nothing lost, nothing twice, everybody
sees the same, nobody sees another's, money balances, every byte is there, every refusal was told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.attachments import storage
from app.attachments.models import Attachment
from app.db import db
from app.dossiers.models import Dossier, DossierAccess, DossierEvent, DossierFile, Operation
from app.drafts.models import DraftCopy
from app.feed import FeedRow
from app.mandates.models import Mandate
from app.notifications.models import Message
from app.payments.models import Charge, LedgerEntry, Payment
from tests.sync.world import sha256

Told = dict[str, Any]
Violation = dict[str, str]

MARKS = {"message.read", "result.open", "mandate.refuse"}
"""Notes that nobody waits for: a refused one is told to nobody."""
NOT_TAKEN = {"rejected", "conflict", "quarantined"}


def violations_of(told: Told) -> list[Violation]:
    """Everything that does not hold of one history; call inside a reading transaction."""
    found = list(told.get("violations", []))
    if "kept" not in told:
        return found
    for check in (_operations, _dossiers, _bytes, _access, _replicas, _desk, _money):
        found += [{"invariant": name, "said": said} for name, said in check(told)]
    return found


def _operations(told: Told) -> Iterator[tuple[str, str]]:
    """What a screen called saved is on the server with these very bytes, once, or was refused in the open."""
    refused = set(told["refused"])
    rows = _by_id(Operation, Operation.op_id, [UUID(each["op_id"]) for each in told["kept"]])
    for kept in told["kept"]:
        row = rows.get(kept["op_id"])
        name = f"{kept['kind']} {kept['op_id']}"
        if row is None:
            # a mark that was refused and that a restored server knows no more is nothing that somebody waits for
            if kept["op_id"] not in refused and not (told["restored"] and kept["kind"] in MARKS):
                yield "lost_operation", f"{name} is neither on the server nor shown as refused"
            continue
        if row.sha256 != kept["sha256"] or sha256(row.text) != row.sha256:
            yield "lost_operation", f"{name} is on the server with other bytes"
        if row.status in NOT_TAKEN and kept["kind"] not in MARKS and kept["op_id"] not in refused:
            yield "hidden_refusal", f"{name} was refused ({row.result.get('code')}) and no outbox shows it"
    for op_id, count in _events_by_op(told):
        if count > 1:
            yield "applied_twice", f"{op_id} stands {count} times in the log of a dossier"


def _events_by_op(told: Told) -> list[tuple[UUID, int]]:
    mine = select(Dossier.id).where(Dossier.unit_id == UUID(told["unit_id"]))
    counted = select(DossierEvent.op_id, func.count()).where(DossierEvent.dossier_id.in_(mine))
    return [(op_id, count) for op_id, count in db.session.execute(counted.group_by(DossierEvent.op_id))]


def _dossiers(told: Told) -> Iterator[tuple[str, str]]:
    """The office has exactly the dossiers that were sent to it, each made by one operation."""
    refused = set(told["refused"])
    sent = [each for each in told["kept"] if each["kind"] == "dossier.submit"]
    wanted = {each["dossier_id"] for each in sent if each["op_id"] not in refused}
    rows = list(db.session.scalars(select(Dossier).where(Dossier.unit_id == UUID(told["unit_id"]))))
    there = {str(row.id) for row in rows}
    for missing in wanted - there:
        yield "lost_operation", f"dossier {missing} is not there"
    for extra in there - {each["dossier_id"] for each in sent}:
        yield "applied_twice", f"dossier {extra} was made by nobody's operation"
    made = select(Operation.dossier_id, func.count()).where(
        Operation.kind == "dossier.submit", Operation.status == "applied", Operation.dossier_id.in_(_ids(rows))
    )
    for dossier_id, count in db.session.execute(made.group_by(Operation.dossier_id)):
        if count > 1:
            yield "applied_twice", f"dossier {dossier_id} was made by {count} operations"
    withdrawn = {
        str(row.dossier_id)
        for row in db.session.scalars(
            select(Operation).where(
                Operation.kind == "dossier.withdraw",
                Operation.status == "applied",
                Operation.dossier_id.in_(_ids(rows)),
            )
        )
    }
    for row in rows:
        if str(row.id) in withdrawn and row.state != "withdrawn":
            yield "lost_operation", f"dossier {row.id} was withdrawn and is {row.state}"
        events = db.session.scalar(select(func.count()).where(DossierEvent.dossier_id == row.id))
        if events != row.version:
            yield "applied_twice", f"dossier {row.id} is at version {row.version} with {events} events"


def _ids(rows: list[Dossier]) -> list[UUID]:
    return [row.id for row in rows]


def _bytes(told: Told) -> Iterator[tuple[str, str]]:
    """Every byte of every page that was named is on the disk and is what the phone photographed."""
    held, refused = storage.current(), set(told["refused"])
    sent = [each for each in told["kept"] if each["kind"] == "dossier.submit" and each["op_id"] not in refused]
    for kept in sent:
        lines = {
            str(line.attachment_id): line
            for line in db.session.scalars(select(DossierFile).filter_by(dossier_id=UUID(kept["dossier_id"])))
        }
        if set(lines) != {page["attachment_id"] for page in kept["pages"]}:
            yield "bytes", f"dossier {kept['dossier_id']} names other pages than its phone"
        for page in kept["pages"]:
            line = lines.get(page["attachment_id"])
            if page["attachment_id"] not in told["let_go"] or not _said_missing(line):
                yield from _page(page, line, held)


def _said_missing(line: DossierFile | None) -> bool:
    """Whether everybody who sees the dossier is told that it waits for this page."""
    dossier = None if line is None else db.session.get(Dossier, line.dossier_id)
    return line is not None and line.stored_at is None and dossier is not None and dossier.files_missing > 0


def _page(page: dict[str, str], line: DossierFile | None, held: storage.DiskStorage) -> Iterator[tuple[str, str]]:
    attachment = db.session.get(Attachment, UUID(page["attachment_id"]))
    if attachment is None or attachment.state != "stored" or line is None or line.stored_at is None:
        state = None if attachment is None else attachment.state
        yield "bytes", f"page {page['attachment_id']} is {state} on the server"
        return
    path = held.path(page["sha256"])
    if not path.exists() or sha256(path.read_bytes()) != page["sha256"]:
        yield "bytes", f"page {page['attachment_id']} is not byte for byte what was photographed"
    if held.part_path(attachment.id).exists():
        yield "orphan", f"a part of page {attachment.id} is left"


def _access(told: Told) -> Iterator[tuple[str, str]]:
    """Whoever has a dossier, a message or a line of a feed is one of those whose it is."""
    entitled = {dossier_id: set(who) for dossier_id, who in told["entitled"].items()}
    ids = [UUID(each) for each in entitled]
    for row in db.session.scalars(select(DossierAccess).where(DossierAccess.dossier_id.in_(ids))):
        if row.principal not in entitled[str(row.dossier_id)]:
            yield "read_across", f"{row.principal} has dossier {row.dossier_id}"
    for message in db.session.scalars(select(Message).where(Message.dossier_id.in_(ids))):
        if message.principal not in entitled[str(message.dossier_id)]:
            yield "read_across", f"{message.principal} was written to about dossier {message.dossier_id}"
    told_of = select(FeedRow).where(FeedRow.kind == "dossier", FeedRow.object_id.in_(ids))
    for line in db.session.scalars(told_of):
        if line.principal not in entitled[str(line.object_id)]:
            yield "read_across", f"the feed of {line.principal} names dossier {line.object_id}"


def _replicas(told: Told) -> Iterator[tuple[str, str]]:
    """Each phone shows each of its people exactly what the server has for her."""
    for seen in told["seen"]:
        who = seen["principal"]
        mine = select(DossierAccess.dossier_id).where(DossierAccess.principal == who, DossierAccess.until.is_(None))
        there = {
            str(row.id): (row.version, row.state, row.files_missing)
            for row in db.session.scalars(select(Dossier).where(Dossier.id.in_(mine)))
        }
        shown = {each["id"]: (each["version"], each["state"], each["awaiting_files"]) for each in seen["dossiers"]}
        # what the phone itself had went to whoever signed in on it
        for each in shown.keys() if seen["handed_over"] else there.keys() | shown.keys():
            if there.get(each) != shown.get(each):
                yield "diverged", f"{who} sees dossier {each} as {shown.get(each)}, it is {there.get(each)}"
        yield from _drafts(who, seen)
        yield from _messages(who, seen, told["entitled"])
        if who.startswith("person:"):
            helped = select(Mandate.id).where(Mandate.helper_id == UUID(who.removeprefix("person:")))
            lost = {str(each) for each in db.session.scalars(helped)} - set(seen["mandates"])
            if lost:
                yield "diverged", f"{who} does not see mandates {sorted(lost)}"


def _drafts(who: str, seen: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every phone of a person and the server have the same drafts with the same words."""
    shown = {each["id"]: _content(each["text"]) for each in seen["drafts"] if not each["frozen"]}
    sent = {each["id"] for each in seen["drafts"] if each["frozen"]}
    faults = {each["id"]: each["fault"] for each in seen["drafts"]}
    rows = select(DraftCopy).where(DraftCopy.principal == who, DraftCopy.gone_at.is_(None))
    there = {str(row.id): _content(row.text or "{}") for row in db.session.scalars(rows)}
    for each in () if seen["handed_over"] else (there.keys() | shown.keys()) - sent:
        if there.get(each) != shown.get(each):
            yield (
                "diverged",
                f"{who} has draft {each} as {shown.get(each)} ({faults.get(each)}), it is {there.get(each)}",
            )


def _content(text: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(text)
    read.pop("at", None)
    return read


def _messages(who: str, seen: dict[str, Any], entitled: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Each has her own messages, and whoever signed in on a phone those that the phone had."""
    shown = {UUID(each) for each in seen["messages"]}
    own = set(db.session.scalars(select(Message.id).where(Message.principal == who)))
    of_the_phone = set(db.session.scalars(select(Message.id).where(Message.principal == seen["device"])))
    others = db.session.scalars(select(Message).where(Message.id.in_(shown - own - of_the_phone)))
    # what a phone was told as its own stays, also when it has become hers who signed in and never heard the answer
    wrong = sorted(str(each.id) for each in others if who not in entitled.get(str(each.dossier_id), ()))
    if wrong:
        yield "read_across", f"{who} sees messages {wrong}"
    if own - shown and not seen["handed_over"]:
        yield "diverged", f"{who} does not see messages {sorted(own - shown)}"


def _desk(told: Told) -> Iterator[tuple[str, str]]:
    """What the desk was told was done is there once; what it was told was not done is not there."""
    for act in told["desk"]:
        if act["answer"] == "cut":
            continue
        op_id, money = UUID(act["op_id"]), act["what"] in {"cash", "bank"}
        model = Payment if money else DossierEvent
        count = db.session.scalar(select(func.count()).select_from(model).where(model.op_id == op_id)) or 0
        wanted = 1 if act["answer"] == "ok" else 0
        # a comparison of an original is no event of its own in every case; its operation says it
        if act["what"] == "originals":
            count = min(1, db.session.scalar(select(func.count()).where(Operation.op_id == op_id)) or 0)
            wanted = min(wanted, 1)
        if count > 1 or count > wanted:
            yield "applied_twice", f"{act['what']} {op_id} answered {act['answer']!r} stands {count} times"
        elif count < wanted:
            yield "lost_operation", f"{act['what']} {op_id} was answered ok and is not there"


def _money(told: Told) -> Iterator[tuple[str, str]]:
    """Every booking sums to nothing, and what is still due is what was charged and not paid."""
    unit = UUID(told["unit_id"])
    charges = list(db.session.scalars(select(Charge).where(Charge.unit_id == unit)))
    payments = list(db.session.scalars(select(Payment).where(Payment.unit_id == unit)))
    by = [LedgerEntry.charge_id.in_([each.id for each in charges])]
    by.append(LedgerEntry.payment_id.in_([each.id for each in payments]))
    whole = LedgerEntry.booking_id.in_(select(LedgerEntry.booking_id).where(by[0] | by[1]))
    bookings: Counter[UUID] = Counter()
    accounts: Counter[str] = Counter()
    for entry in db.session.scalars(select(LedgerEntry).where(whole)):
        bookings[entry.booking_id] += entry.amount
        accounts[entry.account] += entry.amount
    for booking, rest in bookings.items():
        if rest:
            yield "ledger", f"booking {booking} is off by {rest}"
    came = sum(each.amount for each in payments)
    tills = sum(amount for account, amount in accounts.items() if account.startswith(("bank:", "cash:")))
    if tills != came:
        yield "ledger", f"{came} came and {tills} stand in the accounts"
    told_of = sum(act["amount"] for act in told["desk"] if act["answer"] == "ok")
    if came != told_of and not any(act["answer"] == "cut" for act in told["desk"]):
        yield "ledger", f"{told_of} were taken at the desk and {came} are booked"


def _by_id(model: Any, column: Any, ids: list[UUID]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for start in range(0, len(ids), 500):
        rows = db.session.scalars(select(model).where(column.in_(ids[start : start + 500])))
        found |= {str(getattr(row, column.key)): row for row in rows}
    return found
