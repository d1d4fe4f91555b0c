"""Roles, permissions and the actor: who may do what, in one matrix."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
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
    DOSSIERS_APPRAISE = "dossiers.appraise"
    DOSSIERS_APPROVE = "dossiers.approve"
    DOSSIERS_SIGN = "dossiers.sign"
    DOSSIERS_HAND_OVER = "dossiers.hand_over"
    DOSSIERS_WITHDRAW = "dossiers.withdraw"
    RESULTS_DRAFT = "results.draft"
    PAYMENTS_READ = "payments.read"
    PAYMENTS_CONFIRM = "payments.confirm"
    CALLS = "calls"
    """See and close the tasks "whom to call"."""
    CATALOGUE_REVIEW = "catalogue.review"
    QUARANTINE_READ = "quarantine.read"
    """See the work that an officer must look at: of the unit, or of one's own group."""
    QUARANTINE_DECIDE = "quarantine.decide"
    """Adopt such work or refuse it."""
    DEVICES_BLOCK = "devices.block"
    """Block a lost phone: of the unit, or of one's own group."""
    STAFF_MANAGE = "staff.manage"
    UNITS_MANAGE = "units.manage"


_OFFICE = frozenset({Permission.DESK, Permission.DOSSIERS_READ})
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
        Permission.DOSSIERS_HAND_OVER,
        Permission.DOSSIERS_WITHDRAW,
        Permission.PAYMENTS_READ,
        Permission.PAYMENTS_CONFIRM,
        Permission.CALLS,
    }
    | _HELD_WORK,
    Role.APPRAISER: _OFFICE
    | {
        Permission.DOSSIERS_APPRAISE,
        Permission.DOSSIERS_COMPARE,
        Permission.RESULTS_DRAFT,
    },
    Role.APPROVER: _OFFICE | {Permission.DOSSIERS_APPROVE, Permission.PAYMENTS_READ},
    Role.SEAL_CLERK: _OFFICE | {Permission.DOSSIERS_SIGN},
    Role.LEADER: frozenset({Permission.DESK, Permission.PAYMENTS_READ}),
    Role.ADMIN: frozenset(
        {
            Permission.DESK,
            Permission.CATALOGUE_REVIEW,
            Permission.STAFF_MANAGE,
            Permission.UNITS_MANAGE,
        }
    )
    | _HELD_WORK,
}


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

    def units(self, permission: Permission) -> frozenset[UUID]:
        """The units at which the actor has a permission."""
        return frozenset(g.unit_id for g in self.grants if permission in MATRIX[g.role])

    def roles(self, unit_id: UUID) -> frozenset[Role]:
        """The actor's roles at a unit."""
        return frozenset(g.role for g in self.grants if g.unit_id == unit_id)


STRANGER = Actor()
SYSTEM = Actor(principal="system", name="Hệ thống")
