"""How an edition's text is shown."""

import re
from itertools import groupby
from operator import itemgetter

import markdown
import nh3
from django import template
from django.utils.html import conditional_escape, format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe

from core.words import dollars

register = template.Library()
register.filter("dollars", dollars)

# What Markdown may mean in an agreement: paragraphs, lists, quotations, emphasis, links. Everything else,
# HTML first of all, is text that somebody typed and is shown as it was typed.
NOT_USED = {
    "preprocessors": ["html_block"],
    "blocks": ["code", "hashheader", "setextheader", "reference"],
    "inline": [
        "backtick",
        "reference",
        "image_link",
        "image_reference",
        "short_reference",
        "short_image_ref",
        "autolink",
        "automail",
        "html",
        "entity",
    ],
}
TAGS = {"p", "br", "hr", "ul", "ol", "li", "blockquote", "em", "strong", "a"}


def _parser():
    parser = markdown.Markdown(extensions=["sane_lists"], output_format="html")
    for registry, names in (
        (parser.preprocessors, NOT_USED["preprocessors"]),
        (parser.parser.blockprocessors, NOT_USED["blocks"]),
        (parser.inlinePatterns, NOT_USED["inline"]),
    ):
        for name in names:
            registry.deregister(name)
    return parser


@register.filter
def markdown_text(text):
    """Markdown as HTML, with whatever HTML was typed shown as text.

    What is nested too deeply for the parser is shown as it was typed: adopted text must stay readable.
    """
    try:
        # Python-Markdown lets entities through; a typed ampersand is an ampersand.
        html = _parser().convert(text.replace("&", "&amp;"))
    except RecursionError:
        return mark_safe(linebreaks(text, autoescape=True))
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(clean)


YEARS = re.compile(r"(?<![\w/-])\d{4}-(?:\d{4}|\d{2})(?![\w/-])")


@register.filter
def years(text):
    """A text whose “2025-2026” stays in one line: browsers break it at the hyphen. Elsewhere `years.js` does it."""
    return mark_safe(YEARS.sub(r'<span class="years">\g<0></span>', conditional_escape(text)))


BULLET = re.compile(r"\s*([•‣◦▪*·–-])\s+(?=\S)")
SURE = {"•", "‣", "◦", "▪"}
"""Signs that are nothing but bullets. The others make a list where two lines after each other begin with one."""


@register.filter
def typed_text(text):
    """Lines that somebody typed, as HTML: those that begin with a bullet are a list, the others stay lines."""
    parts = groupby(_with_bullets(str(text).strip().splitlines()), key=itemgetter(0))
    return format_html_join("", "{}", ((_part(bullet, [line for _, line in of]),) for bullet, of in parts))


@register.filter
def typed_paragraphs(text):
    """What somebody typed, as HTML: an empty line ends a paragraph, and lines with bullets are a list."""
    blocks = groupby(str(text).strip().splitlines(), key=lambda line: bool(line.strip()))
    return format_html_join("", "{}", ((_paragraph(list(lines)),) for is_text, lines in blocks if is_text))


def _paragraph(lines):
    parts = groupby(_with_bullets(lines), key=itemgetter(0))
    html = ((bullet, _part(bullet, [line for _, line in of])) for bullet, of in parts)
    return format_html_join(
        "", "{}", ((one if bullet else format_html("<p>{}</p>", one),) for bullet, one in html)
    )


def _with_bullets(lines):
    """(bullet of the list that a line belongs to, line); no bullet for one that is no item of a list."""
    for bullet, group in groupby(lines, key=_bullet_of):
        run = list(group)
        is_list = bullet in SURE or len(run) > 1
        yield from ((bullet if is_list else "", line) for line in run)


def _bullet_of(line):
    found = BULLET.match(line)
    return found[1] if found else ""


def _part(bullet, lines):
    if not bullet:
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
    items = format_html_join("", "<li>{}</li>", ((BULLET.sub("", line, count=1),) for line in lines))
    return format_html('<ul class="{}">{}</ul>', "dashes" if bullet in "–-" else "bullets", items)
