"""What the forms of evidence and of action steps share."""

from core.admin.forms import WholeRecordForm


class OfOneAgreementForm(WholeRecordForm):
    """Something of a partnership that belongs to an edition of its agreement."""

    def clean(self):
        data = super().clean()
        partnership, edition = data.get("partnership"), data.get("edition")
        if partnership and edition and partnership.agreement_id != edition.agreement_id:
            self.add_error("edition", "It is an edition of another agreement.")
        return data
