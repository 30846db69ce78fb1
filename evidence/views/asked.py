"""The page behind a link: somebody without a sign-in enters the values they were asked for."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.origins import may_be_ours, says_ours
from evidence.requests.answering import AnswerForm, Closed, Moved, answer, lines_of
from evidence.requests.links import LinkState, checksum_of, is_token_of, request_of, token_of

TOKEN = "token"  # noqa: S105 # the name of a field

NOT_OURS = "This did not come from the page behind the link. Look over what is below, then save it."
TOO_OFTEN = (
    "That was sent many times within a few minutes. Wait five minutes, then save again: it is all still here."
)
MOVED = (
    "Somebody else entered or accepted something meanwhile. Nothing was saved yet: see what is marked below."
)
WRONG = "Nothing was saved yet. See what is marked below."


@csrf_exempt  # it has no cookie; `_is_ours` checks instead
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request, secret):
    """GET shows the form, POST saves all of it or nothing. A link that does not work says why in one sentence."""
    found, state = request_of(secret)
    if found is None or state is not LinkState.OPEN:
        return _closed(request, found, state)
    lines = lines_of(found)
    problem, status = "", 200
    if request.method == "POST":
        form = AnswerForm(request.POST, lines=lines, request=found)
        problem, status = _save(request, secret, found, form)
        if not problem:
            return redirect(f"{request.path}?saved=1")
        if status == 410:
            return _closed(request, *request_of(secret))
    else:
        form = AnswerForm(lines=lines, request=found)
    context = {
        "asked": found,
        "lines": lines,
        "form": form,
        "token": token_of(found),
        "problem": problem,
        "is_saved": "saved" in request.GET and not problem,
        "entered": sum(bool(line.cell.state) for line in lines),
        "accepted": sum(line.is_accepted for line in lines),
    }
    return _page(request, "evidence/asked/asked.html", context, status)


def _save(request, secret, found, form):
    """(sentence, status) of what is wrong, or of nothing."""
    if not _is_ours(request, found):
        return NOT_OURS, 403
    if not ratelimit.consume(request, action="answer_request", key=checksum_of(secret)):
        return TOO_OFTEN, 429
    if not form.is_valid():
        return WRONG, 422
    try:
        said = form.cleaned_data
        answer(found, said["entered"], said["answer_note"], said["note_seen"])
    except Closed:
        return "closed", 410
    except Moved as moved:
        form.show_what_stands(moved)
        return MOVED, 409
    return "", 302


def _is_ours(request, found):
    """Whether the form is one of ours and, where the browser says so, was sent from this site."""
    return may_be_ours(request) and is_token_of(found, request.POST.get(TOKEN, ""))


def _closed(request, found, state):
    """Of a request that is over only whom to ask is told, and to those alone who had its link.

    Who was typing when it closed gets back what they typed, and nobody what another site sends in their name.
    """
    typed = [
        value
        for name, value in request.POST.items()
        if name.endswith(("-text", "note")) and value.strip() and says_ours(request)
    ]
    context = {"asked": found, "state": state.value, "typed": typed}
    return _page(request, "evidence/asked/closed.html", context, 404 if found is None else 410)


def _page(request, template, context, status):
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
