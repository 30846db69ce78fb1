"""What the worker does and has done, to look at."""

from django.contrib import admin
from django_tasks_db.admin import DBTaskResult, DBTaskResultAdmin

from core.admin.lists import ListAdmin
from core.admin.pages import FIELDS

admin.site.unregister(DBTaskResult)


@admin.register(DBTaskResult)
class TaskAdmin(ListAdmin, DBTaskResultAdmin):
    """Nobody changes anything here."""

    formfield_overrides = FIELDS
