"""Texts as HTML: the Markdown an agreement needs and nothing but that, and lists that somebody typed."""

import pytest

from core.templatetags.text import markdown_text, typed_paragraphs, typed_text, years


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


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Do:\n• one\n• two\nEnd", 'Do:<ul class="bullets"><li>one</li><li>two</li></ul>End'),
        ("- one\n- two", '<ul class="dashes"><li>one</li><li>two</li></ul>'),
        ("A saying\n- The Dictionary", "A saying<br>- The Dictionary"),
        ("• <b>", '<ul class="bullets"><li>&lt;b&gt;</li></ul>'),
        ("-5%\n-6%", "-5%<br>-6%"),
        ("One\n\nTwo", "One<br><br>Two"),
        ("", ""),
    ],
)
def test_lines_that_begin_with_a_bullet_are_a_list(typed, shown):
    assert typed_text(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("One\nline\n \nTwo", "<p>One<br>line</p><p>Two</p>"),
        (
            "We will:\n• read\n• <b>",
            '<p>We will:</p><ul class="bullets"><li>read</li><li>&lt;b&gt;</li></ul>',
        ),
        ("", ""),
    ],
)
def test_an_empty_line_ends_a_paragraph(typed, shown):
    assert typed_paragraphs(typed) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2025-2026 <b>", '<span class="years">2025-2026</span> &lt;b&gt;'),
        (
            "In 2024-25, as in 2023-2024",
            'In <span class="years">2024-25</span>, as in <span class="years">2023-2024</span>',
        ),
        ("314-555-0100 and 1/2023-2024", "314-555-0100 and 1/2023-2024"),
    ],
)
def test_years_stay_in_one_line(text, shown):
    assert years(text) == shown
