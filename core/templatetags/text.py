"""How an edition's text is shown."""

import markdown
import nh3
from django import template
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe

register = template.Library()

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
