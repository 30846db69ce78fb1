"""What stays back with a value that is embargoed: asked by documents, the public pages and programs alike."""

from evidence.models import Observation
from evidence.public.embargo import NOT_YET, embargo_of
from reports.gather import state_plan
from tests import factories as make


def kept(partnership):
    embargo = embargo_of(partnership)
    values = Observation.objects.of(partnership).select_related("row").order_by("pk")
    return [value.text for value in values if embargo.keeps(value)]


def test_with_a_part_its_whole_stays_back_and_what_that_adds_up_with(db):
    category, period, other = make.make_category(), make.make_period(), make.make_period()
    partnership = make.make_partnership(agreement=category.edition.agreement)
    above = make.make_row(category, partnership, (period, "80"), (other, "70"), parts_add="whole")
    row = make.make_row(category, partnership, (period, "31"), (other, "20"), parent=above)
    make.make_row(category, partnership, (period, "49"), parent=above)
    make.make_row(category, partnership, (period, "55"))
    first, second = make.make_parts(row, "School A", "School B")
    make.make_value(row, period, "11", part=first, status="embargoed")
    make.make_value(row, period, "20", part=second)
    assert kept(partnership) == ["80", "31", "49", "11", "20"]


def test_the_plan_of_a_whole_leaves_out_the_same_and_judges_none_of_it(db):
    category, period = make.make_category(), make.make_period()
    whole = make.make_whole(category.edition.agreement)
    above = make.make_row(category, whole, (period, "80"), parts_add="whole")
    make.make_row(category, whole, (period, "49"), parent=above)
    make.make_row(category, whole, (period, "31", "embargoed"), parent=above)
    above.items.add(item := make.make_item(category))
    for row in above.children.all():
        row.items.add(item)
    ((_, (indicator,)),) = state_plan(whole, category.edition).categories
    (years,) = zip(*(row.years for row in indicator.rows), strict=True)
    assert [year.value.text for year in years] == [NOT_YET, NOT_YET, "EMBARGOED"]
    assert {year.result for year in years} == {None}
