"""Some of the entities that a definition speaks of, as a person writes them down."""

from typing import Any

from django import forms

from core.forms import TextField
from evidence.models import Definition, PopulationGroup

from .forms import OfRowForm


class PopulationForm(OfRowForm):
    class Meta:
        model = PopulationGroup
        fields = ["number", "who", "is_counted", "reason", "period", "source"]
        field_classes = {"reason": TextField}
        widgets = {"reason": forms.Textarea({"rows": 2})}
        labels = {
            "who": "Of whom",
            "reason": "Why they do not count",
            "period": "In which period alone",
            "source": "Where this stands",
        }

    def __init__(self, data: Any = None, *, definition: Definition, **options: Any) -> None:
        super().__init__(data, **options)
        if self.instance.pk is None:
            self.instance.definition = definition
            self.instance.position = definition.population.count() + 1
        self.offer_periods("period", "Whenever nothing else is said")
