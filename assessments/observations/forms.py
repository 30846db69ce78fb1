"""What is entered of a class."""

from typing import Any

from assessments.models import Assessment, ObservedClass
from core.record_forms import RecordForm

from .tallies import schools_of


class ObservedClassForm(RecordForm):
    class Meta:
        model = ObservedClass
        fields = ["school", "observed", "engaged"]

    def __init__(self, data: Any = None, *, assessment: Assessment, **options: Any) -> None:
        super().__init__(data, **options)
        self.instance.assessment = assessment
        schools: Any = self.fields["school"]
        schools.queryset = schools_of(assessment.partnership)
        schools.label_from_instance = lambda school: school.name
        if self.instance.pk is None and len(schools.queryset) == 1:
            self.initial["school"] = schools.queryset[0]
