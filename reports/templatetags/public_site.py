"""How plain values of a public record are shown."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from django import template
from django.utils.formats import date_format

from reports.charts import Chart
from reports.first_page import day_in
from reports.line_plots import plot_from
from reports.models import Language
from reports.public.families import is_told_at
from reports.public.open_data import MEANINGS, DataFile, files_of, line_counts
from reports.public.results import from_highest
from reports.public.site import standing_at
from reports.public.text import Json

register = template.Library()


@register.filter
def written_day(text: str) -> str:
    """“2023-09-01” as “September 1, 2023”, “2023-09” as “September 2023”."""
    if len(text) == len("2023-09"):
        return date_format(date.fromisoformat(f"{text}-01"), "F Y")
    return date_format(date.fromisoformat(text), "F j, Y") if text else ""


@register.filter
def times(number: int) -> range:
    """To say something so many times."""
    return range(number)


@register.filter
def beside(columns: Sequence[str], cells: Iterable[Any]) -> list[tuple[str, Any]]:
    """Each cell of a row with the heading of its column."""
    return list(zip_longest(columns, cells))


register.filter(from_highest)


@register.filter
def newest_of(papers: list[Json] | None, kind: str) -> Json | None:
    """Of the published documents, which stand by kind, the newest of one."""
    return next((one for one in papers or () if one["kind"] == kind), None)


@register.filter
def drawn(chart: Json) -> Chart:
    """The chart of a row that is put forward."""
    return plot_from(chart).draw()


@register.simple_tag
def finds_told(slug: str, *, is_told: bool) -> bool:
    """Whether families find something under “You said, we did” of a partnership of which something is released."""
    return is_told and is_told_at(slug)


@register.simple_tag
def was_published(slug: str) -> bool:
    return standing_at(slug) is not None


@register.filter
def among(keys: Iterable[str] | None, steps: Json | None) -> list[Json]:
    """The published steps with these keys, in the order of the plan. What an earlier release published may have no
    keys to look for."""
    wanted = {*(keys or ())}
    of_plan = (step for category in (steps["categories"] if steps else ()) for step in category["steps"])
    return [step for step in of_plan if step["key"] in wanted]


@register.simple_tag
def data_files(content: Json) -> list[tuple[DataFile, int]]:
    """The files of open data that were published, with how many lines each has."""
    counts = line_counts(content)
    return [(file, counts[file.name]) for file in files_of(content)]


@register.simple_tag
def names_in_record() -> list[tuple[str, str]]:
    """What each name in the record as JSON means."""
    return list(MEANINGS.items())


@register.filter
def day_in_spanish(text: str) -> str:
    """“2023-09-01” as “1 de septiembre de 2023”."""
    return day_in(text, Language.SPANISH)
