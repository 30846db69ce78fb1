"""What is kept of a template is what rendering it needs."""

import pytest
from django.template import Context, Engine
from django.template.base import Node, Token

LOADERS = [("core.templates.LeanLoader", ["django.template.loaders.filesystem.Loader"])]


@pytest.fixture
def page(tmp_path):
    (tmp_path / "page.html").write_text("{% if a %}{% for b in a %}<b>{{ b }}</b>{% endfor %}{% endif %}")

    def page(**options):
        return Engine([tmp_path], loaders=LOADERS, **options).get_template("page.html")

    return page


def kept(template):
    return [node.token for node in template.nodelist.get_nodes_by_type(Node) if node.token]


def test_a_template_is_rendered_without_its_text(page):
    assert page().render(Context({"a": [1, 2]})) == "<b>1</b><b>2</b>"
    assert (page().source, kept(page())) == ("", [])


def test_while_templates_are_worked_on_a_fault_is_shown_in_its_line(page):
    template = page(debug=True)
    assert template.source.startswith("{% if a %}")
    assert isinstance(kept(template)[0], Token)
