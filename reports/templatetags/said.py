"""What a document says in its language, and what it has to say in another."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag(takes_context=True)
def said(context, text):
    """A `Spoken`, tagged with its language where that is not the document's (`language` in the context)."""
    return in_its_language(text, context["language"])


def in_its_language(text, language):
    """As HTML, where it stands among words of a language."""
    if text.language == language or not text.text:
        return text.text
    return format_html('<span lang="{}">{}</span>', text.language, text.text)


@register.simple_tag(takes_context=True)
def phrase(context, english):
    """A fixed phrase of a template in the document's language (`translations` in the context)."""
    return context["translations"].phrase(english)
