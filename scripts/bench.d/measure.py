"""The three instruments: wrk, pgbench, and the log that says which SQL a request runs."""

import collections
import json
import pathlib
import re
import subprocess
import urllib.error
import urllib.request
import uuid

from processes import Failed, run

Answer = collections.namedtuple("Answer", "body cache")

WRK_REPORT = pathlib.Path(__file__).with_name("wrk.lua").resolve()


def get(url, headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return Answer(answer.read(), answer.headers.get("x-kontor-cache"))
    except urllib.error.HTTPError as error:
        raise Failed(f"{url} answers {error.code}: {error.read().decode(errors='replace')[:500]}") from None


class Limit:
    """tests/load's server, which has fetched the answer that it serves."""

    def __init__(self, programs, url, headers, work, processes):
        self.processes = processes
        log = work / "limit.log"
        command = [programs / "limit", url] + [f"{name}:{value}" for name, value in headers.items()]
        self.process = processes.start(command, work, log, stdout=subprocess.PIPE)
        port = self.process.stdout.readline().strip()
        if not port:
            raise Failed(f"limit did not start: {log.read_text().strip()[-2000:]}")
        self.port = int(port)

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def stop(self):
        self.processes.stop(self.process)


def wrk(url, headers, connections, seconds, strangers=False):
    """With strangers each request comes from another address, as those do that limits count by address."""
    command = ["wrk", "--latency", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "10s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    printed = run([*command, "-s", WRK_REPORT, url, *(["--", "strangers"] if strangers else [])], "/")
    measured = json.loads(printed.splitlines()[-1])
    errors = {kind: count for kind, count in measured["errors"].items() if count}
    if errors or not measured["requests"]:
        raise Failed(f"wrk at {url}: {measured['requests']} requests, failed: {json.dumps(errors)}")
    return {
        "requests": measured["requests"],
        "per_second": measured["requests"] / measured["microseconds"] * 1e6,
        "p50_ms": measured["p50"] / 1000,
        "p99_ms": measured["p99"] / 1000,
    }


def with_cpu(measure, server, cluster):
    """Adds what a request costs on a core: of all numbers the one that other work on the machine disturbs least."""
    before = server.cpu_seconds(), cluster.cpu_seconds()
    measured = measure()
    after = server.cpu_seconds(), cluster.cpu_seconds()
    for name, then, now in zip(("server_cpu_ms", "postgres_cpu_ms"), before, after):
        measured[name] = (now - then) * 1000 / measured["requests"]
    return measured


def pgbench(cluster, script, clients, seconds):
    command = [cluster.postgres / "pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", str(seconds)]
    printed = run([*command, "-f", script], "/", cluster.login())
    failed = re.search(r"number of failed transactions: (\d+)", printed)
    rate = re.search(r"^tps = ([0-9.]+)", printed, re.MULTILINE)
    if not rate or (failed and failed[1] != "0"):
        raise Failed(f"pgbench: {printed[-2000:]}")
    return {"per_second": float(rate[1])}


def capture_sql(server, path, headers):
    """The statements of one request, as the server logs them, and a script for pgbench that runs them."""
    # The first request also asks for the key, which the server remembers then.
    get(server.url(path), headers)
    request_id = f"bench-{uuid.uuid4()}"
    get(server.url(path), {**headers, "x-request-id": request_id})
    statements = []
    for line in server.log.read_text().splitlines():
        entry = json.loads(line)
        if entry.get("target") == "db::statement" and entry.get("request_id") == request_id:
            statements.append(for_pgbench(entry["sql"]))
    if not statements or not is_prelude(statements[0]):
        raise Failed(f"{path}: the log has no statements for it: {server.log}")
    # The log leaves out where transactions begin and end: each begins with the prelude. Kontor sends both at once; here they are two, for
    # what pgbench has prepared is one statement.
    script = ""
    for statement in statements:
        if is_prelude(statement):
            script += ("commit;\n" if script else "") + "begin;\n"
        script += f"{statement};\n"
    return statements, script + "commit;\n"


def is_prelude(sql):
    return sql.startswith("select set_config('role'")


def for_pgbench(sql):
    """As the server has sent it, with two differences: arrays are typed by where they stand, as parameters are, and
    nothing looks like a variable of pgbench's own."""
    sql = re.sub(r"ARRAY \[((?:E?'(?:[^']|'')*',?)*)\]", array_literal, sql)
    variable = re.search(r"(?<!:):[A-Za-z_]", sql)
    if variable:
        raise Failed(f"pgbench would read a variable in {sql[variable.start():][:60]!r}: teach for_pgbench to write it")
    return sql.rstrip("; \n")


def array_literal(match):
    texts = re.findall(r"(E?)'((?:[^']|'')*)'", match[1])
    # In E'…' a backslash is doubled already; elsewhere, and inside of an array's element, it is not.
    elements = [text if escaped else text.replace("\\", "\\\\") for escaped, text in texts]
    return "'{" + ",".join('"' + element.replace('"', '\\"') + '"' for element in elements) + "}'"
