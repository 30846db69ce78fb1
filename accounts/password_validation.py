"""What a password must not be, beside what Django's own validators say."""

import gzip
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError


class CommonPasswordValidator(password_validation.CommonPasswordValidator):
    """Django's, which reads its list when somebody chooses a password: kept, it takes 2 MB of every process."""

    def __init__(self) -> None:  # Django's reads it here
        pass

    def validate(self, password: str, user: Any = None) -> None:
        wanted = password.lower().strip()
        with gzip.open(self.DEFAULT_PASSWORD_LIST_PATH, "rt", encoding="utf-8") as common:
            if any(wanted == one.strip() for one in common):
                raise ValidationError(self.get_error_message(), code="password_too_common")
