import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

HASHED = re.compile(r"[\w-]+\.[0-9a-f]{12}\.js")
IMPORTED = re.compile(r'^(?:import|export)\b[^;]*"\./(.+)";', re.M)


@pytest.mark.slow
def test_in_production_our_modules_import_each_other_by_their_hashed_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = [settings.BASE_DIR / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    hashed = {"BACKEND": "core.static.HashedStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": hashed}
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["*.css"])

    ours = [path.name for path in (settings.BASE_DIR / "static/accord").glob("*.js")]
    served = [tmp_path / staticfiles_storage.stored_name(f"accord/{name}") for name in ours]
    imported = {name for path in served for name in IMPORTED.findall(path.read_text())}
    assert {"items", "unsaved"} <= {name.split(".")[0] for name in imported}
    assert all(HASHED.fullmatch(name) for name in imported)
    assert imported <= {path.name for path in served}
