"""Making and revoking the keys of programs, and telling whose a key is. The secret is known to its person alone."""

from secrets import token_urlsafe

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone

from .models import ApiToken, User, digest_of

MOST_TOKENS = 20
"""That one person has at once."""

BEGINNING = "accord_"
"""With which a secret begins, so that it is known for one where it turns up."""


def make_token(user: User, name: str) -> tuple[ApiToken, str]:
    """A new key, and its secret. Raises ValidationError for one too many, or a name that is empty, too long or none
    that a database takes."""
    if user.api_tokens.filter(revoked_at=None).count() >= MOST_TOKENS:
        raise ValidationError(f"There are {MOST_TOKENS} keys already. Revoke one that is not used any more.")
    secret = BEGINNING + token_urlsafe(32)
    ProhibitNullCharactersValidator()(name)
    token = ApiToken(user=user, name=name.strip(), digest=digest_of(secret))
    token.full_clean()
    token.save(force_insert=True)
    return token, secret


def revoke(token: ApiToken) -> bool:
    """Says whether this call was the one that did it."""
    standing = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    return bool(standing.update(revoked_at=timezone.now()))


def token_of(secret: str) -> ApiToken | None:
    """The key with this secret and its person, unless it was revoked or its person may not sign in."""
    return ApiToken.objects.valid().of(secret).select_related("user").first()
