"""Writing the words of a request."""

from django.db import transaction

from accounts.models import User
from core.ids import is_public_id

from ..models import FundingRequest
from .deeds import RequestRefused
from .forms import RequestForm


@transaction.atomic
def save_request(form: RequestForm, key: str, *, by: User) -> FundingRequest:
    """Write what the person changed in a valid form; a new request is begun, once for each `key`.

    Raises Conflict as `RecordForm.save_by` does, and RequestRefused where it was submitted meanwhile.
    """
    request: FundingRequest = form.instance
    if request.pk is None:
        if is_public_id(key):
            same = FundingRequest.objects.filter(public_id=key, partnership=request.partnership).first()
            if same:
                return same
            request.public_id = key
    elif not FundingRequest.objects.select_for_update(no_key=True).get(pk=request.pk).is_written:
        raise RequestRefused(
            "It was submitted or withdrawn meanwhile, so its words stay as they are. Yours stand below."
        )
    saved: FundingRequest = form.save_by(by)
    return saved
