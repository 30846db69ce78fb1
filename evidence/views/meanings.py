"""What a row's figures mean, what they are to reach, and what they are broken down by."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.history import delete_as
from evidence.access import get_partnership_to_enter, get_row, may_enter
from evidence.models import StudentGroup
from evidence.results.definition_form import DefinitionForm
from evidence.results.forms import BreakdownForm, TargetForm, schools_of
from evidence.results.judging import in_words
from evidence.results.made_of import made_of
from evidence.results.meanings import definitions_of, meanings_of
from evidence.results.population_form import PopulationForm
from evidence.results.populations import populations_of
from partnerships.access import get_partnership


@require_safe
def meaning(request, slug, lineage):
    """The definitions of a row with their targets, and its breakdowns, as those who enter keep them."""
    partnership = get_partnership(request.user, slug)
    row = get_row(partnership, lineage)
    definitions = meanings_of([row])[row.lineage].definitions
    prefetch_related_objects(
        definitions, "components", "composition", "ladder", "targets__bands", "population__period"
    )
    context = about_row(partnership, row) | {
        "enters": may_enter(request.user, partnership),
        "definitions": [
            (one, _targets(row, one), populations_of(one.population.all())) for one in reversed(definitions)
        ],
        "made": made_of(row),
        "breakdowns": row.breakdowns.prefetch_related("parts"),
    }
    return render(request, "evidence/meaning.html", context)


def _targets(row, definition):
    return [(target, in_words(target, row)) for target in definition.targets.all()]


def about_row(partnership, row):
    return {"partnership": partnership, "section": "evidence", "row": row}


def row_to_enter(request, slug, lineage):
    partnership = get_partnership_to_enter(request.user, slug)
    return partnership, get_row(partnership, lineage)


def found_in(records, public_id):
    """The record at an address, None for a new one; or a 404."""
    return None if public_id is None else get_object_or_404(records, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def definition(request, slug, lineage, public_id=None):
    """How a row is worked out from a period on."""
    partnership, row = row_to_enter(request, slug, lineage)
    record = found_in(definitions_of(row), public_id)
    form = DefinitionForm(request.POST or None, row=row, instance=record)
    title = "Correct this definition" if record else "What its figures mean"
    return write_record(request, partnership, row, form, title=title, done="The definition is saved.")


@require_http_methods(["GET", "HEAD", "POST"])
def target(request, slug, lineage, definition_id, public_id=None):
    """What a row is to reach in a period."""
    partnership, row = row_to_enter(request, slug, lineage)
    of = found_in(definitions_of(row), definition_id)
    record = found_in(of.targets, public_id)
    form = TargetForm(request.POST or None, row=row, definition=of, instance=record)
    title = "Change this target" if record else "What it is to reach"
    return write_record(request, partnership, row, form, title=title, done="The target is saved.")


@require_POST
def remove_target(request, slug, lineage, definition_id, public_id):
    _, row = row_to_enter(request, slug, lineage)
    delete_as(found_in(found_in(definitions_of(row), definition_id).targets, public_id), by=request.user)
    messages.success(request, "The target is removed. The history of the row keeps it.")
    return redirect("evidence-meaning", slug, lineage)


@require_http_methods(["GET", "HEAD", "POST"])
def population(request, slug, lineage, definition_id, public_id=None):
    """Some of those whom a definition speaks of: how many count, or why they do not."""
    partnership, row = row_to_enter(request, slug, lineage)
    of = found_in(definitions_of(row), definition_id)
    record = found_in(of.population, public_id)
    form = PopulationForm(request.POST or None, row=row, definition=of, instance=record)
    title = "Change who counts" if record else "Who counts, and who does not"
    return write_record(request, partnership, row, form, title=title, done="Who counts is saved.")


@require_POST
def remove_population(request, slug, lineage, definition_id, public_id):
    _, row = row_to_enter(request, slug, lineage)
    delete_as(found_in(found_in(definitions_of(row), definition_id).population, public_id), by=request.user)
    messages.success(request, "They are removed. The history of the row keeps them.")
    return redirect("evidence-meaning", slug, lineage)


@require_http_methods(["GET", "HEAD", "POST"])
def breakdown(request, slug, lineage, public_id=None):
    """What a row is broken down by. A new one may start with the partner's schools, or the student groups."""
    partnership, row = row_to_enter(request, slug, lineage)
    record = found_in(row.breakdowns, public_id)
    form = BreakdownForm(request.POST or None, row=row, instance=record)
    if record is None and request.GET.get("by") == "school":
        form.initial.update(name="School", parts="\n".join(one.name for one in schools_of(row)))
    if record is None and request.GET.get("by") == "group":
        groups = StudentGroup.objects.values_list("label", flat=True)
        form.initial.update(name="Student group", parts="\n".join(groups))
    title = "Change this breakdown" if record else "What it is broken down by"
    return write_record(request, partnership, row, form, title=title, done="The breakdown is saved.")


def write_record(request, partnership, row, form, *, title, done, back="evidence-meaning"):
    """The page of one record of a row: what is in its form is saved, or said why not."""
    attempt = form.attempt(request.user)
    if attempt.saved is not None:
        messages.success(request, done)
        return redirect(back, partnership.slug, row.lineage)
    context = about_row(partnership, row) | {
        "form": form,
        "title": title,
        "conflict": attempt.conflict,
        "back": reverse(back, args=[partnership.slug, row.lineage]),
    }
    return render(request, "evidence/record_form.html", context, status=attempt.status)
