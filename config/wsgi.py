import os

from django.core.wsgi import get_wsgi_application

from core.readable import in_utf_8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = in_utf_8(get_wsgi_application())
