"""An invented county of any size, written to the database, to see and measure how pages cope."""

import random
import string
from datetime import date, datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, Model, OuterRef
from django.utils import timezone
from django.utils.text import slugify

from accounts.demo import DEMO_PASSWORD
from accounts.models import Membership, Organization, OrganizationKind, Role
from assessments.models import (
    Assessment,
    AssessmentEvent,
    AssessmentEventKind,
    Confirmation,
    Cycle,
    CycleEvent,
    CycleEventKind,
    Rating,
)
from core.bulk import insert_events, write_history
from partnerships.models import (
    Agreement,
    Category,
    Edition,
    Item,
    LevelColour,
    LevelKind,
    Partnership,
    Period,
    PeriodKind,
    RatingLevel,
    RatingScale,
)

from .courses import COURSES, DRAFT, FINAL, RETURNED, SUBMITTED
from .evidence import Editions, write_evidence

REASON = "made up by make_scale_data"
LAST_YEAR = 2025
"""The newest school year begins in it."""
YEARS_AN_EDITION = 3
CATEGORIES = (
    ("Staffing", 6),
    ("Teaching, Learning and Accountability", 9),
    ("Collaboration and Resources", 8),
    ("Student Services", 7),
    ("Data and Technology", 11),
    ("Transportation", 4),
    ("Career and Technical", 10),
)
"""Titles and numbers of rated items: about the county's agreement."""
LEVELS = ("Not begun", "Begun", "In place", "In place, and it shows")
COMMENTS = ("Seen in our schools.", "We meet monthly about it.", "To be discussed at the conference.")
REMARK = "Please look at category 3 again."


class County:
    """An invented agreement, written to the database step by step. The same arguments give the same county."""

    def __init__(self, districts, years, *, name, seed):
        self.name, self.slug = name, slugify(name)
        self.random = random.Random(f"{name} {districts} {years} {seed}")  # noqa: S311  # nothing secret
        self.years = range(LAST_YEAR - years + 1, LAST_YEAR + 1)
        self.lead = Organization.objects.create(
            name=f"{name} Special District", short_name=f"{name} SD", kind=OrganizationKind.LEAD_AGENCY
        )
        self.agreement = Agreement.objects.create(
            title=f"{name} Partnership Agreement", slug=self.slug, lead=self.lead
        )
        self.director = self._person("director", Role.DIRECTOR, self.lead)
        self.scale, self.levels = self._scale()
        self.partnerships = self._partnerships(districts)
        self.liaison = self._person("liaison", Role.LIAISON, self.partnerships[0].partner)
        self.leaning = {row.pk: self.random.gauss(1.5, 0.4) for row in self.partnerships}

    def _person(self, what, role, organization):
        user = get_user_model().objects.create_user(
            f"{what}@{self.slug}.example", DEMO_PASSWORD, name=f"{self.name} {what}"
        )
        Membership.objects.create(user=user, organization=organization, role=role, reaches_all=True)
        return user

    def _scale(self):
        scale = RatingScale.objects.create(
            name=f"{self.name} scale", met_from=2, flag_symbol="*", flag_label="Students have gained by it"
        )
        levels = [
            RatingLevel(scale=scale, code=n, value=n, label=label, words=label, colour=f"ink-{n}", position=n)
            for n, label in enumerate(LEVELS)
        ]
        outside = RatingLevel(
            scale=scale,
            code="N/A",
            kind=LevelKind.NOT_APPLICABLE,
            label="Not applicable",
            words="Not applicable",
            colour=LevelColour.OUTSIDE,
            position=len(levels),
        )
        return scale, RatingLevel.objects.bulk_create([*levels, outside])

    def _partnerships(self, districts):
        partners = Organization.objects.bulk_create(
            Organization(
                name=f"{self.name} District {number}",
                short_name=f"{self.name} {number}",
                kind=OrganizationKind.PARTNER_DISTRICT,
            )
            for number in range(1, districts + 1)
        )
        return Partnership.objects.bulk_create(
            Partnership(agreement=self.agreement, partner=partner, slug=f"{self.slug}-{number}")
            for number, partner in enumerate(partners, start=1)
        )

    def write(self, *, rated):
        edition: Edition | None = None
        editions: Editions = []
        for year in self.years:
            if edition is None or (year - self.years[0]) % YEARS_AN_EDITION == 0:
                edition, items = self._edition(year)
                editions.append((edition, []))
            editions[-1][1].append(self._period(year))
            if rated:
                self._year(year, edition, items)
        write_evidence(self.partnerships, editions, self.random, REASON)
        for model in (Organization, Agreement, RatingScale, RatingLevel, Partnership, Category, Item, Cycle):
            _write_first_history(model)
        return self

    def _edition(self, year):
        edition = Edition.objects.create(
            agreement=self.agreement, label=_label(year), effective_from=date(year, 7, 1), scale=self.scale
        )
        categories = Category.objects.bulk_create(
            Category(
                edition=edition, position=number, number=str(number), title=title, lead_in="Both sides will:"
            )
            for number, (title, _) in enumerate(CATEGORIES, start=1)
        )
        items = Item.objects.bulk_create(
            Item(
                edition=edition,
                category=category,
                number=str(number),
                position=number,
                reference=f"{category.number}.{number}",
                lineage=f"{self.slug}-{category.number}-{number}",
                text=f"Keep invented promise {number} of {title.lower()}.",
            )
            for category, (title, count) in zip(categories, CATEGORIES, strict=True)
            for number in range(1, count + 1)
        )
        edition.adopt(by=self.director)
        return edition, items

    def _period(self, year):
        period, _ = Period.objects.get_or_create(
            kind=PeriodKind.SCHOOL_YEAR,
            label=_label(year),
            defaults={"start": date(year, 7, 1), "end": date(year + 1, 6, 30)},
        )
        return period

    def _year(self, year, edition, items):
        period = self._period(year)
        due_on = date(year + 1, 9, 30)
        cycle = Cycle.objects.create(
            edition=edition, period=period, due_on=due_on, public_id=self._public_id()
        )
        opened = _noon(due_on - timedelta(days=60))
        wanted = []
        for partnership in self.partnerships:
            course = COURSES[0]
            if year == LAST_YEAR:
                course = self.random.choices(COURSES, [course.weight for course in COURSES])[0]
            for by, status in (
                (partnership.partner, course.own),
                (self.lead, course.lead),
                (None, course.joint),
            ):
                if status:
                    wanted.append((self._assessment(partnership, cycle, by), status, course.rated))
        for batch in _batches(wanted, 200):
            Assessment.objects.bulk_create(assessment for assessment, *_ in batch)
            Rating.objects.bulk_create(
                rating
                for assessment, *course in batch
                for rating in self._ratings(assessment, items, *course)
            )
        self._date(cycle, opened)
        new = Assessment.objects.filter(cycle=cycle)
        write_history(Rating.objects.filter(assessment__in=new), kind="+", reason=REASON, at="updated_at")
        write_history(new, kind="+", reason="opened", at=opened)
        CycleEvent.objects.create(cycle=cycle, kind=CycleEventKind.OPENED, at=opened, by=self.director)
        self._write_events(new, AssessmentEventKind.OPENED, opened)
        self._hand_on(cycle, wanted)

    def _assessment(self, partnership, cycle, by):
        return Assessment(
            public_id=self._public_id(), partnership=partnership, cycle=cycle, by=by, date=cycle.due_on
        )

    def _ratings(self, assessment, items, status, share):
        """The joint one says about what the partner's own says; the other side is a little stricter."""
        leaning = self.leaning[assessment.partnership_id] + 0.12 * (assessment.cycle.period.start.year % 5)
        if assessment.by_id == self.lead.pk:
            leaning -= 0.2
        chance = share if status in (DRAFT, RETURNED) else 0.995
        for item in items:
            if self.random.random() > chance:
                continue
            value = min(
                3, max(0, round(self.random.gauss(leaning + 0.1 * (item.category.position % 3), 0.7)))
            )
            level = self.levels[value if self.random.random() > 0.02 else -1]
            yield Rating(
                assessment=assessment,
                item=item,
                level=level,
                flag=value == 3 and self.random.random() < 0.5,
                comment=self.random.choice(COMMENTS) if self.random.random() < 0.25 else "",
                updated_by=self.director if assessment.by_id == self.lead.pk else None,
            )

    def _date(self, cycle, opened):
        """Spread the changes over the weeks up to the due date: creating rows stamps them all with now."""
        for week in range(8):
            at = opened + timedelta(days=7 * week + 3)
            rows = Assessment.objects.filter(cycle=cycle, pk__in=self._eighth(cycle, week))
            Rating.objects.filter(assessment__in=rows).update(updated_at=at)
            rows.update(updated_at=at)

    def _eighth(self, cycle, number):
        return list(Assessment.objects.filter(cycle=cycle).order_by("pk").values_list("pk", flat=True))[
            number::8
        ]

    def _hand_on(self, cycle, wanted):
        """Through the statuses in their order, each with its row of history."""
        keys_of = {
            status: [assessment.pk for assessment, end, _ in wanted if end in ends]
            for status, ends in (
                (SUBMITTED, (SUBMITTED, RETURNED, FINAL)),
                (RETURNED, (RETURNED,)),
                (FINAL, (FINAL,)),
            )
        }
        stamps = {SUBMITTED: "submitted", RETURNED: "returned", FINAL: "made_final"}
        kinds = {
            SUBMITTED: AssessmentEventKind.SUBMITTED,
            RETURNED: AssessmentEventKind.RETURNED,
            FINAL: AssessmentEventKind.MADE_FINAL,
        }
        for days, (status, keys) in enumerate(keys_of.items()):
            at = _noon(cycle.due_on + timedelta(days=days))
            changed = {"status": status, "updated_at": at}
            changed |= {f"{stamps[status]}_at": at, f"{stamps[status]}_by": self.director}
            if status == RETURNED:
                changed["remark"] = REMARK
            if status == SUBMITTED:
                changed["submission"] = 1
            for batch in _batches(keys, 10_000):
                reached = Assessment.objects.filter(pk__in=batch)
                reached.update(**changed)
                write_history(reached, kind="~", reason=status, at=at)
                self._write_events(reached, kinds[status], at, words=changed.get("remark", ""))
            if status == SUBMITTED:
                submitted, final = set(keys), set(keys_of[FINAL])
                joint = [one for one, *_ in wanted if one.by_id is None and one.pk in submitted]
                self._confirm(joint, final, at)

    def _confirm(self, joint, final, at):
        """Each of the joint ones is confirmed by the lead agency, which submitted it; the final ones by both."""
        Confirmation.objects.bulk_create(
            Confirmation(assessment=one, organization=side, submission=1, by=by, at=at)
            for one in joint
            for side, by in ((self.lead, self.director), (one.partnership.partner, self.liaison))
            if side is self.lead or one.pk in final
        )

    def _write_events(self, assessments, kind, at, *, words=""):
        insert_events(
            AssessmentEvent, "assessment", assessments, kind=kind, at=at, by=self.director, words=words
        )

    def _public_id(self):
        return "".join(self.random.choices(string.ascii_letters + string.digits, k=12))


def _label(year):
    return f"{year}-{year + 1}"


def _noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


def _batches(rows, size):
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _write_first_history(model: type[Model]) -> None:
    """A row of history for each row that has none."""
    past = model.history.model.objects.filter(id=OuterRef("pk"))  # type: ignore[attr-defined]
    write_history(model._default_manager.filter(~Exists(past)), kind="+", reason=REASON)


def make_county(
    districts: int, years: int, *, name: str = "Sample", seed: int = 1, rated: bool = True
) -> County:
    """An invented agreement with its partnerships, the assessments of some years if it is `rated`, and evidence."""
    with transaction.atomic():
        return County(districts, years, name=name, seed=seed).write(rated=rated)
