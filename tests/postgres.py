"""Run a command with a PostgreSQL of its own, which is deleted afterwards.

    python -m tests.postgres -- pytest -n 2
    python -m tests.postgres --find

The command finds its database in DATABASE_URL. The server listens on a Unix socket in a
temporary directory that only its own user can enter; it touches no other cluster. Needs
nothing but the standard library and PostgreSQL's programs.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

NAME = "accord"
PROGRAMS = ("initdb", "postgres", "pg_isready", "createdb")
# Durability is of no use to a database that lives for minutes, nor is compiling queries over a few rows.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    # Left to itself it counts tables in the moment in which a test has emptied them, and what is asked next is
    # planned for empty tables: now and then one query took minutes.
    "autovacuum": "off",
    # Whoever waits for a lock that nobody gives up is told so, long before somebody looks at the clock.
    "lock_timeout": "60s",
    "idle_in_transaction_session_timeout": "120s",
}


def find_programs():
    """The directory of PostgreSQL's programs, the newest version first; exits where there is none."""
    candidates = []
    if initdb := shutil.which("initdb"):
        candidates.append(Path(initdb).resolve().parent)
    versions = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    candidates += sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        candidates.append(Path(answer.stdout.strip()))
    for directory in candidates:
        if all((directory / program).exists() for program in PROGRAMS):
            return directory
    sys.exit(
        "The tests need PostgreSQL, and none was found: no initdb on PATH, in /usr/lib/postgresql or where "
        "pg_config points. On Debian and Ubuntu: sudo apt-get install postgresql"
    )


def server_user():
    """PostgreSQL refuses to run as root, so root lends it to another user."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    sys.exit("PostgreSQL does not run as root, and this system has no user postgres or nobody to run it as.")


@contextlib.contextmanager
def cluster():
    """A running server with an empty database. Gives its address."""
    programs = find_programs()
    home = Path(tempfile.mkdtemp(prefix="accord-postgres-"))
    data, log = home / "data", home / "log"
    server = None
    options = {"cwd": home, "stdin": subprocess.DEVNULL, **server_user()}

    def call(program, *arguments):
        done = subprocess.run(
            [programs / program, *arguments], **options, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"PostgreSQL's {program} failed:\n{done.stdout}{done.stderr}")

    try:
        if "user" in options:
            os.chown(home, options["user"], options["group"])
        locale = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
        call("initdb", "-D", data, "-U", NAME, "-A", "trust", "-E", "UTF8", f"--locale={locale}", "--no-sync")
        settings = [f"--{key}={value}" for key, value in SETTINGS.items()]
        with log.open("w") as output:
            # A session of its own: Ctrl-C must not take the database from under the command.
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", home, *settings],
                **options,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        await_server(server, [programs / "pg_isready", "--quiet", "-h", home, "-d", "postgres"], log)
        call("createdb", "-h", home, "-U", NAME, NAME)
        yield f"postgresql://{NAME}@{quote(str(home), safe='')}/{NAME}"
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if server:
            server.send_signal(signal.SIGQUIT)  # PostgreSQL's "immediate shutdown"
            server.wait()
        shutil.rmtree(home, ignore_errors=True)


def await_server(server, question, log):
    for _ in range(600):
        if server.poll() is not None:
            sys.exit(f"PostgreSQL did not start:\n{log.read_text()}")
        if subprocess.run(question, check=False).returncode == 0:
            return
        time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start within a minute:\n{log.read_text()}")


def run(command, url):
    """Run the command; whatever stops this process stops the command first."""
    process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url})
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            continue  # the terminal has told the command too
        except SystemExit:
            process.terminate()
            process.wait()
            raise
        return code if code >= 0 else 128 - code


def interrupt(number, frame):
    sys.exit(128 + number)


def main():
    arguments = sys.argv[1:]
    if arguments == ["--find"]:
        sys.stdout.write(f"{find_programs()}\n")
        return 0
    if arguments[:1] != ["--"] or not arguments[1:]:
        sys.exit(__doc__)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    try:
        with cluster() as url:
            return run(arguments[1:], url)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
