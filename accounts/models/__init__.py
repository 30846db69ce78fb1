"""Who there is, and who belongs where: people, organizations, memberships, invitations."""

from .invitations import VALID_FOR, Invitation, InvitationState
from .memberships import Membership, Role
from .organizations import Organization, OrganizationKind
from .people import User
from .tokens import ApiToken, digest_of

__all__ = [
    "VALID_FOR",
    "ApiToken",
    "Invitation",
    "InvitationState",
    "Membership",
    "Organization",
    "OrganizationKind",
    "Role",
    "User",
    "digest_of",
]
