"""What a person says of a task of a launch plan."""

from typing import Any

from django import forms

from actionsteps.models import LaunchTask
from core.forms import TextField
from core.record_forms import RecordForm


class TaskForm(RecordForm):
    note = TextField(
        label="Note",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Of a task that is held up or dropped, the reason.",
    )

    class Meta:
        model = LaunchTask
        fields = ["status", "owner", "note"]

    def __init__(self, data: Any = None, *, task: LaunchTask) -> None:
        super().__init__(data, instance=task, auto_id=f"{task.public_id}-%s")
