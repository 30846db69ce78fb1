"""The improvement activities of an agreement, for everybody in it; written by those who write the whole's plan."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.conflicts import Conflict
from core.ids import new_public_id
from partnerships.access import get_agreement_seen
from partnerships.models import Submission

from ..access import edition_of, may_note, may_write
from ..activities.forms import LineForm, NewLineForm, TableForm
from ..activities.tables import activities_of, tables_of, whole_of, with_lines
from ..activities.writing import add_line, begin_table, remove_line, save_line
from ..models import ActivityLine
from ..plans.versions import VersionRefused
from ..progress.lines import lines_of, standing


def _open(request, slug):
    """The agreement at an address with its whole, and whether this person writes there."""
    agreement = get_agreement_seen(request.user, slug)
    whole = whole_of(agreement)
    return agreement, whole, whole is not None and may_write(request.user, whole)


def _open_to_write(request, slug):
    agreement, whole, writes = _open(request, slug)
    if not writes:
        raise PermissionDenied("Improvement activities are kept by the lead agency's directors and liaisons.")
    edition = edition_of(whole)
    if edition is None:
        raise Http404("No edition is adopted yet.")
    return agreement, whole, edition


def _table(agreement, public_id, *, with_coming):
    tables = tables_of(agreement, with_coming=with_coming)
    table = with_lines(tables).filter(public_id=public_id).first()
    if table is None:
        raise Http404("No such table.")
    return table


@require_safe
def activities(request, slug):
    """Every activity once, and the tables that print them."""
    agreement, _, writes = _open(request, slug)
    context = {
        "agreement": agreement,
        "tables": list(tables_of(agreement, with_coming=writes)),
        "activities": activities_of(agreement, with_coming=writes),
        "writes": writes,
    }
    return render(request, "actionsteps/activities/activities.html", context)


@require_safe
def activity_table(request, slug, public_id):
    """One table as it is printed."""
    agreement, _, writes = _open(request, slug)
    table = _table(agreement, public_id, with_coming=writes)
    context = {"agreement": agreement, "table": table, "writes": writes}
    return render(request, "actionsteps/activities/table.html", context)


@require_safe
def activity(request, slug, public_id):
    """One activity: in which tables it stands, with which number, words and status, and how far it is."""
    agreement, whole, writes = _open(request, slug)
    every = activities_of(agreement, with_coming=writes)
    found = next((one for one in every if public_id in {line.step.public_id for line in one.lines}), None)
    if found is None:
        raise Http404("No such activity.")
    step = found.step.in_newest() or found.step
    if whole is not None and whole.pk == step.plan.partnership_id:
        step.plan.partnership = whole
    namesakes = [one for one in every if one is not found and one.number_parts & found.number_parts]
    context = {
        "agreement": agreement,
        "partnership": step.plan.partnership,
        "activity": found,
        "step": step,
        "namesakes": [(one, sorted(one.number_parts & found.number_parts)) for one in namesakes],
        "progress": standing(lines_of(step)),
        "notes": may_note(request.user, step),
        "writes": writes,
    }
    return render(request, "actionsteps/activities/activity.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def begin_activity_table(request, slug):
    """A table of a submission to come. `?from=` names the table whose lines go on in it."""
    agreement, whole, edition = _open_to_write(request, slug)
    source = request.POST.get("from") or request.GET.get("from", "")
    before = _table(agreement, source, with_coming=True) if source else None
    initial = {}
    if before:
        lineages = {item.lineage for item in before.items.all()}
        initial = {
            "heading": before.heading,
            "introduction": before.introduction,
            "items": edition.items.filter(lineage__in=lineages, local_to=None),
        }
    form = TableForm(request.POST or None, partnership=whole, edition=edition, initial=initial)
    key = request.POST.get("key") or new_public_id()
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                table = begin_table(form, key, before, by=request.user)
        except ValidationError as why:
            form.add_error(None, why)
        else:
            messages.success(request, "The table is begun. Say below how each activity stands.")
            return redirect("activity-table", slug, table.public_id)
    context = {
        "agreement": agreement,
        "form": form,
        "key": key,
        "before": before,
        "has_to_come": Submission.objects.to_come().filter(agreement=agreement).exists(),
        "title": "Begin a table of activities",
        "back": reverse("activities", args=[slug]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "actionsteps/activities/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change_activity_table(request, slug, public_id):
    """What a table of a submission to come is for, and what stands above it."""
    agreement, whole, edition = _open_to_write(request, slug)
    table = _table(agreement, public_id, with_coming=True)
    if table.is_handed_in:
        return _handed_in(request, agreement, table)
    form = TableForm(request.POST or None, partnership=whole, edition=edition, instance=table)
    return _write(request, agreement, table, form, form.save_by, title="Change the table")


@require_http_methods(["GET", "HEAD", "POST"])
def activity_line(request, slug, public_id):
    """How a table of a submission to come prints an activity."""
    agreement, _, _ = _open_to_write(request, slug)
    line = _line(agreement, public_id)
    if line.table.is_handed_in:
        return _handed_in(request, agreement, line.table)
    form = LineForm(request.POST or None, instance=line)
    title = f"Activity {line.number}" if line.number else "An activity"
    return _write(
        request, agreement, line.table, form, lambda by: save_line(form, by=by), title=title, line=line
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_activity_line(request, slug, public_id):
    """One more line in a table of a submission to come: of an activity that is printed already, or of a new one."""
    agreement, whole, edition = _open_to_write(request, slug)
    table = _table(agreement, public_id, with_coming=True)
    if table.is_handed_in:
        return _handed_in(request, agreement, table)
    table.partnership = whole
    key = request.POST.get("key") or new_public_id()
    form = NewLineForm(
        request.POST or None,
        table=table,
        activities=activities_of(agreement, with_coming=True),
        edition=edition,
        initial={"items": table.items.all()},
    )
    return _write(
        request,
        agreement,
        table,
        form,
        lambda by: add_line(form, key, by=by),
        title="Add an activity",
        key=key,
    )


@require_POST
def remove_activity_line(request, slug, public_id):
    agreement, _, _ = _open_to_write(request, slug)
    line = _line(agreement, public_id)
    try:
        remove_line(line, by=request.user)
    except VersionRefused:
        return _handed_in(request, agreement, line.table)
    messages.success(request, "The line is taken out. The activity stays with what other tables say of it.")
    return redirect("activity-table", slug, line.table.public_id)


def _line(agreement, public_id):
    lines = ActivityLine.objects.select_related("table__submission", "step__plan")
    return get_object_or_404(lines, table__submission__agreement=agreement, public_id=public_id)


def _handed_in(request, agreement, table):
    """The table, to be read, with the sentence that says why it is not written."""
    table = _table(agreement, table.public_id, with_coming=True)
    context = {"agreement": agreement, "table": table, "writes": True, "refused": True}
    return render(request, "actionsteps/activities/table.html", context, status=409)


def _write(request, agreement, table, form, save, *, title, **more):
    conflict, status = None, 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                save(request.user)
        except Conflict as met:
            conflict, status = met, 409
            form.see_what_stands()
        except (ValidationError, VersionRefused) as why:
            form.add_error(None, why if isinstance(why, ValidationError) else str(why))
        else:
            messages.success(request, "Saved.")
            return redirect("activity-table", agreement.slug, table.public_id)
    context = {
        "agreement": agreement,
        "table": table,
        "form": form,
        "title": title,
        "conflict": conflict,
        "back": reverse("activity-table", args=[agreement.slug, table.public_id]),
        **more,
    }
    return render(request, "actionsteps/activities/form.html", context, status=status)
