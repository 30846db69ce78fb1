import pytest

from actionsteps.plans.versions import release, start_next
from assessments.models import AssessmentStatus, Highlight, HighlightKind
from reports.models import Audience, DocumentKind
from tests import factories as make
from tests.factories import REPORT

pytestmark = pytest.mark.django_db


class Record:
    """A partnership with as many of everything as is wanted, and its liaison."""

    def __init__(self, number=1):
        self.partnership = make.make_partnership()
        edition = make.make_edition(agreement=self.partnership.agreement, label="2023-2024")
        category = make.make_category(edition, title="Staffing")
        self.items = [make.make_item(category, text=f"We serve {n}.") for n in range(number)]
        for n in range(number):
            category.measures.create(label=f"Measure {n}")
        make.adopt(edition)
        self.liaison = make.make_liaison(self.partnership)
        self.cycles = [make.make_cycle(edition=edition) for _ in range(number)]
        self.assessments = [make.make_assessment(self.partnership, cycle=cycle) for cycle in self.cycles]
        self.rated = self.assessments[0]
        for item in self.items:
            make.make_rating(self.rated, item, "2", comment="It is done.")
        Highlight.objects.create(assessment=self.rated, kind=HighlightKind.FOCUS, text="Buses")
        for one in self.assessments:
            make.close(one, AssessmentStatus.FINAL)
            self.document = self.issue(assessment=one)
        self.period = make.make_period()
        of_whole = {"agreement": self.partnership.agreement, "period": self.period}
        for _ in range(number):
            self.summary = self.issue(DocumentKind.COUNTY_SUMMARY, audience=Audience.PARTIES, **of_whole)
        self.rows = [
            make.make_row(category, self.partnership, (self.period, f"{90 + n}%")) for n in range(number)
        ]
        plan = make.make_plan(self.partnership, edition)
        for item in self.items:
            make.make_step(plan, category, ("Write", "May"), feedback="Ask us", items=[item])
        self.slug = self.partnership.slug

    def issue(self, kind=REPORT, **fields):
        return make.issue_document(kind=kind, requested_by=self.liaison, **fields)

    def addresses(self):
        of = f"partnerships/{self.slug}"
        names = (
            "editions",
            "items",
            "measures",
            "cycles",
            "assessments",
            "plans",
            "action-steps",
            "documents",
        )
        return [
            "agreements",
            f"agreements/{self.partnership.agreement.slug}",
            "partnerships",
            of,
            *(f"{of}/{name}" for name in names),
            f"{of}/evidence/rows",
            f"{of}/evidence/values",
            f"assessments/{self.rated.public_id}",
            f"assessments/{self.rated.public_id}/ratings",
            f"documents/{self.document.public_id}",
            f"documents/{self.document.public_id}/download",
            *self.of_whole(),
        ]

    def of_whole(self):
        """Addresses of what is for those who read all partnerships of the agreement."""
        of_summary = f"documents/{self.summary.public_id}"
        return [
            f"agreements/{self.partnership.agreement.slug}/documents",
            of_summary,
            f"{of_summary}/download",
        ]


@pytest.fixture
def record():
    return Record()


@pytest.fixture
def program(record, program_of):
    return program_of(record.liaison)


@pytest.mark.slow
def test_partnerships_and_their_agreement(record, program):
    agreement = record.partnership.agreement
    assert program.rows("agreements") == [program.get(f"agreements/{agreement.slug}").json()]
    (told,) = program.rows("partnerships", agreement=agreement.slug)
    assert told["partner"]["name"] == record.partnership.partner.name
    assert program.rows("partnerships", agreement="another") == []


@pytest.mark.slow
def test_the_text_that_was_agreed(record, program):
    (item,) = program.rows(f"partnerships/{record.slug}/items")
    assert (item["reference"], item["text"], item["category_title"]) == ("1.1", "We serve 0.", "Staffing")
    assert program.rows(f"partnerships/{record.slug}/measures")[0]["label"] == "Measure 0"
    assert program.rows(f"partnerships/{record.slug}/editions")[0]["is_in_force"]
    assert program.get(f"partnerships/{record.slug}/items", edition="none").status_code == 404


def test_ratings_with_their_words(record, program):
    (rating,) = program.rows(f"assessments/{record.rated.public_id}/ratings")
    assert (rating["reference"], rating["comment"]) == ("1.1", "It is done.")
    assert rating["level"]["code"] == "2"
    whole = program.get(f"assessments/{record.rated.public_id}").json()
    assert whole["highlights"] == [{"kind": "focus", "text": "Buses"}]
    assert rating["level"] in whole["scale"]


def test_a_draft_is_for_its_writers(record, program_of):
    director = program_of(make.make_director(record.partnership))
    cycle = make.make_cycle(edition=record.cycles[0].edition)
    draft = make.make_assessment(record.partnership, cycle=cycle, by=record.partnership.partner)
    own, other = program_of(record.liaison), director
    assert own.get(f"assessments/{draft.public_id}").status_code == 200
    assert other.get(f"assessments/{draft.public_id}").status_code == 404
    ids = [one["id"] for one in other.rows(f"partnerships/{record.slug}/assessments")]
    assert draft.public_id not in ids
    assert other.rows(f"partnerships/{record.slug}/cycles")[0]["waits_for"] == [draft.by.short_name]


def test_evidence(record, program):
    (row,) = program.rows(f"partnerships/{record.slug}/evidence/rows")
    (value,) = program.rows(f"partnerships/{record.slug}/evidence/values")
    assert value["row"] == row["lineage"]
    assert (value["text"], value["status"], value["not_public"]) == ("90%", "reported", "")


def test_what_the_public_does_not_read_is_marked(record, program):
    counts = make.make_row(record.rows[0].category, record.partnership, (record.period, "4"))
    type(counts).objects.filter(pk=counts.pk).update(counts_students=True)
    values = program.rows(f"partnerships/{record.slug}/evidence/values")
    assert [value["not_public"] for value in values] == ["", "not public: fewer than 10 students"]


def test_what_is_embargoed_is_marked_with_all_it_could_be_worked_out_from(record, program):
    category, period = record.rows[0].category, record.period
    whole = make.make_row(category, record.partnership, (period, "80"), parts_add="whole")
    make.make_row(category, record.partnership, (period, "49"), parent=whole)
    make.make_row(category, record.partnership, (period, "31", "embargoed"), parent=whole)
    values = program.rows(f"partnerships/{record.slug}/evidence/values")
    back = "not public yet: something embargoed could be worked out from it"
    marks = {value["text"]: value["not_public"] for value in values}
    assert marks == {"90%": "", "80": back, "49": back, "31": "not public: embargoed"}


def test_action_steps(record, program):
    (step,) = program.rows(f"partnerships/{record.slug}/action-steps")
    assert step["actions"] == [{"text": "Write", "timeline": "May"}]
    assert (step["answers"], step["items"], step["status"]) == (["Ask us"], ["1.1"], "not_started")
    assert program.get(f"partnerships/{record.slug}/action-steps", version="9").status_code == 404


@pytest.mark.slow
def test_the_steps_of_an_older_version_stand_as_they_do_today(record, program):
    plan = release(record.partnership.action_plans.get(), "1", by=record.liaison)
    newest = start_next(plan, "2", by=record.liaison)
    newest.steps.update(status="under_way", owner_role="The principal")
    for version in ("1", "2"):
        (step,) = program.rows(f"partnerships/{record.slug}/action-steps", version=version)
        assert (step["answers"], step["status"], step["owner"]) == (["Ask us"], "under_way", "The principal")


def test_documents_and_their_files(record, program):
    (document,) = program.rows(f"partnerships/{record.slug}/documents")
    assert document["download"] == f"/api/v1/documents/{document['id']}/download"
    file = program.get(document["download"].removeprefix("/api/v1/"))
    assert (file.content, file.headers["Content-Type"]) == (b"%PDF-1.7", "application/pdf")


@pytest.mark.slow
def test_a_document_whose_record_was_changed_since_says_so(record, program):
    issued = record.issue(assessment=record.rated, told=["3.8, comment: “three students”"])
    told = "It may say a small count of students: 3.8, comment: “three students”"
    assert program.get(f"documents/{issued.public_id}").json()["look_first"] == [told]
    make.make_row(record.rows[0].category, record.partnership, (record.rated.cycle.period, "91%"))
    first, second = program.get(f"documents/{issued.public_id}").json()["look_first"]
    assert (first, second.endswith("after this was made. It may say otherwise now.")) == (told, True)
    newest, _ = program.rows(f"partnerships/{record.slug}/documents")
    assert newest["look_first"] == [first, second]


@pytest.mark.slow
def test_a_document_that_shows_a_draft_is_for_who_asked_for_it(record, program, program_of):
    draft = record.issue(assessment=record.rated, shows_draft=True).public_id
    other = program_of(make.make_director(record.partnership))
    for who, ids in ((program, [draft, record.document.public_id]), (other, [record.document.public_id])):
        assert [one["id"] for one in who.rows(f"partnerships/{record.slug}/documents")] == ids
        for address in (f"documents/{draft}", f"documents/{draft}/download"):
            assert who.get(address).status_code == (200 if draft in ids else 404)


def test_documents_of_a_whole_agreement(record, program_of):
    address = f"agreements/{record.partnership.agreement.slug}/documents"
    (summary,) = program_of(make.make_director(record.partnership)).rows(address)
    assert (summary["id"], summary["kind"]) == (record.summary.public_id, DocumentKind.COUNTY_SUMMARY)


@pytest.mark.slow
def test_pages_in_a_stable_order(program_of):
    record = Record(3)
    program, address = program_of(record.liaison), f"partnerships/{record.slug}/items"
    pages = [program.get(address, page=page, size=2).json() for page in (1, 2, 3)]
    assert [[row["reference"] for row in page["rows"]] for page in pages] == [["1.1", "1.2"], ["1.3"], []]
    assert (pages[0]["count"], pages[0]["pages"]) == (3, 2)
    wrong = program.get(address, size=501, page="x")
    assert wrong.status_code == 422
    assert wrong.json()["detail"].startswith("page: ") and "; size: " in wrong.json()["detail"]


def test_only_reading(record, program, client):
    headers = {"Authorization": f"Bearer {program.secret}"}
    for method in (client.post, client.put, client.patch, client.delete):
        response = method("/api/v1/partnerships", headers=headers)
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
        assert "detail" in response.json()
    assert client.head("/api/v1/partnerships", headers=headers).status_code == 200


def test_what_is_not_there_is_told_in_json(program):
    for rest in (
        "nothing",
        "partnerships/nothing",
        "assessments/nothing",
        "documents/nothing/download",
    ):
        response = program.get(rest)
        assert response.status_code == 404
        assert response.json()["detail"]


def test_what_did_not_change_is_not_sent_again(record, program, client):
    headers = {"Authorization": f"Bearer {program.secret}"}
    mark = client.get("/api/v1/partnerships", headers=headers).headers["ETag"]
    again = client.get("/api/v1/partnerships", headers=headers | {"If-None-Match": mark})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.slow
def test_the_number_of_queries_stays(program_of, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 3):
        record = Record(number)
        program, of = program_of(make.make_director(record.partnership)), []
        for address in record.addresses():
            with CaptureQueriesContext(connection) as queries:
                assert program.get(address).status_code == 200, address
            of.append(len(queries))
        counts.append(of)
    named = [address.split("/")[-1] for address in record.addresses()]
    assert dict(zip(named, counts[0], strict=True)) == dict(zip(named, counts[1], strict=True))
