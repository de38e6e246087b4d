"""What the bench starts, and stops again: a cluster, servers, the limit."""

import http.client
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.parse

PATIENCE = 60


class Failed(Exception):
    """Something that the user must know; one line."""


class Processes:
    """Everything that runs, youngest last. Leaving the `with` block stops all of it."""

    def __init__(self):
        self.running = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop_all()

    def start(self, command, folder, log, environment=None, **options):
        # A group of its own: Ctrl-C in the terminal is for the bench, which stops the rest in the right order.
        with open(log, "ab") as errors:
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=folder,
                env=environment if environment is not None else clean_environment(),
                stdin=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,
                **options,
            )
        self.running.append(process)
        return process

    def stop(self, process):
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if process in self.running:
            self.running.remove(process)

    def stop_all(self):
        # A second Ctrl-C must not leave half of it running.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for process in reversed(self.running[:]):
            self.stop(process)


def clean_environment():
    """Nobody's settings: defaults are measured, on the bench's own database."""
    strange = ("KONTOR_", "DATABASE_", "DIRECT_DATABASE_", "REDIS_", "OTEL_", "RUST_LOG", "PG", "STORE_", "STOREFRONT_", "ADMIN_", "AUTH_",
               "LIMIT_", "STRIPE_", "SMTP_", "MAIL_")
    return {name: value for name, value in os.environ.items() if not name.startswith(strange)}


def run(command, folder, environment=None):
    """Runs a program to its end and gives what it printed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment if environment is not None else clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
    )
    if done.returncode != 0:
        name = pathlib.Path(command[0]).name
        said = (done.stderr or done.stdout).strip()
        raise Failed(f"{name} {command[1]} failed: {said[-2000:] or 'it said nothing'}")
    return done.stdout


def eventually(ask, is_good, patience=10):
    """The first good answer, or the last one."""
    deadline = time.monotonic() + patience
    while not is_good(answer := ask()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return answer


def cpu_seconds(*pids, waited_for=False):
    """Time that processes have spent on a core, with that of children that have ended if asked; only Linux tells."""
    ticks = 0
    for pid in pids:
        try:
            after_name = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, after_name[11:15] if waited_for else after_name[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def busy_share(seconds=1):
    """How much of all cores is at work for others while the bench sleeps; only Linux tells."""
    def times():
        with open("/proc/stat") as lines:
            user, nice, system, idle, wait, *_ = map(int, next(lines).split()[1:])
        return user + nice + system, idle + wait

    try:
        before = times()
        time.sleep(seconds)
        busy, idle = (now - then for now, then in zip(times(), before))
    except OSError:
        return None
    return round(busy / max(1, busy + idle), 2)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Cluster:
    """An embedded Postgres, which `kontor` finds below its working directory."""

    def __init__(self, programs, postgres, work, processes):
        self.program = programs / "embedded"
        self.postgres = postgres
        self.work = work
        self.processes = processes
        self.where = ["--home", work / ".kontor", "--name", "dev"]
        self.environment = {**clean_environment(), "KONTOR_POSTGRES_BIN": str(postgres)}

    def start(self):
        self.delete()
        self.run()

    def run(self):
        log = self.work / "embedded.log"
        command = [self.program, "start", *self.where]
        self.process = self.processes.start(command, self.work, log, self.environment, stdout=subprocess.PIPE)
        # It prints its URL when it answers, and ends when it cannot.
        if not self.process.stdout.readline():
            raise Failed(f"postgres did not start: {log.read_text().strip()}")

    def configure(self, setting, value):
        """A setting that holds from the next start on, which is now."""
        command = [self.postgres / "psql", "--no-psqlrc", "--quiet", "-c", f"alter system set {setting} = '{value}'"]
        run(command, "/", self.login("superuser"))
        self.processes.stop(self.process)
        self.run()

    def settle(self):
        """What autovacuum would do within minutes: without statistics the planner guesses."""
        command = [self.postgres / "psql", "--no-psqlrc", "--quiet", "-c", "vacuum analyze", "-c", "checkpoint"]
        run(command, "/", self.login("superuser"))

    def login(self, name="app"):
        """What libpq needs to log in, as environment: arguments can be seen by everybody."""
        command = [self.program, "url", *self.where, "--login", name]
        url = urllib.parse.urlsplit(run(command, self.work, self.environment).strip())
        query = dict(urllib.parse.parse_qsl(url.query))
        return {
            **clean_environment(),
            "PGHOST": query["host"],
            "PGPORT": query["port"],
            "PGUSER": url.username,
            "PGPASSWORD": url.password,
            "PGDATABASE": urllib.parse.unquote(url.path.lstrip("/")),
            "PGSSLMODE": "disable",
        }

    def cpu_seconds(self):
        """Of the postmaster and all its backends, living and gone."""
        pid = (self.work / ".kontor/clusters/dev/data/postmaster.pid").read_text().split()[0]
        try:
            living = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except OSError:
            living = []
        return cpu_seconds(pid, waited_for=True) + cpu_seconds(*living)

    def delete(self):
        run([self.program, "reset", *self.where], self.work, self.environment)


class Kontor:
    """A `kontor serve` that is ready."""

    def __init__(self, programs, work, processes, no_cache=False, log_statements=False, settings=None):
        self.processes = processes
        self.port = free_port()
        self.log = work / f"kontor-{self.port}.log"
        # One shop is asked as often as it can answer.
        unlimited = dict.fromkeys(["LIMIT_SHOP_RATE", "LIMIT_CARTS", "LIMIT_CODES", "LIMIT_COMPLETIONS", "LIMIT_PAYMENTS"], "0")
        environment = {**clean_environment(), **unlimited, **(settings or {})}
        if log_statements:
            environment |= {"KONTOR_LOG": "db::statement=trace", "KONTOR_LOG_FORMAT": "json"}
        command = [programs / "kontor", "serve", "--port", str(self.port)] + (["--no-cache"] if no_cache else [])
        began = time.monotonic()
        self.process = processes.start(command, work, self.log, environment, stdout=subprocess.DEVNULL)
        while not self.is_ready():
            if self.process.poll() is not None:
                raise Failed(f"kontor serve ended: {self.log.read_text().strip()[-2000:]}")
            if time.monotonic() - began > PATIENCE:
                raise Failed(f"kontor serve was not ready within {PATIENCE} seconds: {self.log.read_text()[-2000:]}")
            time.sleep(0.001)
        self.ready_ms = round((time.monotonic() - began) * 1000, 1)

    def is_ready(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/ready")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def cpu_seconds(self):
        return cpu_seconds(self.process.pid)

    def resident_mb(self):
        kibibytes = run(["ps", "-o", "rss=", "-p", str(self.process.pid)], "/")
        return round(int(kibibytes) / 1024, 1)

    def peak_mb(self):
        """The most it ever held; only Linux tells."""
        try:
            status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return None
        kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
        return round(int(kibibytes) / 1024, 1)

    def stop(self):
        self.processes.stop(self.process)
