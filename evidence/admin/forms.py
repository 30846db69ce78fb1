"""What the forms of evidence and of action steps share."""

from django.db.models import Case, QuerySet, When

from core.admin.forms import WholeRecordForm
from partnerships.models import Category, Item, Measure, Partnership


class OfOneAgreementForm(WholeRecordForm):
    """Something of a partnership that belongs to an edition of its agreement."""

    def clean(self):
        data = super().clean()
        partnership, edition = data.get("partnership"), data.get("edition")
        if partnership and edition and partnership.agreement_id != edition.agreement_id:
            self.add_error("edition", "It is an edition of another agreement.")
        return data


def text_to_name(model: type[Item | Measure], category: Category, partnership: Partnership) -> QuerySet:
    """The items or measures of a category, then those of the edition's others, as a partnership reads them."""
    own_first = Case(When(category=category, then=0), default=1)
    text = model._default_manager.of_edition(category.edition_id).for_partnership(partnership)
    return text.order_by(own_first, "category__position", "position", "pk")
