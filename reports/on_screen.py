"""A document's HTML as a page of the website: the same text, framed by whose it is and what it is not."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

HEAD_ENDS, BODY_BEGINS, BODY_ENDS = "</head>", re.compile(r"<body\b[^<>]*>"), "</body>"
"""Of our own templates. Whatever was typed stands escaped between them."""


def on_screen(request: HttpRequest, html: str, context: dict[str, Any]) -> HttpResponse:
    """`html` is a document as it is printed. What stands around it is in English, whatever its language."""
    head, _, rest = html.partition(HEAD_ENDS)
    framed = BODY_BEGINS.search(rest)
    if framed is None:
        raise ValueError("A document has a body.")
    inside, _, after = rest[framed.end() :].rpartition(BODY_ENDS)
    inside = inside.replace("<table", '<table tabindex="0"')  # on a phone they scroll, also by the keyboard
    style = render_to_string("reports/_screen_head.html", context, request)
    bar = render_to_string("reports/_screen_bar.html", context, request)
    return HttpResponse(
        "".join(
            [
                *(head, style, HEAD_ENDS, rest[: framed.end()], bar),
                *('<main id="main" tabindex="-1">', inside, "</main>", BODY_ENDS, after),
            ]
        )
    )
