"""What each page is for, and what Accord means by its own words."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.models import WORD_FIELDS, Edition, EditionStatus, EditionWords, Partnership, words_of


@require_safe
def help_page(request):
    """In the words of the agreement that somebody works with; in the usual ones where there are several."""
    adopted = Edition.objects.filter(
        status=EditionStatus.ADOPTED, agreement__partnerships__in=Partnership.objects.visible_to(request.user)
    )
    used = {words_of(*fields) for fields in adopted.order_by().values_list(*WORD_FIELDS).distinct()}
    words = next(iter(used)) if len(used) == 1 else EditionWords()
    return render(request, "dashboards/help.html", {"words": words, "others": len(used) > 1})
