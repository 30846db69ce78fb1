"""A document's values as HTML for print. Everything typed is escaped by the template."""

from django.template.loader import render_to_string

from .charts import Chart, ratings_chart
from .gather import (
    BoardSummary,
    CountySummary,
    PrintedDeterminations,
    Profile,
    StateOfThePartnership,
    StatePlan,
    WholeAgreement,
    appendix_leaf,
    contents_of,
    evidence_tables,
    steps_tables,
)
from .gather.evidence import DrawnRow
from .row_charts import row_chart


def agreement(whole: WholeAgreement) -> str:
    evidence = whole.evidence
    context = {
        "agreement": whole,
        "document": whole.text,
        "partnership": whole.partnership,
        "chosen": whole.chosen,
        "as_signed": True,
        "contents": contents_of(whole),
        "appendix": appendix_leaf(whole),
        "steps": steps_tables(whole),
        "evidence": evidence_tables(whole),
        "footnote": next((one.footnote for one in evidence.categories if one.footnote), "")
        if evidence
        else "",
    }
    return render_to_string("reports/documents/agreement.html", context)


def determinations(report: PrintedDeterminations) -> str:
    return render_to_string("reports/documents/determinations.html", {"report": report})


def board_summary(board: BoardSummary) -> str:
    return render_to_string("reports/documents/board_summary.html", {"board": board})


def county_summary(county: CountySummary) -> str:
    return render_to_string("reports/documents/county_summary.html", {"county": county})


def profile(shown: Profile) -> str:
    return render_to_string("reports/documents/profile.html", {"profile": shown, "is_public": True})


def state_plan(plan: StatePlan) -> str:
    return render_to_string("reports/documents/plan.html", {"plan": plan})


def state_of_the_partnership(report: StateOfThePartnership) -> str:
    drawn = [category for category in report.categories if category.tally.total]
    chart = ratings_chart(drawn, report.words) if drawn else None
    categories = report.evidence.categories if report.evidence else ()
    context = {
        "report": report,
        "chart": chart,
        "evidence": [(one, [(row, _drawn(row)) for row in one.drawn]) for one in categories],
    }
    return render_to_string("reports/documents/state_of_the_partnership.html", context)


def _drawn(row: DrawnRow) -> Chart | None:
    return row_chart(row.figures, row.periods, height=76)
