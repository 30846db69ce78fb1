"""Tables of documents as workbooks, those that no other page offers."""

from django.http import Http404
from django.views.decorators.http import require_safe

from core.downloads import as_download
from core.workbooks.uploading import XLSX
from partnerships.access import get_partnership
from reports.workbooks.evidence import edition_with_evidence, evidence_workbook


@require_safe
def evidence_tables_workbook(request, slug):
    """For everybody of the partnership, who reads each value on its pages as well."""
    partnership = get_partnership(request.user, slug)
    edition = edition_with_evidence(partnership)
    if edition is None:
        raise Http404("This partnership keeps no evidence.")
    name = f"{partnership.partner.short_name} evidence {edition.label}.xlsx"
    return as_download(evidence_workbook(partnership, edition), XLSX, name.replace("/", "-"))
