"""What a report says of who confirmed the joint assessment."""

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from assessments.models import Assessment
from reports import gather, render
from tests import factories as make
from tests.assessments.around import Round

pytestmark = pytest.mark.django_db


def test_the_cover_says_who_confirmed_it_and_why_it_was_closed_without_somebody():
    around = Round()
    joint = around.begin()
    make.submit(joint, by=around.director)
    make.close_without(joint, by=around.director, words="The board was dissolved.")
    report = gather.state_of_the_partnership(Assessment.objects.with_partnership().get(pk=joint.pk))
    today = date_format(timezone.localdate(), "M j, Y")
    assert report.confirmed == (f"SSD: {around.director.name}, {today}",)
    assert (report.unconfirmed, report.closing_reason) == (("Clayton",), "The board was dissolved.")
    page = " ".join(render.state_of_the_partnership(report).split())
    assert "Clayton. It was made final all the same: The board was dissolved." in page
