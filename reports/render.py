"""A document's values as HTML for print. Everything typed is escaped by the template."""

from django.template.loader import render_to_string

from partnerships.editions.document import EditionDocument
from partnerships.models import Partnership

from .charts import ratings_chart
from .gather import StateOfThePartnership


def agreement(partnership: Partnership, document: EditionDocument) -> str:
    return render_to_string(
        "reports/documents/agreement.html", {"partnership": partnership, "document": document}
    )


def state_of_the_partnership(report: StateOfThePartnership) -> str:
    chart = ratings_chart(report.categories) if report.categories else None
    return render_to_string(
        "reports/documents/state_of_the_partnership.html", {"report": report, "chart": chart}
    )
