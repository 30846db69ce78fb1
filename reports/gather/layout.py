"""What is chosen for a document of a partnership: its parts, a foreword, a logo."""

from base64 import b64encode
from dataclasses import dataclass

from accounts.models import Organization
from partnerships.models import Agreement, Partnership
from reports.models import DocumentLayout, Logo
from reports.parts import DocumentPart


@dataclass(frozen=True)
class Chosen:
    left_out: frozenset[str]
    """Keys of parts."""
    foreword: str
    logo: str
    """A `data:` address; empty without one."""
    logo_of: str
    """Whose logo it is."""

    def has(self, part: str) -> bool:
        return part not in self.left_out


def chosen_for(partnership: Partnership, kind: str, parts: tuple[DocumentPart, ...] = ()) -> Chosen:
    """Where nobody has chosen: all parts that do not start out, no foreword, the newest logo. In two queries."""
    layout = DocumentLayout.objects.filter(partnership=partnership, kind=kind).first()
    left_out = layout.left_out if layout else [part.key for part in parts if part.starts_out]
    logo = newest_logo(partnership.partner) if layout is None or layout.with_logo else None
    return Chosen(
        left_out=frozenset(left_out),
        foreword=layout.foreword if layout else "",
        logo=address_of(logo) if logo else "",
        logo_of=partnership.partner.name,
    )


def chosen_for_all(agreement: Agreement) -> Chosen:
    """For a document of all partnerships: nothing is left out, and the lead agency's logo is printed. One query."""
    logo = newest_logo(agreement.lead)
    return Chosen(frozenset(), "", address_of(logo) if logo else "", agreement.lead.name)


def newest_logo(organization: Organization) -> Logo | None:
    return Logo.objects.filter(organization=organization, removed_at=None).first()


def address_of(logo: Logo) -> str:
    return f"data:{logo.content_type};base64,{b64encode(bytes(logo.content)).decode()}"
