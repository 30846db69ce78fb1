"""Naming the measures that show a rating: beside the item through htmx, or on a page of its own."""

from django.contrib import messages
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.rating.measures import choices_for, name_measures, shown_in_words
from assessments.rating.workspace import item_with_rating, whole_of
from evidence.models import EvidenceRow
from partnerships.models import Measure

from .access import get_assessment, writes_draft


@require_http_methods(["GET", "HEAD", "POST"])
def rating_measures(request, public_id, reference):
    """POST saves which measures show the rating; GET shows the choice."""
    if request.method == "POST":
        return save_measures(request, public_id=public_id, reference=reference)
    assessment = get_assessment(request, public_id)
    return _show(request, assessment, *_found(assessment, reference))


def _found(assessment, reference):
    found = item_with_rating(assessment, reference, "level")
    if found is None:
        raise Http404(f"This assessment rates no {reference}.")
    return found


@writes_draft
def save_measures(request, assessment, *, reference):
    """Apply what the person ticked or cleared to what is named now, so that two people's choices add up."""
    item, rating = _found(assessment, reference)
    choices = {one.lineage: one for one in choices_for(assessment, item)}
    ticked, saw = (set(request.POST.getlist(field)) for field in ("measures", "was"))
    if not _is_choosable(rating):
        return _show(request, assessment, item, rating, ticked=ticked, status=422)
    if not ticked | saw <= choices.keys():
        problem = (
            f"One of these is not a measure of {assessment.words.category} {item.category.number}. "
            "Reload the page and choose again."
        )
        return _show(request, assessment, item, rating, ticked=ticked, problem=problem, status=422)
    named = name_measures(
        rating,
        add=[choices[lineage] for lineage in ticked - saw],
        remove=[choices[lineage] for lineage in saw - ticked],
        by=request.user,
    )
    if request.htmx:
        words = shown_in_words(one for lineage, one in choices.items() if lineage in named)
        return _saved(request, assessment, item, rating, named, words, as_ticked=named == ticked)
    messages.success(request, f"What shows {reference} is saved.")
    return redirect(f"{reverse('assessment', args=[assessment.public_id])}#item-{reference}")


def _saved(request, assessment, item, rating, named, words, *, as_ticked):
    """The acknowledgement; the whole choice where somebody else changed it meanwhile."""
    if as_ticked:
        context = {"reference": item.reference, "named": named, "shown_in_words": words, "saved": True}
        return render(request, "assessments/_measures_state.html", context)
    return _show(request, assessment, item, rating, named=named, saved=True)


def _is_choosable(rating):
    """A level is there to be shown by something; what was named for one taken back can still be cleared."""
    return rating is not None and (rating.level is not None or rating.shown_by.exists())


def _show(request, assessment, item, rating, *, named=None, ticked=None, problem="", saved=False, status=200):
    """The choice as it is saved, or as the person left it (`ticked`)."""
    if named is None:
        lineages = Coalesce("measure__lineage", "row__lineage")
        named = set(rating.shown_by.values_list(lineages, flat=True)) if rating else set()
    choices = choices_for(assessment, item)
    measures, rows = ([one for one in choices if isinstance(one, model)] for model in (Measure, EvidenceRow))
    context = {
        "assessment": assessment,
        "partnership": assessment.partnership,
        "section": "assessments",
        "item": item,
        "reference": item.reference,
        "choosable": bool((rating and rating.level) or named),
        "choices": choices,
        "measures": measures,
        "rows": rows,
        "named": named,
        "shown_in_words": shown_in_words(one for one in choices if one.lineage in named),
        "ticked": named if ticked is None else ticked,
        "problem": problem,
        "saved": saved,
        "editable": assessment.is_open and assessment.is_writer,
    }
    if not request.htmx:
        context["whole"] = whole_of(assessment, item)
    template = "_measures.html" if request.htmx else "rating_measures.html"
    response = render(request, f"assessments/{template}", context, status=status)
    if request.method == "POST":  # the form only waits for an acknowledgement
        response["HX-Retarget"] = f"[id='measures-{item.reference}']"
        response["HX-Reswap"] = "innerHTML"
    return response
