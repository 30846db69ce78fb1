"""What became of the example's action steps: who does them until when, and how far they are, as of a day."""

from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth import get_user_model

from accounts.models import User
from actionsteps.models import ActionStep, Hours, Repeats, StepStatus
from actionsteps.progress.noting import ask, note, reckon_next
from actionsteps.steps.writing import tick_off
from assessments.models import Highlight, HighlightKind
from core.history import save_as
from evidence.models import EvidenceRow
from partnerships.models import SignatorySide


def work_on_steps(today: date) -> None:
    """Give the example's people something to do: a step that is late, one under way, one that repeats, one that
    nobody took yet and one that was done."""
    liaison = get_user_model().objects.get(email="liaison@example-1.example")
    director = get_user_model().objects.get(email="director@example.example")
    families, devices, evenings = _steps("example-1")
    meeting, answers = _steps("example-3")
    in_weeks = [today + timedelta(weeks=number) for number in range(40)]

    _plan(
        families,
        by=liaison,
        owner=liaison,
        opened_on=_ago(today, 800),
        starts_on=_ago(today, 90),
        due_on=_ago(today, 12),
        partners="the principals of the seven schools",
    )
    _plan(
        devices,
        by=liaison,
        owner_role="principals",
        owner_side=SignatorySide.PARTNER,
        starts_on=in_weeks[6],
        due_on=in_weeks[26],
    )
    _plan(
        evenings,
        by=liaison,
        owner=liaison,
        starts_on=_ago(today, 70),
        due_on=in_weeks[30],
        repeats=Repeats.MONTHLY,
        cost=Decimal(1200),
        cost_in_words="for child care and food; rooms are free",
        hours_stated=Decimal(40),
    )
    for place, (what, planned, spent) in enumerate((("Preparing", 18, 6), ("The evenings", 20, 4)), 1):
        save_as(Hours(step=evenings, what=what, planned=planned, spent=spent, position=place), by=liaison)
    _plan(meeting, by=director, owner=director, starts_on=_ago(today, 60), due_on=in_weeks[9])
    _plan(answers, by=director, owner=director, starts_on=_ago(today, 120), due_on=_ago(today, 20))

    tick_off(families.actions.all()[0], True, by=liaison)
    focus = Highlight.objects.filter(kind=HighlightKind.FOCUS, assessment__partnership__slug="example-1")
    families.highlights.add(*focus.filter(assessment__by=None)[:1])
    families.rows.add(
        *EvidenceRow.objects.filter(partnership__slug="example-1", edition=families.plan.edition)[:1]
    )

    under_way = StepStatus.UNDER_WAY
    note(families, status=under_way, words="Six of seven schools know.", on=_ago(today, 30), by=liaison)
    note(evenings, status=under_way, words="Twelve families came.", occasion=evenings.starts_on, by=liaison)
    note(meeting, status=under_way, words="The dates are set.", on=_ago(today, 14), by=director)
    words = "Questions are answered within two school days now. Whether families notice, the survey will say."
    note(answers, status=StepStatus.DONE, words=words, on=_ago(today, 21), by=director)
    ask(families, "Is the seventh school settled? The board asks in two weeks.", by=director)


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _steps(slug: str) -> list[ActionStep]:
    steps = ActionStep.objects.newest().filter(plan__partnership__slug=slug)
    return list(steps.select_related("plan__partnership").order_by("position"))


def _plan(step: ActionStep, *, by: User, **fields: object) -> None:
    for name, value in fields.items():
        setattr(step, name, value)
    save_as(step, by=by)
    reckon_next(step)
