"""“Verify a document”: whether a file is one that was issued here."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from reports.verifying import checksum_of, find_issued, read_checksum

NOTHING_SENT = "Choose a file, or type its checksum."
NO_CHECKSUM = "This is no checksum: one has 64 signs, digits and the letters a to f."
TOO_LARGE = "The file is larger than any document that is issued here. You may type its checksum instead."
TOO_OFTEN = "Too many files were looked at from your address. Try again in an hour."


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request):
    """For whoever is signed in: of what they read here they are told everything."""
    return _answer(request, "reports/verify.html")


@csrf_exempt  # nothing is changed, and a page for everybody leaves no cookie
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def public_verify(request):
    """For everybody: yes or no, and which it is where it was made for everybody."""
    return _answer(request, "public/verify.html")


def _answer(request, template):
    problem, found, status = "", None, 200
    if request.method == "POST":
        checksum, problem = _checksum_in(request)
        status = 422 if problem else 200
        if not problem and not ratelimit.consume(request, action="verify_document"):
            problem, status = TOO_OFTEN, 429
        if not problem:
            found = find_issued(request.user, checksum)
    context = {"problem": problem, "found": found, "typed": request.POST.get("checksum", "")}
    return render(request, template, context, status=status)


def _checksum_in(request):
    """(the checksum of what was sent, why there is none)."""
    if getattr(request, "upload_refused", False):
        return "", TOO_LARGE
    if file := request.FILES.get("file"):
        return checksum_of(file.chunks()), ""
    typed = request.POST.get("checksum", "").strip()
    if not typed:
        return "", NOTHING_SENT
    checksum = read_checksum(typed)
    return checksum, "" if checksum else NO_CHECKSUM
