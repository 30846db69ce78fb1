"""A document's values as HTML for print. Everything typed is escaped by the template."""

from dataclasses import replace
from functools import partial

from django.template.loader import render_to_string

from .charts import Chart, ratings_chart
from .county_chart import county_chart
from .first_page import SHEET_CATEGORIES, cut, first_page
from .fitting import Fitting
from .gather import (
    BlankForm,
    BoardSummary,
    CountySummary,
    PrintedDeterminations,
    Profile,
    StateOfThePartnership,
    StatePlan,
    Tracker,
    WholeAgreement,
    appendix_leaf,
    contents_of,
    evidence_tables,
    steps_tables,
)
from .gather.essence import Essence
from .gather.evidence import DrawnRow
from .gather.layout import Chosen
from .gather.report import PARTS
from .row_charts import row_chart
from .translating import Translations


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
    context = {"county": county, "chart": county_chart(county.trends) if county.trends else None}
    return render_to_string("reports/documents/county_summary.html", context)


def assessment_form(blank: BlankForm) -> str:
    context = {"blank": blank, "form": blank.form, "partnership": blank.partnership}
    return render_to_string("reports/documents/form.html", context)


def tracker(tracked: Tracker) -> str:
    context = {"tracker": tracked, "partnership": tracked.partnership}
    return render_to_string("reports/documents/tracker.html", context)


def profile(shown: Profile) -> str:
    return render_to_string("reports/documents/profile.html", {"profile": shown, "is_public": True})


def state_plan(plan: StatePlan) -> str:
    return render_to_string("reports/documents/plan.html", {"plan": plan})


def state_of_the_partnership(report: StateOfThePartnership) -> str:
    """With the parts that are chosen."""
    drawn = [category for category in report.categories if category.tally.total]
    has = {part.key: report.chosen.has(part.key) for part in PARTS}
    has["goals"] = has["goals"] and report.goals.has_any
    categories = report.evidence.categories if report.evidence and has["listing"] else ()
    in_words = Translations()
    context = {
        "report": report,
        "has": has,
        "first": first_page(report.essence, in_words),
        "language": in_words.language,
        "translations": in_words,
        "chart": ratings_chart(drawn, report.words) if drawn else None,
        "shown": [
            (one, row_chart(one.row.figures, one.row.periods, height=64)) for one in report.shown.drawn
        ],
        "evidence": [(one, [(row, _drawn(row)) for row in one.drawn]) for one in categories],
    }
    return render_to_string("reports/documents/state_of_the_partnership.html", context)


FOREWORD_LINES = 4
"""Of a foreword on one sheet. What is longer is cut, and has its place in the report itself."""

LOGO_LINES = 2
"""That a logo may take: a title that stands beside it may need another line."""


def handout(essence: Essence, chosen: Chosen, in_words: Translations) -> str:
    phrase = in_words.phrase
    title = phrase("State of the Partnership {period}").format(period=essence.period)
    essence = _with_short_names(essence)
    taken = (FOREWORD_LINES + 1 if chosen.foreword else 0) + (LOGO_LINES if chosen.logo else 0)
    first = first_page(essence, in_words, on_one_sheet=True, taken=taken)
    context = {
        "title": Fitting().fit(title, lines=2, width=440, size=24),
        "status_note": phrase(essence.status_note) if essence.status_note else "",
        "essence": essence,
        "first": first,
        "chosen": chosen,
        "foreword": cut(in_words.say("foreword:handout", chosen.foreword), FOREWORD_LINES, 470),
        "language": in_words.language,
        "translations": in_words,
        "agreement": cut(in_words.say("agreement:title", essence.agreement), 1, 400),
        "assessed": phrase("Assessed: {day}.").format(day=first.assessed) if first.assessed else "",
        "as_of": phrase("How far the steps are: as of {day}.").format(day=first.as_of)
        if essence.steps
        else "",
    }
    return render_to_string("reports/documents/handout.html", context)


def _with_short_names(essence: Essence) -> Essence:
    """As they fit on a line of one sheet; of categories as many as there is room for."""
    fit = partial(Fitting().fit, lines=1, width=440, size=15)
    categories = essence.categories[:SHEET_CATEGORIES]
    items = Fitting().fit(essence.items, lines=1, width=90)
    return replace(
        essence, partner=fit(essence.partner), lead=fit(essence.lead), items=items, categories=categories
    )


def _drawn(row: DrawnRow) -> Chart | None:
    return row_chart(row.figures, row.periods, height=76)
