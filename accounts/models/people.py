"""People who sign in. What they may see and do is decided by their memberships (`partnerships`)."""

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from core.sorting import SortKeyField

LAST_ADMINISTRATOR = "Nobody else administers Accord. Make somebody else an administrator first."


class UserManager(BaseUserManager["User"]):
    def administrators(self):
        """Those who may sign in and administer Accord, not who was invited to and has no password yet.

        There is always one (`accounts.locks`).
        """
        administrators = self.filter(is_active=True, is_staff=True)
        return administrators.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def create_user(self, email, password=None, **fields):
        fields.setdefault("is_superuser", fields.get("is_staff", False))
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person, known by e-mail address. `is_staff` makes an administrator, who may change everything there is to
    administer: no single permissions are given."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    groups = None  # type: ignore[assignment]
    user_permissions = None  # type: ignore[assignment]
    name = models.CharField(max_length=150, help_text="As colleagues know this person.")
    sort_key = SortKeyField("name")
    email = models.EmailField("e-mail address", unique=True)
    is_staff = models.BooleanField(
        "administrator",
        default=False,
        help_text="May open this administration, change everything in it, and read every partnership.",
    )
    is_active = models.BooleanField(
        "may sign in",
        default=True,
        help_text="Take this away instead of deleting somebody, so that their work keeps its author.",
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="Somebody signs in with this e-mail address already.",
            ),
            models.CheckConstraint(
                name="user_administrator_is_one_choice",
                condition=Q(is_superuser=F("is_staff")),
                violation_error_message="An administrator may change everything, and nobody else.",
            ),
        ]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @property
    def is_last_administrator(self):
        """Whether nobody would be left to administer Accord without this person."""
        others = User.objects.administrators().exclude(pk=self.pk)
        return User.objects.administrators().filter(pk=self.pk).exists() and not others.exists()

    def has_perm(self, perm, obj=None):
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label):
        return self.is_active and self.is_staff
