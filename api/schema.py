"""What OpenAPI says of the interface, told by a process of its own.

Who reads about the interface asks nothing of it. django-ninja and pydantic, of which the schema follows, would
stay in every web process, with 16 MiB.
"""

import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import django
from django.conf import settings
from django.urls import reverse


@cache
def openapi_schema() -> dict[str, Any]:
    """Asked once in a process: it takes about a second."""
    addresses = reverse("api", args=["x"]).removesuffix("x")
    command = [sys.executable, "-m", "api.schema", addresses]
    done = subprocess.run(  # noqa: S603 # this very module
        command, stdout=subprocess.PIPE, cwd=settings.BASE_DIR, text=True, check=True
    )
    return json.loads(done.stdout)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from .interface import interface  # its records are the models', which must be there

    json.dump(interface.get_openapi_schema(path_prefix=sys.argv[1]), sys.stdout)


if __name__ == "__main__":
    main()
