"""Who there is, and who belongs where: people, organizations, memberships."""

from .memberships import Membership, Role
from .organizations import Organization, OrganizationKind
from .people import User

__all__ = ["Membership", "Organization", "OrganizationKind", "Role", "User"]
