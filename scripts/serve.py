"""Run the web server and the worker until someone stops them or one of them ends.

    serve.py PORT            both, on 127.0.0.1
    serve.py --check PORT    only say whether the port is free

Each gets a session of its own, so that Ctrl-C reaches this process alone and it can stop
them in order: asked once, given time, then killed with everything they started.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time

HOST = "127.0.0.1"
PATIENCE = 15  # seconds a process gets to finish what it is doing
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def say(message):
    sys.stdout.write(f"{message}\n")
    sys.stdout.flush()


def read_port(text):
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        sys.exit(f"PORT is {text!r}; it must be a number from 1 to 65535, as in: PORT=8001 make run")
    return int(text)


def check_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            sys.exit(f"Port {port} is reserved for the system's own services. Type: PORT=8000 make run")
        except OSError:
            other = port + 1 if port < 65535 else 8000
            sys.exit(f"Port {port} is in use, perhaps by Accord itself. Type: PORT={other} make run")


def start(port):
    gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}"]
    gunicorn += ["--workers", "2", "--threads", "4", "--graceful-timeout", "5"]
    gunicorn += ["--log-level", "warning", "--no-control-socket"]
    commands = {"web server": gunicorn, "worker": [sys.executable, "manage.py", "work"]}
    return {
        name: subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
        for name, command in commands.items()
    }


def answers(port):
    connection = http.client.HTTPConnection(HOST, port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def stop(processes):
    """End every process and whatever it started."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.0, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def watch(processes, port, stopping):
    """Announce the address once it answers. Returns the exit code."""
    announced = False
    while not stopping:
        for name, process in processes.items():
            if process.poll() is not None:
                say(f"The {name} ended by itself (code {process.returncode}), so Accord stops.")
                return 1
        if not announced and answers(port):
            say(f"\nAccord is at http://{HOST}:{port}/  (Ctrl-C stops it)\n")
            subprocess.run([sys.executable, "manage.py", "demo_signins"], check=False)
            announced = True
        time.sleep(0.2)
    say("\nStopping.")
    return 0


def main():
    *options, port = sys.argv[1:]
    port = read_port(port)
    check_free(port)
    if options == ["--check"]:
        return 0
    stopping = []
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *received: stopping.append(received))
    processes = start(port)
    try:
        return watch(processes, port, stopping)
    finally:
        stop(processes.values())


if __name__ == "__main__":
    sys.exit(main())
