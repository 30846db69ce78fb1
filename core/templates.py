"""Templates as a web process keeps them."""

from typing import Any

from django.template import Origin, Template
from django.template.base import Node
from django.template.loaders.cached import Loader


class LeanLoader(Loader):
    """Keeps each template as it was parsed, without its text and what stood where in it.

    Django reads these when it shows a fault while templates are worked on (DEBUG); then they are kept.
    """

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template: Any = super().get_template(template_name, skip)
        if template.source and not self.engine.debug:
            template.source = ""
            for node in template.nodelist.get_nodes_by_type(Node):
                node.token = None
        return template
