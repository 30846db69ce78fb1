import re
from html import unescape

import pytest
from django.urls import reverse

from evidence.models import EvidenceColumn, Observation
from tests import factories as make


class Desk:
    """A table of three rows, the second beneath the first, and two periods; its liaison."""

    def __init__(self):
        self.edition = make.make_edition(label="2023-2024")
        self.category = make.make_category(self.edition, number=1, title="Staffing")
        self.other_category = make.make_category(self.edition, number=2, title="Service")
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.before = make.make_period(label="2022-2023")
        self.now = make.make_period(label="2023-2024")
        where = (self.category, self.partnership)
        self.fill = make.make_row(*where, (self.before, "95%"), label="Fill rate", kind="rate", unit="%")
        self.teachers = make.make_row(*where, label="Teachers", parent=self.fill, kind="rate", unit="%")
        self.days = make.make_row(*where, label="Training days")
        make.adopt(self.edition)
        EvidenceColumn.objects.create(partnership=self.partnership, category=self.category, period=self.now)
        self.liaison = make.make_liaison(self.partnership)

    def url(self, name):
        return reverse(f"evidence-{name}", args=[self.partnership.slug, self.edition.label])

    def texts(self):
        """What stands, by row and period."""
        values = Observation.objects.filter(row__partnership=self.partnership, part=None)
        return {(one.row.label, one.period.label): one.text for one in values.select_related("row", "period")}

    def paste(self, client, block, row=None, period=None):
        fields = {"row": (row or self.fill).lineage, "period": (period or self.before).key, "block": block}
        return client.post(self.url("paste"), fields)

    def confirm(self, client, preview, choice="theirs"):
        """Press the button of a preview, with the same choice for each conflict."""
        changes = unescape(re.search(r'name="_changes" value="([^"]*)"', preview.text)[1])
        names = set(re.findall(r'name="([0-9a-f]+-choice)"', preview.text))
        return client.post(self.url("confirm"), {"_changes": changes, **dict.fromkeys(names, choice)})


@pytest.fixture
def desk(db, client):
    desk = Desk()
    client.force_login(desk.liaison)
    return desk
