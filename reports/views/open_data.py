"""What was published, as files. The page that describes them is one of the public site's (`public_site`)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from reports.public.open_data import made_file
from reports.public.site import standing_at

from .public_site import answered, nothing_at


@login_not_required
@require_safe
def public_file(request, slug, name):
    record = standing_at(slug)
    if record is None or record.withdrawn_at:
        return nothing_at(request, record)
    made = made_file(record.public_id, name)
    if made is None:
        return nothing_at(request)
    response = HttpResponse(made.plain, content_type=made.content_type)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = made.packed
        response["Content-Encoding"] = "gzip"
    response["Content-Disposition"] = content_disposition_header(True, f"{slug}-{name}")
    response["Access-Control-Allow-Origin"] = "*"  # it is for everybody, and has nothing of who asks
    patch_vary_headers(response, ["Accept-Encoding"])
    return answered(request, response, f'W/"{made.mark}"')
