"""Static files as production serves them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Compressed files with a hash in their names; our JavaScript modules import each other by these names.

    Django's own setting for this (support_js_module_import_aggregation) holds for the modules of all packages,
    and django-htmx has one that imports a file it does not bring along.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "accord/*.js",
            (
                (
                    r"""(?P<matched>\b(?P<word>from|import) "(?P<url>\./[\w-]+\.js)";)""",
                    """%(word)s "%(url)s";""",
                ),
            ),
        ),
    )
