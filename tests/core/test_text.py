"""Markdown in texts, and nothing but the Markdown an agreement needs."""

import pytest

from core.templatetags.text import markdown_text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("> *quoted*", "<blockquote>\n<p><em>quoted</em></p>\n</blockquote>"),
        ("AT&T &lt; <b>", "<p>AT&amp;T &amp;lt; &lt;b&gt;</p>"),
        ("<script>\nx\n</script>", "<p>&lt;script&gt;\nx\n&lt;/script&gt;</p>"),
        ("<!-- gone? -->", "<p>&lt;!-- gone? --&gt;</p>"),
        ("# no heading", "<p># no heading</p>"),
        ("    no <code>", "<p>no &lt;code&gt;</p>"),
        ("[1]: not a reference", "<p>[1]: not a reference</p>"),
        ("`a` ![b](c.png)", "<p>`a` ![b](c.png)</p>"),
    ],
)
def test_markdown_becomes_html_and_html_becomes_text(typed, shown):
    assert markdown_text(typed).strip() == shown


def test_a_link_leads_to_the_web_and_nowhere_else():
    assert 'href="https://example.org/?a=1&amp;b=2"' in markdown_text("[x](https://example.org/?a=1&b=2)")
    for address in ("javascript:alert(1)", "data:text/html,x", "vbscript:x"):
        assert "href" not in markdown_text(f"[x]({address})")


def test_text_nested_too_deeply_is_shown_as_it_was_typed():
    typed = "* " * 3000 + "<b>a"
    assert markdown_text(typed) == f"<p>{typed.replace('<b>', '&lt;b&gt;')}</p>"
