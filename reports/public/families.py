"""“You said, we did” for families, in their language: as published or, where nothing ever was, as released."""

from django.template.loader import render_to_string
from django.utils import timezone

from actionsteps.families.words import words_in
from core.kept import kept
from partnerships.models import Partnership
from reports.first_page import day_in
from reports.models import PublicRecord

from . import parts
from .doing import told_of
from .site import MadePage, made_of, standing_at
from .text import Json


@kept(100)
def told_in(record: str, language: str) -> MadePage | None:
    """The page of the record with this public id; None where it tells of none."""
    found = PublicRecord.objects.get(public_id=record)
    told, content = found.content[parts.TOLD], found.content
    if not told:
        return None
    as_of = timezone.localdate(found.read_at).isoformat()
    return made_of(_page(told, content, language, as_of=day_in(as_of, language)))


def told_today(slug: str, language: str) -> str:
    """What is released to families of a partnership of which nothing was ever published; empty where nothing is."""
    with_form = Partnership.objects.select_related("partner", "agreement__lead", "family_form")
    partnership = with_form.filter(slug=slug).first()
    told = told_of(partnership) if partnership else []
    if partnership is None or not told:
        return ""
    names = {"partner": {"name": partnership.partner.name, "short_name": partnership.partner.short_name}}
    names["lead"] = {"name": partnership.agreement.lead.name}
    form = getattr(partnership, "family_form", None)
    return _page(told, {"slug": slug, **names}, language, takes_more=bool(form and form.is_open))


def is_told_at(slug: str) -> bool:
    """Whether families find something there, where anything was released."""
    record = standing_at(slug)
    return record is None or (record.withdrawn_at is None and told_in(record.public_id, "en") is not None)


def _page(told: list[Json], of: Json, language: str, *, as_of: str = "", takes_more: bool = False) -> str:
    words = words_in(language)
    lede = words.told_lede.format(partner=of["partner"]["name"], lead=of["lead"]["name"])
    context = {"told": told, "of": of, "words": words, "lede": lede, "as_of": as_of, "takes_more": takes_more}
    return render_to_string("public/site/told.html", context)
