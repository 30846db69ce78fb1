"""What a period is: the editions' words and the periods themselves ask for it."""

from django.db import models


class PeriodKind(models.TextChoices):
    SCHOOL_YEAR = "school_year", "school year"
    HALF_YEAR = "half_year", "half year"
    CYCLE = "cycle", "cycle"
    FEDERAL_FISCAL_YEAR = "federal_fiscal_year", "federal fiscal year"
    MONTH = "month", "month"
    NAMED_SPAN = "named_span", "named span"
