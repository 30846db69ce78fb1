import pytest

from actionsteps.exchange.preview import preview_of
from actionsteps.exchange.read import read_steps, record_of
from actionsteps.exchange.save import save_preview
from actionsteps.exchange.standing import StandingPlan
from actionsteps.exchange.write import workbook_of
from actionsteps.models import ActionPlan, ActionStep
from actionsteps.plans.versions import newest_of
from core.workbooks.package import Package
from tests import factories as make
from tests.workbook_files import closed, opened

STEPS = "Action steps"


class Desk:
    """A plan of two steps, the first of two actions, in lines 4 to 6 of its workbook; its liaison."""

    def __init__(self):
        edition = make.make_edition(label="2023-2024")
        self.category, self.other = (
            make.make_category(edition, title=name) for name in ("Staffing", "Service")
        )
        self.item, self.other_item = make.make_item(self.category), make.make_item(self.other)
        make.make_item(self.category, number="10")
        make.adopt(edition)
        self.partnership = make.make_partnership(agreement=edition.agreement)
        self.plan = make.make_plan(self.partnership, edition, version="2.1")
        actions = ("Meet", "Monthly"), ("Write", "")
        self.first = make.make_step(self.plan, self.category, *actions, feedback="Ask us", items=[self.item])
        self.second = make.make_step(self.plan, self.other, ("Visit", "May"), owner_role="case managers")
        self.liaison = make.make_liaison(self.partnership)

    @property
    def newest(self):
        return newest_of(ActionPlan.objects.get(pk=self.plan.pk))

    def download(self):
        return workbook_of(StandingPlan(self.newest), editable=True)

    def filled(self, content=None, **cells):
        workbook = opened(content or self.download())
        for cell, value in cells.items():
            workbook[STEPS][cell] = value
        return closed(workbook)

    def preview(self, content):
        package, standing = Package(content), StandingPlan(self.newest)
        return preview_of(read_steps(package, record_of(package), standing), standing)

    def save(self, preview, *mine):
        return save_preview(preview.as_data(), self.newest, mine=set(mine), by=self.liaison)

    def upload(self, content, *mine):
        preview = self.preview(content)
        self.save(preview, *mine)
        return preview

    def now(self, step):
        return ActionStep.objects.newest().get(lineage=step.lineage)

    def actions(self, step):
        return [(one.text, one.timeline) for one in self.now(step).actions.all()]


@pytest.fixture
def desk(db):
    return Desk()


def changed(preview):
    """(cell, what it is to say) of each cell that a preview would save or asks about."""
    parts = [one for change in preview.changes for one in (*change.plain, *change.contested)]
    return [(one.cell, one.wanted) for one in parts]


def refused(preview):
    return {one.where.removeprefix("cell "): one.reason for one in preview.refused}
