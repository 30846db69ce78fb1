"""The pages for families, without an account and a cookie, and the switch by which a director opens them."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.conflicts import Conflict
from core.origins import may_be_ours, says_ours
from partnerships.access import standing_in
from partnerships.models import Partnership

from ..access import get_partnership_to_write
from ..families.forms import HelpedForm, MessageForm, SwitchForm
from ..families.privacy import hints_in
from ..families.sending import is_kept, receive, tell_whether_it_helped
from ..families.tokens import (
    TokenStanding,
    is_page_token,
    message_at,
    new_token,
    once_of,
    page_token,
    read_token,
    secret_of,
)
from ..families.words import words_in
from ..feedback.outcomes import outcomes_of
from ..feedback.told import is_told
from ..models import FamilyForm


def _partnership(slug):
    found = Partnership.objects.select_related("partner", "agreement__lead", "family_form")
    return found.filter(slug=slug).first()


def _is_open(partnership):
    form = getattr(partnership, "family_form", None)
    return form is not None and form.is_open


@csrf_exempt  # it has no cookie; the token in it and where it comes from are checked instead
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def family_form(request, slug):
    """GET shows the form, in English or with `?lang=es` in Spanish; POST keeps what was sent, once."""
    partnership, words = _partnership(slug), words_in(request.GET.get("lang"))
    if not _is_open(partnership):
        return _closed(request, words)
    form = MessageForm(request.POST if request.method == "POST" else None, words=words)
    problem, status, hints, token = "", 200, [], read_token(slug, request.POST.get("token", ""))
    if form.is_bound:
        problem, status, hints, secret = _send(request, partnership, words, form, token)
        if secret:
            return redirect(f"{reverse('what-became', args=[secret])}?sent=1")
    keeps = token.standing in (TokenStanding.GOOD, TokenStanding.QUICK)
    context = {
        "partnership": partnership,
        "words": words,
        "form": form,
        "problem": problem,
        "hints": [(words.kinds[hint.kind], hint.words) for hint in hints],
        "token": request.POST["token"] if keeps else new_token(slug),
        "wish": _wish(partnership.family_form, words),
        "is_told": is_told(partnership),
        "lede": _lede(partnership, words),
    }
    return _page(request, "public/feedback.html", context, status)


def _send(request, partnership, words, form, token):
    """(sentence, status, hints, secret): what is wrong and nothing kept, or the secret of the private address."""
    if not may_be_ours(request) or token.standing == TokenStanding.FOREIGN:
        return words.foreign, 403, [], None
    if not form.is_valid():
        return words.not_sent, 422, [], None
    said = form.cleaned_data
    once = once_of(token, said["text"])
    if is_kept(once):
        return "", 302, [], secret_of(once)
    if said["website"]:
        form.data = form.data.copy()
        form.data["website"] = ""
        return words.filled, 422, [], None
    if token.standing != TokenStanding.GOOD:
        return (
            {TokenStanding.QUICK: words.quick, TokenStanding.EXPIRED: words.expired}[token.standing],
            422,
            [],
            None,
        )
    hints = hints_in(said["text"], timezone.localdate())
    if hints and "anyway" not in request.POST:
        return words.seems, 422, hints, None
    if not ratelimit.consume(request, action="family_message", key=partnership.slug):
        return words.too_often, 429, [], None
    secret = receive(
        partnership,
        said["text"],
        once=once,
        language=words.language,
        reply_address=said["reply_address"],
        warned=bool(hints),
    )
    return "", 302, [], secret


def _wish(switch, words):
    """What a director wrote above the form, in the language of the page."""
    return switch.words_in_spanish if words.language == "es" else switch.words


def _lede(partnership, words):
    return words.lede.format(partner=partnership.partner.name, lead=partnership.agreement.lead.name)


@csrf_exempt  # it has no cookie; whoever knows the address may say what they like
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def what_became(request, secret):
    """What became of what somebody sent, in their language, and whether it helped."""
    message = message_at(secret)
    if message is None:
        words = words_in(request.GET.get("lang"))
        return _page(request, "public/unknown.html", {"words": words}, 404)
    feedback, words = message.feedback, words_in(message.feedback.language)
    outcome = outcomes_of([feedback], for_families=True)[feedback.pk]
    form = HelpedForm(request.POST) if request.method == "POST" else None
    problem, status = "", 200
    if form:
        problem, status = _tell(request, message, outcome, form, words)
        if not problem:
            return redirect(f"{request.path}?told=1")
    with translation.override(words.language):
        context = {
            "message": message,
            "feedback": feedback,
            "partnership": feedback.partnership,
            "words": words,
            "outcome": outcome,
            "is_looked_at": bool(feedback.category_id or feedback.merged_into_id or feedback.released_at),
            "helped": [(key, label) for key, label in words.helped_choices.items()],
            "chosen": form.data.get("helped") if form else message.helped,
            "typed": form.data.get("helped_words", "") if form else message.helped_words,
            "token": page_token(message),
            "problem": problem,
            "is_sent": "sent" in request.GET and not form,
            "has_told": bool(message.helped) and not problem,
            "address": request.build_absolute_uri(request.path),
            "is_told": is_told(feedback.partnership),
        }
        return _page(request, "public/what_became.html", context, status)


def _tell(request, message, outcome, form, words):
    """(sentence, status) of what is wrong, or of nothing."""
    if not may_be_ours(request) or not is_page_token(message, request.POST.get("token", "")):
        return words.foreign, 403
    if not outcome.is_over:
        return words.looking, 409
    if not form.is_valid():
        return words.helped_choose if "helped" in form.errors else words.helped_too_long, 422
    if not ratelimit.consume(request, action="family_helped", key=message.secret_sha256):
        return words.too_often, 429
    tell_whether_it_helped(message, form.cleaned_data["helped"], form.cleaned_data["helped_words"])
    return "", 302


def _closed(request, words):
    """Who was writing when it closed gets back what they wrote; nobody what another site sends in their name."""
    typed = request.POST.get("text", "") if says_ours(request) else ""
    return _page(request, "public/closed.html", {"words": words, "typed": typed}, 404)


def _page(request, template, context, status):
    """One that no search engine is to list."""
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def family_switch(request, slug):
    """The addresses to give to families; a director opens and closes the form."""
    partnership = get_partnership_to_write(request.user, slug)
    directs = standing_in(request.user, partnership).is_director
    if request.method == "POST" and not directs:
        raise PermissionDenied("The form for families is opened and closed by a director of the lead agency.")
    switch = FamilyForm.objects.filter(partnership=partnership).first() or FamilyForm(partnership=partnership)
    form = SwitchForm(request.POST or None, instance=switch)
    conflict, status = None, 422 if form.is_bound else 200
    if form.is_valid():
        try:
            form.save_by(request.user)
        except ValidationError as broken:
            form.add_error(None, broken)
        except Conflict as met:
            form.see_what_stands()
            conflict, status = met, 409
        else:
            is_open = form.cleaned_data["is_open"]
            messages.success(request, f"Saved. The form for families is {'open' if is_open else 'closed'}.")
            return redirect("family-switch", slug)
    context = {
        "partnership": partnership,
        "section": "action-steps",
        "form": form,
        "switch": FamilyForm.objects.filter(partnership=partnership).first(),
        "directs": directs,
        "conflict": conflict,
        "addresses": _addresses(request, slug),
        "is_told": is_told(partnership),
    }
    return render(request, "actionsteps/feedback/switch.html", context, status=status)


def _addresses(request, slug):
    """(what, address) of the pages for families, whole, to be copied."""
    form = request.build_absolute_uri(reverse("family-form", args=[slug]))
    told = request.build_absolute_uri(reverse("public-told", args=[slug]))
    return [
        ("form", "The form, in English", form),
        ("form", "In Spanish", f"{form}?lang=es"),
        ("told", "You said, we did", told),
    ]
