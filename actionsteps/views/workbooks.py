"""A plan as an Excel workbook: download it, fill it in, upload it, see what would change, confirm."""

from django.contrib import messages
from django.core.signing import BadSignature
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.conflicts import Conflict
from core.downloads import as_download
from core.previews import chosen, read_signed, signed
from core.words import counted
from core.workbooks.package import Package
from core.workbooks.unpacking import WorkbookRefused
from core.workbooks.uploading import MEGABYTES, XLSX, uploaded_in
from partnerships.access import get_partnership

from ..access import get_partnership_to_write, get_plan, may_write, plans_kept
from ..exchange.preview import preview_of
from ..exchange.read import read_steps, record_of
from ..exchange.save import save_preview
from ..exchange.standing import StandingPlan
from ..exchange.write import workbook_of
from ..models import ActionPlan
from ..plans.tables import address_of

CHANGES = "_changes"
"""The field that carries a signed preview to its confirmation."""

TOO_OLD = "This preview is older than a day, or is not yours: upload the workbook again."
OTHER_PLACE = "This workbook is of another partnership. Upload it where it was downloaded."
NO_PLAN = "The plan that this workbook holds is not there any more. Download the workbook of the one that is."


@require_safe
def plan_workbook(request, slug, plan_id):
    """A version of a plan; for those who cannot change it, and of an older version, with every cell locked."""
    partnership = get_partnership(request.user, slug)
    plan = get_plan(partnership, plan_id)
    plan.partnership = partnership
    is_newest = not ActionPlan.objects.filter(follows=plan).exists()
    content = workbook_of(StandingPlan(plan), editable=is_newest and may_write(request.user, partnership))
    name = f"{partnership.partner.short_name} action steps {plan.edition.label} V {plan.version}.xlsx"
    return as_download(content, XLSX, name.replace("/", "-"))


@require_http_methods(["GET", "HEAD", "POST"])
def workbooks(request, slug):
    """GET offers the plans and asks for a workbook; POST shows what it would change, or saves what was accepted."""
    if request.method != "POST":
        return _page(request, get_partnership(request.user, slug))
    partnership = get_partnership_to_write(request.user, slug)
    if CHANGES in request.POST:
        return _confirm(request, partnership)
    try:
        package = Package(uploaded_in(request))
        record = record_of(package)
        standing = StandingPlan(_plan_of(partnership, record.keys))
        upload = read_steps(package, record, standing)
    except WorkbookRefused as refused:
        return _page(request, partnership, *refused.sentences, status=refused.status)
    return _show(request, standing.plan, preview_of(upload, standing))


def _plan_of(partnership, keys):
    """The newest version of the plan that a workbook says it is of."""
    if keys.get("partnership") != partnership.slug:
        raise WorkbookRefused(OTHER_PLACE)
    return _newest(partnership, keys.get("plan", ""))


def _newest(partnership, lineage):
    plan = plans_kept(partnership).newest().filter(lineage=lineage).first()
    if plan is None:
        raise WorkbookRefused(NO_PLAN)
    plan.partnership = partnership
    return plan


def _page(request, partnership, *refusals, status=200):
    context = {
        "partnership": partnership,
        "section": "action-steps",
        "view": "workbook",
        "plans": list(plans_kept(partnership).newest()),
        "writes": may_write(request.user, partnership),
        "refusals": refusals,
        "megabytes": MEGABYTES,
    }
    return render(request, "actionsteps/exchange/workbook.html", context, status=status)


def _show(request, plan, preview, *, moved=False):
    data = {"plan": plan.lineage, **preview.as_data()}
    context = {
        "partnership": plan.partnership,
        "section": "action-steps",
        "plan": plan,
        "preview": preview,
        "changes": signed(data, _salt(request, plan.partnership)),
        "moved": moved,
        "back": address_of(plan),
    }
    return render(request, "actionsteps/exchange/preview.html", context, status=409 if moved else 200)


def _salt(request, partnership):
    """A preview is one person's, of one partnership."""
    return f"action steps:{request.user.pk}:{partnership.pk}"


def _confirm(request, partnership):
    """All that was accepted, or, where something changed since the preview, nothing and the preview again."""
    try:
        data = read_signed(request.POST[CHANGES], _salt(request, partnership))
        plan = _newest(partnership, data["plan"])
    except BadSignature:
        return _page(request, partnership, TOO_OLD, status=422)
    except WorkbookRefused as refused:
        return _page(request, partnership, *refused.sentences, status=refused.status)
    try:
        saved = save_preview(data, plan, mine=chosen(request.POST), by=request.user)
    except Conflict as conflict:
        return _show(request, _newest(partnership, plan.lineage), conflict.now, moved=True)
    plan = _newest(partnership, plan.lineage)
    if saved:
        begun = "" if plan.is_released else f" Version {plan.version} is in preparation."
        messages.success(request, f"{counted(saved, 'step')} saved.{begun}")
    else:
        messages.info(request, "Nothing was saved: you kept everything as it is.")
    return redirect(address_of(plan))
