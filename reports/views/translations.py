"""Where staff translate the public summary."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from partnerships.access import directs_all_of, get_partnership, is_of_either_side
from reports.models import Language
from reports.summary_texts import texts_of_summary
from reports.translated_texts import Typed, save_typed, texts_to_translate, typed_for_none

STATES = ("stale", "missing", "done")


@require_http_methods(["GET", "HEAD", "POST"])
def translations(request, slug, language):
    """GET shows every text with its translation; POST saves all that was typed, or that of one text (`only`)."""
    partnership = get_partnership(request.user, slug)
    if language not in Language.values or language == Language.ENGLISH:
        raise Http404("No such language.")
    if not is_of_either_side(request.user, partnership):
        raise PermissionDenied("Translations are entered by the directors and liaisons of the two sides.")
    texts = texts_of_summary(request.user, partnership)
    may_edit_shared = directs_all_of(request.user, partnership.agreement)
    lines = texts_to_translate(partnership, language, texts, may_edit_shared=may_edit_shared)
    if request.method != "POST":
        return _page(request, partnership, language, lines)
    lines = [replace(line, typed=_typed(request.POST, line)) for line in lines]
    only = request.POST.get("only")
    left = typed_for_none(partnership, language, lines, _texts_in(request.POST))
    sent = [line for line in lines if only in (None, line.key)]
    saved = {line.key: line for line in save_typed(partnership, language, sent, by=request.user)}
    done = sum(line.has_unsaved and not saved[line.key].has_unsaved for line in sent)
    lines = [saved.get(line.key, line) for line in lines]
    refused = any(line.is_refused for line in lines)
    if request.htmx and only in saved:
        context = {"line": saved[only], "partnership": partnership, "language": language, "is_saved": done}
        return render(request, "reports/_text_to_translate.html", context, status=409 if refused else 200)
    if request.htmx and left:
        return render(request, "reports/_texts_left.html", {"left": left, "language": language}, status=409)
    if done:
        messages.success(request, f"{done} translation{'s' if done != 1 else ''} saved.")
    if refused or left or any(line.may_edit and line.has_unsaved for line in lines):
        return _page(request, partnership, language, lines, left=left, status=409 if refused or left else 200)
    if not done:
        messages.info(request, "Nothing was changed.")
    return redirect("translations", slug, language)


def _typed(sent, line):
    """What was sent for a text; None where nothing was, or no number where one belongs."""
    text, version = sent.get(f"text-{line.key}"), sent.get(f"version-{line.key}", "")
    if text is None or not version.isdecimal():
        return None
    return Typed(
        _tidy(text),
        int(version[:9]),
        sent.get(f"original-{line.key}", ""),
        still_holds=f"still-{line.key}" in sent,
    )


def _texts_in(sent):
    return {
        name.removeprefix("text-"): _tidy(text) for name, text in sent.items() if name.startswith("text-")
    }


def _tidy(text):
    return text.replace("\r\n", "\n").strip()


def _page(request, partnership, language, lines, *, left=(), status=200):
    context = {
        "partnership": partnership,
        "section": "reports",
        "language": language,
        "language_name": Language(language).label,
        "lines": lines,
        "left": left,
        "counts": [(state, sum(line.state == state for line in lines)) for state in STATES],
        "is_refused": any(line.is_refused for line in lines),
    }
    return render(request, "reports/translations.html", context, status=status)
