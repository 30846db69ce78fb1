"""What families and others tell a partnership, and what it answered."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField
from partnerships.models import Category, Partnership

FEEDBACK_MAX_LENGTH = 5000
"""Characters of what was said, and of the answer."""


class FeedbackSource(models.TextChoices):
    SURVEY = "survey", "survey"
    COUNCIL = "council", "parent advisory council"
    MEETING = "meeting", "meeting"
    LETTER = "letter", "letter"
    PHONE = "phone", "phone"
    PORTAL = "portal", "portal"
    FORM = "form", "the form for families"
    SEVERAL = "several", "merged from several"
    UNKNOWN = "unknown", "not recorded"


class FeedbackState(models.TextChoices):
    """What became of it. Feedback that steps answer needs no answer in words, and may have one."""

    WAITING = "waiting", "waits for an answer"
    ANSWERED = "answered", "answered"
    DECLINED = "declined", "declined"


class AnswerLanguage(models.TextChoices):
    ENGLISH = "en", "English"
    SPANISH = "es", "Spanish"


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def statements(self) -> Self:
        """Without those that were merged under another one, which speaks for them."""
        return self.filter(merged_into=None)

    def with_links(self) -> Self:
        """`is_linked`: whether a step answers it, or one of those merged under it, as the plan stands now."""
        steps: Any = Feedback.steps.rel.related_model  # type: ignore[attr-defined]
        later = steps.with_removed.filter(
            lineage=OuterRef("actionstep__lineage"),
            plan__partnership=OuterRef("actionstep__plan__partnership"),
            pk__gt=OuterRef("actionstep"),
        )
        links = Feedback.steps.through.objects.filter(actionstep__removed_at=None).exclude(Exists(later))
        of_it = links.filter(feedback=OuterRef("pk"))
        of_originals = links.filter(feedback__merged_into=OuterRef("pk"), feedback__removed_at=None)
        return self.annotate(is_linked=Exists(of_it) | Exists(of_originals))

    def waiting(self) -> Self:
        """Statements with neither an answer, nor a reason to decline, nor a step."""
        return self.statements().filter(state=FeedbackState.WAITING).with_links().filter(is_linked=False)

    def released(self) -> Self:
        """What staff let the public read."""
        return self.statements().filter(released_at__isnull=False)


class FeedbackManager(models.Manager["Feedback"]):
    """That which stands, without what was removed."""

    def get_queryset(self) -> FeedbackQuerySet:
        return FeedbackQuerySet(self.model, using=self._db).filter(removed_at=None)

    def get_by_natural_key(self, partnership: str, text: str) -> "Feedback":
        return self.get(partnership__slug=partnership, text=text)


class Feedback(models.Model):
    """What parents and others told the partnership, in the words it was recorded in.

    Several that say the same are merged under one statement: the originals stay as they were said and name it.
    Families read nothing of it before it is released, and then `public_text` where it was reworded for them.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="feedback")
    text = LimitedTextField(verbose_name="what was said", max_length=FEEDBACK_MAX_LENGTH)
    source = models.CharField(max_length=10, choices=FeedbackSource, default=FeedbackSource.UNKNOWN)
    said_on = models.DateField(null=True, blank=True)
    said_on_is_month = models.BooleanField(default=False, help_text="Only the month is known.")
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback",
        help_text="What it is about.",
    )
    people = models.PositiveIntegerField(
        "number of people who said it", null=True, blank=True, help_text="Empty where nobody counted."
    )
    language = models.CharField(
        max_length=2, choices=AnswerLanguage, default=AnswerLanguage.ENGLISH, editable=False
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="originals", editable=False
    )
    state = models.CharField(
        max_length=10, choices=FeedbackState, default=FeedbackState.WAITING, editable=False
    )
    answer = LimitedTextField(
        max_length=FEEDBACK_MAX_LENGTH,
        blank=True,
        editable=False,
        help_text="What was answered, or why it was declined.",
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    public_text = LimitedTextField(
        max_length=FEEDBACK_MAX_LENGTH,
        blank=True,
        editable=False,
        help_text="What families read instead of the words it was recorded in.",
    )
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="Empty where a family sent it, or a file held it.",
    )
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    history = HistoricalRecords()

    objects = FeedbackManager.from_queryset(FeedbackQuerySet)()
    with_removed: Any = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        verbose_name_plural = "feedback"
        constraints = [
            models.CheckConstraint(
                name="feedback_has_words",
                condition=~Q(text=""),
                violation_error_message="Write down what was said.",
            ),
            models.CheckConstraint(
                name="feedback_answer_says_by_whom",
                condition=Q(state=FeedbackState.WAITING, answer="", answered_at=None)
                | (~Q(state=FeedbackState.WAITING) & ~Q(answer="") & Q(answered_at__isnull=False)),
                violation_error_message="What is answered or declined says with which words, and when.",
            ),
            models.CheckConstraint(
                name="feedback_merged_into_another",
                condition=~Q(merged_into=models.F("pk")),
                violation_error_message="Feedback is not merged into itself.",
            ),
            models.CheckConstraint(
                name="feedback_merged_is_not_released",
                condition=Q(merged_into=None) | Q(released_at=None),
                violation_error_message="The statement it was merged into is what families read.",
            ),
            models.CheckConstraint(
                name="feedback_month_is_its_first_day",
                condition=Q(said_on_is_month=False) | Q(said_on__day=1),
                violation_error_message="A month is kept as its first day.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def natural_key(self) -> tuple[Any, ...]:
        return (self.partnership.slug, self.text)

    natural_key.dependencies = ["partnerships.partnership"]  # type: ignore[attr-defined]

    @property
    def for_families(self) -> str:
        return self.public_text or self.text

    @property
    def language_for_families(self) -> str:
        """Of these words: staff word them anew in English."""
        return AnswerLanguage.ENGLISH if self.public_text else self.language


class FamilyForm(models.Model):
    """The form by which families tell a partnership something, without an account. A director switches it on."""

    partnership = models.OneToOneField(Partnership, models.PROTECT, related_name="family_form")
    is_open = models.BooleanField(default=False)
    words = LimitedTextField(
        verbose_name="what stands above it",
        max_length=2000,
        blank=True,
        help_text="What you would like to hear about.",
    )
    words_in_spanish = LimitedTextField(verbose_name="the same in Spanish", max_length=2000, blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"Form for families: {self.partnership}"


class Helped(models.TextChoices):
    YES = "yes", "yes"
    PARTLY = "partly", "partly"
    NO = "no", "no"


class FamilyMessage(models.Model):
    """What belongs to feedback that came by the form: a reply address, and the private address of its sender.

    Only the checksum of that address is kept. A form sent twice has the same `sent_once`.
    """

    feedback = models.OneToOneField(Feedback, models.PROTECT, related_name="message")
    sent_once = models.CharField(max_length=64, unique=True, editable=False)
    secret_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    reply_address = models.EmailField(blank=True, help_text="Only staff of the two sides see it.")
    warned = models.BooleanField(
        default=False, help_text="It seemed to name a student, and the sender sent it all the same."
    )
    answer_sent_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When the answer went to the reply address."
    )
    helped = models.CharField(max_length=10, choices=Helped, blank=True)
    helped_words = LimitedTextField(max_length=2000, blank=True)
    helped_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["secret_sha256", "sent_once"])

    def __str__(self) -> str:
        return f"By the form: {self.feedback}"
