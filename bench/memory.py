"""Memory of a web process that has answered every kind of page, in MiB.

The process is one of its own, which loads what gunicorn loads and calls it as gunicorn does.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

MOST_OF_A_PROCESS = 90
THREADS = 4
"""Of a web process that `make run` starts."""


def resident():
    """MiB of this process that are in memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def measure_memory(visits):
    """(at rest, after every page, after every page in each of four threads) of a process that visits `visits`.

    They are pairs of a person and addresses.
    """
    wanted = [(session_of(user), list(urls)) for user, urls in visits]
    database = f"sqlite:///{connection.settings_dict['NAME']}"
    environment = os.environ | {"DATABASE_URL": database, "ALLOWED_HOSTS": "testserver"}
    done = subprocess.run(  # this very module
        [sys.executable, "-m", "bench.memory"],
        input=json.dumps(wanted),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def session_of(user):
    """The key of a session in which a person is signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def visit(application, url, session):
    path, _, query = url.partition("?")
    answers = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}",
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    response = application(environ, lambda status, headers, *_: answers.append(status))
    for _ in response:
        pass
    response.close()
    return answers[0].split()[0]


def main():
    from config.wsgi import application  # here the process becomes a web server

    at_rest = resident()
    wanted = [(url, session) for session, urls in json.load(sys.stdin) for url in urls]

    def visit_all():
        statuses = [visit(application, *one) for one in wanted]
        assert statuses.count("200") > len(statuses) / 2, statuses
        assert "500" not in statuses, statuses

    visit_all()
    once = resident()
    with ThreadPoolExecutor(THREADS - 1) as threads:  # each has a connection of its own, as the first has
        for visiting in [threads.submit(visit_all) for _ in range(THREADS - 1)]:
            visiting.result()
    sys.stdout.write(json.dumps([at_rest, once, resident()]))


if __name__ == "__main__":
    main()
