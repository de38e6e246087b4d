"""Customers who buy, and a payment provider who tells, each held against what this Postgres can do on this disk."""

import json
import re
import statistics
import subprocess

from measure import with_cpu
from processes import Failed, Kontor, clean_environment, eventually, run
import report

CLIENTS = 16
# Seconds of each, before each round, that count for nothing: of tables that were vacuumed while they were empty every connection keeps plans
# that read a whole shop, a quarter of all that a checkout costs, until autovacuum looks at them again, which it does within a minute. So they
# are filled, then looked at, and then every connection plans anew.
FILLED, PLANNED = 4, 3
# A round is no shorter: the p99 of three hundred is their third worst, and says more of chance than of Kontor.
SHORTEST = 10
# TPC-B's branches: fewer than clients, and they wait for each other.
SCALE = 20
# What webhooks are signed with here; nobody is asked anything at Stripe.
SECRET = "whsec_0123456789abcdef0123456789abcdef"
SETTINGS = {
    # Three for each of two cores: each further one is a process of Postgres that begins cold. By default a server opens up to sixteen.
    "DATABASE_MAX_CONNECTIONS": "6",
    "KONTOR_TRUSTED_PROXIES": "127.0.0.1",
    "KONTOR_EMBEDDER": "none",
    "STRIPE_SECRET_KEY": "sk_test_0123456789abcdef01234567",
    "STRIPE_WEBHOOK_SECRETS": SECRET,
    "STRIPE_API_URL": "http://127.0.0.1:9",
}
# One row of a webhook's size by its key, durable when it is answered. Its bytes are stored as they are, like a webhook's: the same byte 2,200
# times over would be compressed to thirty, and the limit would write a tenth of what it is held against (200 bytes of WAL, and not 2,500).
INSERT = "insert into told (body) values (decode(repeat('4b', 2200), 'hex'));\n"


def checkout(programs, work, cluster, processes, demo, seconds, rounds):
    superuser = lambda sql: psql(cluster, sql)
    superuser("update inventory_levels set stocked_quantity = 1000000000")
    cluster.settle()
    limits = Limits(cluster, work)
    server = Kontor(programs, work, processes, settings=SETTINGS)
    key = demo["publishable_key"]
    buy = lambda length, clients=CLIENTS: selling(programs, "checkout", server, key, clients, length)
    tell = lambda length: selling(programs, "hooks", server, SECRET, CLIENTS, length)
    done = {"orders": 0, "webhooks": 0}
    length = max(seconds, SHORTEST)

    def counted(what, measured):
        done[what] += measured["requests"]
        return measured

    def settled(name, one):
        one(FILLED)
        # A hundred thousand rows of one leave Postgres work that the next one is not to pay for.
        cluster.settle()
        limits.settle()
        one(PLANNED)
        return one(length if name == "checkouts" else seconds)

    runs = {
        "checkouts": lambda length: with_cpu(lambda: counted("orders", buy(length)), server, cluster),
        "tpcb": limits.tpcb,
        "webhooks": lambda length: with_cpu(lambda: counted("webhooks", tell(length)), server, cluster),
        "inserts": limits.inserts,
    }
    try:
        each = [{name: settled(name, one) for name, one in runs.items()} for _ in range(rounds)]
        alone = counted("orders", buy(seconds, clients=1))
        beside = beside_worker(programs, work, processes, superuser, lambda: counted("orders", buy(length)))
    finally:
        server.stop()
    verify(superuser, done)
    measured = {name: merged([one[name] for one in each]) for name in runs}
    return {
        "clients": CLIENTS,
        **measured,
        "alone": alone,
        "beside_worker": beside,
        "checkouts_of_tpcb": measured["checkouts"]["per_second"] / measured["tpcb"]["per_second"],
        "webhooks_of_inserts": measured["webhooks"]["per_second"] / measured["inserts"]["per_second"],
    }


def selling(programs, what, server, secret, clients, length):
    """A run of tests/load's customers or tellers, and their own share of a core."""
    command = [programs / "selling", what, str(server.port), secret, str(clients), str(length)]
    said = json.loads(run(command, "/"))
    if not said["done"]:
        raise Failed(f"selling {what}: nothing was done in {length} seconds")
    used = said["cpu_seconds"]
    return {
        "requests": said["done"],
        "per_second": said["done"] / said["seconds"],
        "calls": {name: {key: round(value, 2) for key, value in times.items()} for name, times in said["calls"].items()},
        "load_cpu_ms": None if used is None else round(used * 1000 / said["done"], 3),
    }


class Limits:
    """A database beside the shop's, of the same Postgres, in which pgbench does the least that is durable."""

    def __init__(self, cluster, work):
        self.login = {**cluster.login("superuser"), "PGDATABASE": "limits"}
        self.pgbench = cluster.postgres / "pgbench"
        self.insert = work / "insert.sql"
        self.insert.write_text(INSERT)
        psql(cluster, "drop database if exists limits")
        psql(cluster, "create database limits")
        run([self.pgbench, "--initialize", "--quiet", "--scale", str(SCALE)], "/", self.login)
        told = "create table told (id bigint generated always as identity primary key, body bytea storage external not null)"
        run([cluster.postgres / "psql", "--no-psqlrc", "--quiet", "-c", told], "/", self.login)

    def tpcb(self, length):
        return self.run(length, "--builtin", "tpcb-like")

    def inserts(self, length):
        return self.run(length, "--file", self.insert)

    def settle(self):
        run([self.pgbench.with_name("psql"), "--no-psqlrc", "--quiet", "-c", "vacuum analyze", "-c", "checkpoint"], "/", self.login)

    def run(self, length, *what):
        command = [self.pgbench, "--no-vacuum", "--protocol", "prepared", "--client", str(CLIENTS), "--time", str(length)]
        printed = run([*command, *what], "/", self.login)
        rate = re.search(r"^tps = ([0-9.]+)", printed, re.MULTILINE)
        if not rate:
            raise Failed(f"pgbench: {printed[-2000:]}")
        return {"per_second": float(rate[1])}


def beside_worker(programs, work, processes, superuser, measure):
    """The same while a worker does what follows from orders; first it does what has followed from those before."""
    worker = processes.start([programs / "kontor", "worker"], work, work / "worker.log",
                             {**clean_environment(), **SETTINGS}, stdout=subprocess.DEVNULL)
    try:
        waiting = "select count(*) from jobs where status in ('ready', 'running') and run_at <= now()"
        began, before = report.now(), int(superuser(waiting))
        left = eventually(lambda: int(superuser(waiting)), lambda left: left < 50, patience=120)
        if left >= 50:
            raise Failed(f"of {before} jobs that followed from orders {left} are left after two minutes")
        took = report.now() - began
        if worker.poll() is not None:
            raise Failed(f"kontor worker ended: {(work / 'worker.log').read_text().strip()[-2000:]}")
        return {**measure(), "jobs_per_second": round((before - left) / took, 1) if before > left else None}
    finally:
        processes.stop(worker)


def verify(superuser, done):
    """Whatever was answered is there, and the books are right."""
    orders = int(superuser("select count(*) from orders where cart_id is not null"))
    webhooks = int(superuser("select count(*) from webhook_events where event_id like 'evt_%'"))
    if (orders, webhooks) != (done["orders"], done["webhooks"]):
        raise Failed(f"there are {orders} orders and {webhooks} webhooks, and answered were {done}")
    wrong = superuser("select count(*) from stores s, private.audit_orders(s.organization_id)")
    if wrong != "0":
        raise Failed(f"private.audit_orders finds {wrong} faults in the books")


def psql(cluster, sql):
    command = [cluster.postgres / "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "-c", sql]
    return run(command, "/", cluster.login("superuser")).strip()


def merged(rounds):
    """As report.merge does it, and of each call's latencies the worst round."""
    measured = report.merge(rounds)
    if "calls" in rounds[0]:
        measured["calls"] = {
            name: {key: max(one["calls"][name][key] for one in rounds) for key in times}
            for name, times in rounds[0]["calls"].items()
        }
        shares = [one["load_cpu_ms"] for one in rounds if one["load_cpu_ms"] is not None]
        measured["load_cpu_ms"] = round(statistics.mean(shares), 3) if shares else None
    return measured
