"""Who there is, and who belongs where: people, organizations, memberships, invitations."""

from .invitations import VALID_FOR, Invitation, InvitationState
from .memberships import Membership, Role
from .organizations import Organization, OrganizationKind
from .people import User

__all__ = [
    "VALID_FOR",
    "Invitation",
    "InvitationState",
    "Membership",
    "Organization",
    "OrganizationKind",
    "Role",
    "User",
]
