"""What a person reads on a page."""

import re
from html import unescape


def words_in(html):
    """The words of HTML in their order, a blank between them and where a tag stood."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def words_of_main(html):
    """Those of what the page is about: without navigation and what stands beneath each page."""
    main = html[html.index("<main") : html.index("</main>")]
    return words_in(main)
