"""Roles, permissions and the actor: who may do what, in one matrix."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal
from uuid import UUID

from app.core import errors


class Role(StrEnum):
    """What a person is to a unit (product.md, "Who uses it")."""

    VOLUNTEER = "volunteer"
    GROUP_LEAD = "group_lead"
    CLERK = "clerk"
    APPRAISER = "appraiser"
    APPROVER = "approver"
    SEAL_CLERK = "seal_clerk"
    UNIT_HEAD = "unit_head"
    """Heads a section of the office: passes work on, and checks it before the approver does."""
    LEADER = "leader"
    ADMIN = "admin"


class Permission(StrEnum):
    """Everything an endpoint or a move may ask for. PUBLIC and PRINCIPAL are open on purpose."""

    PUBLIC = "public"
    """Anyone, also without a session."""
    PRINCIPAL = "principal"
    """Any registered device or signed-in person; reach is checked by the query."""
    PERSON = "person"
    """A signed-in person."""
    HELP = "help"
    """File for residents under a mandate."""
    DESK = "desk"
    """Open the office's rooms."""
    DOSSIERS_READ = "dossiers.read"
    DOSSIERS_FORWARD = "dossiers.forward"
    DOSSIERS_RECEIVE = "dossiers.receive"
    DOSSIERS_REFUSE = "dossiers.refuse"
    DOSSIERS_COMPARE = "dossiers.compare"
    DOSSIERS_SUPPLEMENT = "dossiers.supplement"
    """Ask for papers or answers again."""
    DOSSIERS_APPRAISE = "dossiers.appraise"
    DOSSIERS_CHECK = "dossiers.check"
    """Pass received dossiers on, and check what was appraised, where a procedure has such steps."""
    DOSSIERS_APPROVE = "dossiers.approve"
    DOSSIERS_SIGN = "dossiers.sign"
    DOSSIERS_HAND_OVER = "dossiers.hand_over"
    DOSSIERS_WITHDRAW = "dossiers.withdraw"
    OPINIONS_ASK = "opinions.ask"
    """Ask another office for its opinion on a dossier."""
    OPINIONS_ANSWER = "opinions.answer"
    """Answer for the own office, seeing no more than is shared."""
    DOSSIERS_MERGE = "dossiers.merge"
    """Decide about two that look alike: two after all, or one."""
    DOSSIERS_ASSIGN = "dossiers.assign"
    """Give a dossier to somebody else, and hear of what waits too long."""
    DUTIES_MANAGE = "duties.manage"
    """Say who does what by rule, who is away, and when people are reminded."""
    RESULTS_DRAFT = "results.draft"
    PAYMENTS_READ = "payments.read"
    PAYMENTS_CONFIRM = "payments.confirm"
    QUEUE_CALL = "queue.call"
    """Give and call numbers of the waiting room."""
    CALLS = "calls"
    """See and close the tasks "whom to call"."""
    CATALOGUE_REVIEW = "catalogue.review"
    QUARANTINE_READ = "quarantine.read"
    """See the work that an officer must look at: of the unit, or of one's own group."""
    QUARANTINE_DECIDE = "quarantine.decide"
    """Adopt such work or refuse it."""
    DEVICES_BLOCK = "devices.block"
    """Block a lost phone: of the unit, or of one's own group."""
    DIGESTS = "digests"
    """See and print the daily digests of the logs."""
    FIGURES = "figures"
    """See figures of the office that name nobody."""
    STAFF_MANAGE = "staff.manage"
    UNITS_MANAGE = "units.manage"


_OFFICE = frozenset({Permission.DESK, Permission.DOSSIERS_READ})
_OPINIONS = frozenset({Permission.OPINIONS_ASK, Permission.OPINIONS_ANSWER})
_HELD_WORK = frozenset({Permission.QUARANTINE_READ, Permission.QUARANTINE_DECIDE, Permission.DEVICES_BLOCK})

MATRIX: dict[Role, frozenset[Permission]] = {
    Role.VOLUNTEER: frozenset({Permission.HELP}),
    Role.GROUP_LEAD: frozenset(
        {Permission.HELP, Permission.CALLS, Permission.QUARANTINE_READ, Permission.DEVICES_BLOCK}
    ),
    Role.CLERK: _OFFICE
    | {
        Permission.DOSSIERS_FORWARD,
        Permission.DOSSIERS_RECEIVE,
        Permission.DOSSIERS_REFUSE,
        Permission.DOSSIERS_COMPARE,
        Permission.DOSSIERS_SUPPLEMENT,
        Permission.DOSSIERS_HAND_OVER,
        Permission.DOSSIERS_WITHDRAW,
        Permission.DOSSIERS_MERGE,
        Permission.PAYMENTS_READ,
        Permission.PAYMENTS_CONFIRM,
        Permission.CALLS,
        Permission.QUEUE_CALL,
    }
    | _HELD_WORK,
    Role.APPRAISER: _OFFICE
    | {
        Permission.DOSSIERS_APPRAISE,
        Permission.DOSSIERS_COMPARE,
        Permission.DOSSIERS_SUPPLEMENT,
        Permission.DOSSIERS_MERGE,
        Permission.RESULTS_DRAFT,
        Permission.QUEUE_CALL,
    }
    | _OPINIONS,
    Role.UNIT_HEAD: _OFFICE | {Permission.DOSSIERS_CHECK, Permission.DOSSIERS_ASSIGN} | _OPINIONS,
    Role.APPROVER: _OFFICE
    | {
        Permission.DOSSIERS_CHECK,
        Permission.DOSSIERS_APPROVE,
        Permission.DOSSIERS_ASSIGN,
        Permission.FIGURES,
        Permission.PAYMENTS_READ,
    }
    | _OPINIONS,
    Role.SEAL_CLERK: _OFFICE | {Permission.DOSSIERS_SIGN},
    Role.LEADER: frozenset(
        {
            Permission.DESK,
            Permission.DIGESTS,
            Permission.DOSSIERS_ASSIGN,
            Permission.DUTIES_MANAGE,
            Permission.FIGURES,
            Permission.PAYMENTS_READ,
        }
    ),
    Role.ADMIN: frozenset(
        {
            Permission.DESK,
            Permission.CATALOGUE_REVIEW,
            Permission.DUTIES_MANAGE,
            Permission.DIGESTS,
            Permission.FIGURES,
            Permission.STAFF_MANAGE,
            Permission.UNITS_MANAGE,
        }
    )
    | _HELD_WORK,
}


BINDING = frozenset(
    {Permission.DOSSIERS_APPROVE, Permission.DOSSIERS_SIGN, Permission.STAFF_MANAGE, Permission.UNITS_MANAGE}
)
"""What binds the office or changes who may: done only shortly after a second proof of who does it."""


@dataclass(frozen=True)
class Grant:
    """A role at a unit, already checked to be in force today."""

    unit_id: UUID
    role: Role


@dataclass(frozen=True)
class Actor:
    """Who acts. `principal` is `person:<uuid>` or `device:<uuid>`, empty for a stranger."""

    principal: str = ""
    person_id: UUID | None = None
    device_id: UUID | None = None
    session_id: UUID | None = None
    name: str = ""
    grants: frozenset[Grant] = field(default_factory=frozenset)
    ended: str = ""
    """The code of why the session is over that a stranger came with."""
    second: Literal["", "ask", "enrol"] = ""
    """What the session still waits for before its roles of the office open anything."""
    must_choose: bool = False
    """Whether the session opens nothing until its holder has chosen a password of her own."""
    stale: bool = False
    """Whether the second proof is too old for what binds the office."""

    def may(self, permission: Permission, unit_id: UUID | None = None) -> bool:
        """Whether the actor has a permission, at that unit or (without one) at any."""
        if permission is Permission.PUBLIC:
            return True
        if permission is Permission.PRINCIPAL:
            return bool(self.principal)
        if permission is Permission.PERSON:
            return self.person_id is not None
        return any(permission in MATRIX[g.role] and unit_id in (None, g.unit_id) for g in self.grants)

    def need(self, permission: Permission, unit_id: UUID | None = None) -> None:
        """Raise NotSignedIn or Forbidden unless the actor has the permission."""
        if self.may(permission, unit_id):
            return
        if not self.principal:
            raise errors.NotSignedIn(self.ended or "not_signed_in")
        raise errors.Forbidden("forbidden")

    def need_proof(self, permission: Permission | None) -> None:
        """Raise Forbidden where the permission binds the office and the second proof is too old."""
        if self.stale and permission in BINDING:
            raise errors.Forbidden("proof_needed")

    def units(self, permission: Permission) -> frozenset[UUID]:
        """The units at which the actor has a permission."""
        return frozenset(g.unit_id for g in self.grants if permission in MATRIX[g.role])

    def roles(self, unit_id: UUID) -> frozenset[Role]:
        """The actor's roles at a unit."""
        return frozenset(g.role for g in self.grants if g.unit_id == unit_id)


STRANGER = Actor()
SYSTEM = Actor(principal="system", name="Hệ thống")
