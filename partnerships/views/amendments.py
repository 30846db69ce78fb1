"""What a partnership agreed on for itself, on its way to adoption: read with what changes, confirmed by each."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.conflicts import Conflict
from core.forms import TextField
from partnerships.access import get_partnership
from partnerships.editions import proposals
from partnerships.editions.addenda import preview_addendum
from partnerships.editions.document import nest
from partnerships.goals import by_subject
from partnerships.models import Addendum

WORDS_MAX = 2000

MEANWHILE = (
    "Nothing was done: the text was put to the parties, taken back or adopted meanwhile. Read it again."
)

TAKEN_BACK = "Nothing was done: the text was taken back meanwhile. It is a draft again."


class NotAgreedForm(forms.Form):
    words = TextField(
        label="What is not as agreed",
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody in the partnership reads it. The text is opened again to be put right.",
        error_messages={"required": "Say what is not as agreed, then try again."},
    )


@require_safe
def amendment(request, slug, public_id):
    """The text put to the parties, what it changes, and who has confirmed it."""
    partnership, addendum = _get(request, slug, public_id)
    if _is_hidden(request, addendum):
        raise Http404("No such text.")
    return _page(request, partnership, addendum)


@require_POST
def decide_amendment(request, slug, public_id, doing):
    """Put it to the parties, take it back, confirm it, or say that it is not as agreed."""
    partnership, addendum = _get(request, slug, public_id)
    if doing not in DOING:
        raise Http404("Nothing of that name is done here.")
    if _is_hidden(request, addendum):
        return _too_late(request, slug, addendum)
    form = NotAgreedForm(request.POST) if doing == "not-agreed" else None
    if form and not form.is_valid():
        return _page(request, partnership, addendum, form=form, status=422)
    try:
        done = DOING[doing](request, partnership, addendum, form)
    except Conflict:
        addendum.refresh_from_db(fields=["status", "proposal"])
        if _is_hidden(request, addendum):
            return _too_late(request, slug, addendum)
        return _page(request, partnership, addendum, form=form, problem=MEANWHILE, status=409)
    except proposals.ProposalRefused as refused:
        return _page(request, partnership, addendum, form=form, problem=str(refused), status=422)
    messages.success(request, done)
    addendum.refresh_from_db(fields=["status"])
    if _is_hidden(request, addendum):
        return redirect("agreement", slug)
    return redirect("amendment", slug, public_id)


def _is_hidden(request, addendum):
    """Drafts are for those who put them to the parties."""
    return addendum.is_draft and not proposals.puts_to_parties(request.user, addendum.partnership)


def _too_late(request, slug, addendum):
    """A draft again, which this person may have read while it was with the parties; else nothing is known of it."""
    if not addendum.proposal:
        raise Http404("No such text.")
    words = request.POST.get("words", "")[:WORDS_MAX]
    messages.warning(request, f"{TAKEN_BACK} You wrote: “{words}”" if words else TAKEN_BACK)
    return redirect("agreement", slug)


def _get(request, slug, public_id):
    """Not of an addition to what everybody reads, which is not put to the parties."""
    partnership = get_partnership(request.user, slug)
    found = Addendum.objects.select_related("edition__agreement", "replaces")
    addendum = get_object_or_404(found, partnership=partnership, public_id=public_id)
    addendum.partnership = partnership
    if not addendum.edition.rates_own_items:
        raise Http404("No such text.")
    return partnership, addendum


def _propose(request, partnership, addendum, form):
    _must(proposals.puts_to_parties(request.user, partnership))
    proposals.propose(addendum, seen=request.POST.get("seen", ""), by=request.user)
    return "It is with the parties now. Each of them finds it on its home page."


def _take_back(request, partnership, addendum, form):
    _must(proposals.puts_to_parties(request.user, partnership))
    proposals.take_back(addendum, seen=_seen(request), by=request.user)
    return "It is a draft again. What was confirmed is asked for anew once it is put to the parties again."


def _confirm(request, partnership, addendum, form):
    party = _party(request, addendum)
    proposals.confirm(addendum, party, seen=_seen(request), by=request.user)
    return f"Confirmed for {party.short_name}."


def _say_not_agreed(request, partnership, addendum, form):
    party = _party(request, addendum)
    proposals.say_not_agreed(
        addendum, party, words=form.cleaned_data["words"], seen=_seen(request), by=request.user
    )
    return "It is said. The text is open again to be put right, and is put to everybody anew."


DOING = {
    "propose": _propose,
    "take-back": _take_back,
    "confirm": _confirm,
    "not-agreed": _say_not_agreed,
}


def _must(allowed):
    if not allowed:
        raise PermissionDenied("Directors of the lead agency and administrators put it to the parties.")


def _party(request, addendum):
    """The party for which this person speaks, as chosen in the form."""
    own = [one.party for one in proposals.voices_of(addendum, request.user) if one.is_own]
    party = next((one for one in own if str(one.pk) == request.POST.get("party")), None)
    if party is None:
        raise PermissionDenied("Each party confirms by its own people.")
    return party


def _seen(request):
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 6 else -1


def _page(request, partnership, addendum, *, form=None, problem="", status=200):
    preview = preview_addendum(addendum)
    partner = partnership.partner.name if any(item.subject for item in preview.text) else ""
    categories: dict = {}
    for line in nest(preview.text):
        categories.setdefault(line.record.category, []).append(line)
    voices = proposals.voices_of(addendum, request.user)
    context = {
        "partnership": partnership,
        "section": "agreement",
        "addendum": addendum,
        "preview": preview,
        "text": [
            (category, by_subject(lines, lambda line: line.record, partner))
            for category, lines in categories.items()
        ],
        "voices": voices,
        "unconfirmed": list(proposals.why_not_confirmed(addendum)),
        "asked": proposals.to_confirm(addendum, request.user),
        "puts_to_parties": not addendum.is_adopted and proposals.puts_to_parties(request.user, partnership),
        "events": addendum.events.select_related("by", "organization"),
        "form": form or NotAgreedForm(),
        "party_chosen": request.POST.get("party", ""),
        "problem": problem,
    }
    return render(request, "partnerships/amendment.html", context, status=status)
