"""Who there is, and who belongs where: people, organizations, memberships."""

from .organizations import Membership, Organization, OrganizationKind, Role
from .people import User

__all__ = ["Membership", "Organization", "OrganizationKind", "Role", "User"]
