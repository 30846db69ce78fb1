"""An edition with lettered categories, items four deep and two scales, wherever it is shown or filled in."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.models import Rating
from assessments.workbooks.layout import sheets_of
from assessments.workbooks.preview import preview_of, save_preview
from assessments.workbooks.read import read_workbook
from assessments.workbooks.write import workbook_of
from assessments.workflow.before_submitting import checklist_of
from core.admin.answers import sentence_of
from dashboards.grid import cycles_of, gather, wanted
from dashboards.trends import gather_trends
from partnerships.editions.adoption import fingerprint
from partnerships.editions.drafts import start_next_edition
from partnerships.editions.problems import find_problems
from partnerships.models import RatingLevel
from reports.documents.state_of_the_partnership import state_of_the_partnership
from reports.gather import state_of_the_partnership as gather_report
from reports.parts import Readers
from reports.pdf import print_pdf
from tests import factories as make
from tests.workbook_files import closed, opened

pytestmark = [pytest.mark.slow, pytest.mark.both_databases]


class Deep:
    """A.1 > A.1.a > A.1.a.1 > A.1.a.1.a, which is rated “yes” or “no”; and B.1, on the edition's scale."""

    def __init__(self):
        self.yes_no = make.make_scale(name="Yes and no", met_from=10, flag_symbol="", flag_label="")
        self.yes_no.levels.all().delete()
        for place, (code, value) in enumerate((("yes", 10), ("no", 0))):
            RatingLevel.objects.create(
                scale=self.yes_no,
                code=code,
                value=value,
                label=code.title(),
                words=code,
                colour="ink-1",
                position=place,
            )
        self.edition = make.make_edition(category_numbering="letters")
        a, b = (
            make.make_category(self.edition, number=letter, position=place, title=title)
            for place, (letter, title) in enumerate((("A", "Leading"), ("B", "Teaching")), 1)
        )
        self.domain = make.make_item(a, text="The domain", title="Equity", is_rated=False, kind="benchmark")
        dimension = make.make_item(a, parent=self.domain, text="The dimension", is_rated=False)
        criterion = make.make_item(a, parent=dimension, number="1", text="The criterion", is_rated=False)
        self.question = make.make_item(
            a, parent=criterion, text="Is there a plan?", kind="question", scale=self.yes_no
        )
        self.plain = make.make_item(b, text="Teach together.")
        self.problems = find_problems(self.edition)
        make.adopt(self.edition)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.assessment = make.make_assessment(
            self.partnership, cycle=make.make_cycle(edition=self.edition), by=self.partnership.partner
        )
        self.liaison, self.director = (
            make.make_liaison(self.partnership),
            make.make_director(self.partnership),
        )

    def rate(self):
        yes = self.yes_no.levels.get(code="yes")
        Rating.objects.create(assessment=self.assessment, item=self.question, level=yes)
        make.make_rating(self.assessment, self.plain, "1")


@pytest.fixture
def deep(db):
    return Deep()


@pytest.fixture
def page(client, deep):
    client.force_login(deep.liaison)
    return client


def test_it_can_be_adopted_and_its_next_edition_has_the_same_tree(deep):
    assert deep.problems == []
    assert deep.question.reference == "A.1.a.1.a"
    days = {"effective_from": None, "effective_to": None}
    draft = start_next_edition(deep.edition, label="Next", by=deep.director, **days)
    copy = draft.items.get(lineage=deep.question.lineage)
    assert (copy.reference, copy.scale, copy.parent.parent.parent.title) == (
        "A.1.a.1.a",
        deep.yes_no,
        "Equity",
    )


def test_a_missing_number_is_found_at_every_depth(deep):
    draft = start_next_edition(
        deep.edition, label="Next", effective_from=None, effective_to=None, by=deep.director
    )
    question = draft.items.get(lineage=deep.question.lineage)
    question.number = "b"
    question.save()
    assert "Item A.1.a.1 has no sub-item a, but b." in [one.sentence for one in find_problems(draft)]


def test_the_words_of_an_items_own_scale_belong_to_the_adopted_text(deep, client):
    level = deep.yes_no.levels.get(code="yes")
    with pytest.raises(IntegrityError, match="is adopted"), transaction.atomic():
        RatingLevel.objects.filter(pk=level.pk).update(words="surely")
    client.force_login(make.make_administrator())
    form = client.get(f"/admin/partnerships/ratingscale/{deep.yes_no.pk}/change/").text
    assert "An adopted edition rates by this scale" in form
    draft = start_next_edition(
        deep.edition, label="Next", effective_from=None, effective_to=None, by=deep.director
    )
    before = fingerprint(draft)
    draft.items.filter(lineage=deep.question.lineage).update(scale=None)
    assert fingerprint(draft) != before


def test_every_level_of_the_document_is_shown(page, deep):
    address = reverse("agreement", args=[deep.partnership.slug])
    html = page.get(address).text
    for words in ("Category A: Leading", "Equity", "The dimension", "The criterion", "Is there a plan?"):
        assert words in html
    assert 'id="item-A.1.a.1.a"' in html


def test_the_workspace_offers_each_item_its_own_levels(page, deep):
    html = page.get(f"/assessments/{deep.assessment.public_id}/").text
    before, _, question = html.partition('id="item-A.1.a.1.a"')
    question, _, plain = question.partition('id="item-B.1"')
    assert 'class="item below depth-3"' in before[-200:]
    assert ('value="yes"' in question, 'value="3"' in question) == (True, False)
    assert ('value="yes"' in plain, 'value="3"' in plain) == (False, True)
    assert "Yes and no:" in html  # its key stands beside the edition's
    shown = page.get(f"/assessments/{deep.assessment.public_id}/?show=unrated").text
    assert "The domain" in shown  # all that stands above an item that a filter leaves


def test_only_levels_of_its_own_scale_are_saved(page, deep):
    address = f"/assessments/{deep.assessment.public_id}/items/A.1.a.1.a/"
    form = {"A.1.a.1.a-version": 0, "A.1.a.1.a-comment": ""}
    answer = page.post(address, form | {"A.1.a.1.a-level": "2"})
    assert (answer.status_code, "Choose yes or no." in answer.text) == (422, True)
    assert page.post(address, form | {"A.1.a.1.a-level": "yes"}).status_code == 302
    assert Rating.objects.get().level.scale == deep.yes_no
    foreign = deep.edition.scale.levels.get(code="2")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Rating.objects.update(level=foreign)
    assert sentence_of(refused.value) == "This level is not on the scale by which the item is rated."


def test_an_item_of_a_lettered_category_is_saved_without_javascript(page, deep):
    address = reverse("save-ratings", args=[deep.assessment.public_id])
    form = {"A.1.a.1.a-version": 0, "A.1.a.1.a-comment": "", "A.1.a.1.a-level": "no"}
    assert page.post(address, form | {"place": "category-A"}).url.endswith("#category-A")
    assert Rating.objects.get().level.code == "no"


def test_a_workbook_takes_each_scale_and_comes_back_as_it_was(deep):
    deep.rate()
    sheets = sheets_of(deep.assessment)
    workbook = opened(workbook_of(deep.assessment, editable=True))
    assert workbook.sheetnames[2:4] == ["A Leading", "B Teaching"]
    sheet = workbook["A Leading"]
    assert [sheet[f"B{row}"].alignment.indent for row in range(4, 8)] == [0, 2, 4, 6]
    assert '"yes,no"' in [one.formula1 for one in sheet.data_validations.dataValidation]
    assert sheet["E7"].protection.locked  # its scale has no flag
    upload = read_workbook(closed(workbook), deep.assessment, sheets)
    assert preview_of(upload, deep.assessment, sheets).unchanged == 2
    sheet["D7"] = "No"
    upload = read_workbook(closed(workbook), deep.assessment, sheets)
    data = preview_of(upload, deep.assessment, sheets).as_data()
    assert save_preview(data, deep.assessment, sheets, mine=frozenset(), by=deep.liaison) == "1 rating"
    assert Rating.objects.get(item=deep.question).level.code == "no"
    sheet["D7"] = 2
    (refusal,) = read_workbook(closed(workbook), deep.assessment, sheets).refused
    assert refusal.reason == "“2” is not on the scale. Choose yes or no."


def test_an_item_with_its_own_scale_is_shown_in_the_report_and_in_none_of_its_figures(deep):
    deep.rate()
    report = gather_report(deep.assessment)
    (line,) = [line for line in report.categories[0].items if line.item.is_rated]
    assert (line.item.reference, line.item.depth, line.level.label) == ("A.1.a.1.a", 3, "Yes")
    assert (report.total.total, report.total.average, report.apart) == (1, 1, 1)
    assert [scale.name for scale in report.other_scales] == ["Yes and no"]
    assert print_pdf(state_of_the_partnership(Readers(), deep.assessment).html).pages > 1


def test_nor_in_those_of_grid_trends_and_checklist(deep):
    deep.rate()
    make.close(deep.assessment, "submitted")
    cycles = cycles_of(deep.edition.agreement)
    grid = gather(deep.director, cycles, cycles[0], wanted({"sort": "-cB"}))
    assert [cell.shown for cell in grid.rows[0].cells.values()] == ["", "1.0"]
    assert str(grid.order) == "-cB"
    (in_all, *_) = gather_trends(deep.partnership, deep.director).rows
    assert in_all.figures[0].tally.average == 1
    sentences = [point.sentence for point in checklist_of(deep.assessment)]
    assert "1 item is at yes, “Yes”, without a measure that shows it:" in sentences
