"""The procedure of scripts/bench, which builds everything and calls this."""

import argparse
import fcntl
import json
import pathlib
import shutil
import signal
import statistics
import sys

sys.dont_write_bytecode = True

from measure import Limit, capture_sql, get, pgbench, with_cpu, wrk
from processes import Cluster, Failed, Kontor, Processes, busy_share, eventually, run
from catalogue import catalogue
from checkout import checkout
from pages import pages
from people import people
from scale import scale
from stock import stock
import report

PUBLISHED = 1000
# Connections of wrk with the cache; and without it, where it is also the number of pgbench's clients.
CACHED, UNCACHED = 32, 16
# Every number is measured so often, in turns with what it is compared with, so that noise hits both.
ROUNDS = 2
STARTS = 5
# What is measured besides the lists of a shop with 1,000 products.
PARTS = ("people", "stock", "pages", "checkout", "imports", "scale")


def main():
    arguments = argparse.ArgumentParser()
    for name in ("--programs", "--postgres", "--seconds", "--json"):
        arguments.add_argument(name, required=True)
    arguments.add_argument("--only", default=",".join(PARTS))
    options = arguments.parse_args()
    options.only = options.only.split(",")
    if unknown := set(options.only) - set(PARTS):
        raise Failed(f"--only knows {', '.join(PARTS)}, and not {', '.join(sorted(unknown))}")
    # Python's own way to end: every `finally` runs.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))

    home = pathlib.Path(".kontor/bench")
    home.mkdir(parents=True, exist_ok=True)
    with open(home / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Failed("another ./scripts/bench runs in this checkout: wait for it") from None
        with Processes() as processes:
            results = bench(options, home.resolve(), processes)
    report.show(results)
    target = pathlib.Path(options.json)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(results, indent=2) + "\n")
    print(f"\nall numbers: {target}")


def bench(options, home, processes):
    programs = pathlib.Path(options.programs).resolve()
    work = home / "work"
    shutil.rmtree(work, ignore_errors=True)
    (work / "large").mkdir(parents=True)
    postgres = pathlib.Path(options.postgres).resolve()
    cluster, large = (Cluster(programs, postgres, folder, processes) for folder in (work, work / "large"))
    try:
        return in_cluster(options, programs, work, cluster, large, processes)
    finally:
        # The youngest first, so no server outlives the database that it uses.
        processes.stop_all()
        for each in (large, cluster):
            each.delete()
        shutil.rmtree(work, ignore_errors=True)


def in_cluster(options, programs, work, cluster, large, processes):
    shop = json.loads(pathlib.Path("services/kontor/demo/shop.json").read_text())
    published = sum(product["status"] == "published" for product in shop["products"])
    step(f"making a shop with {PUBLISHED:,} published products")
    cluster.start()
    run([programs / "kontor", "seed", "demo", "--products", str(PUBLISHED - published)], work)
    cluster.settle()
    demo = json.loads((work / ".kontor/demo.json").read_text())
    headers = {"x-publishable-api-key": demo["publishable_key"]}
    scenarios = scenarios_of(demo)

    step("starting the servers")
    starts = []
    for _ in range(STARTS):
        server = Kontor(programs, work, processes)
        starts.append(server.ready_ms)
        server.stop()
    cached = Kontor(programs, work, processes)
    uncached = Kontor(programs, work, processes, no_cache=True)
    idle = cached.resident_mb()
    count = json.loads(get(cached.url("/store/products?fields=id&limit=1"), headers).body)["count"]
    if count != PUBLISHED:
        raise Failed(f"the shop has {count} published products and not {PUBLISHED}: see kontor seed demo")
    logged = Kontor(programs, work, processes, no_cache=True, log_statements=True)
    for scenario in scenarios:
        scenario["statements"], scenario["script"] = capture_sql(logged, scenario["path"], headers)
    logged.stop()
    others = busy_share()

    seconds = max(1, -(-int(options.seconds) // ROUNDS))
    results = []
    for scenario in scenarios:
        step(f"measuring: {scenario['name']}")
        results.append(measure(scenario, seconds, programs, cached, uncached, cluster, headers, work, processes))
    held = {
        "idle": idle,
        "after_cached": cached.resident_mb(),
        "after_uncached": uncached.resident_mb(),
        "peak_cached": cached.peak_mb(),
        "peak_uncached": uncached.peak_mb(),
    }
    first = (uncached, headers, scenarios[0]["path"])
    parts = {
        "people": ("who calls", lambda: people(programs, work, cluster, processes, demo, seconds, ROUNDS)),
        "stock": ("the last of something", lambda: stock(programs, work, processes, demo)),
        "pages": ("the shop's pages", lambda: pages(programs, work, processes, cluster, demo, seconds, ROUNDS)),
        "checkout": ("checkouts and webhooks", lambda: checkout(programs, work, cluster, processes, demo, seconds, ROUNDS)),
        "imports": ("an import", lambda: catalogue(programs, work, cluster, processes, demo)),
        "scale": ("a large shop", lambda: scale(programs, work / "large", large, processes, step, seconds, ROUNDS, first)),
    }
    # Imports change the shop whose few products the large one is held against.
    wanted = [name for name in ("people", "stock", "pages", "scale", "checkout", "imports") if name in options.only]
    further = {}
    for name in wanted:
        text, measured = parts[name]
        step(f"measuring: {text}")
        further[name] = measured()
    return {
        "machine": {**report.machine(), "busy_with_other_work": others},
        "settings": {
            "published_products": PUBLISHED,
            "seconds": seconds * ROUNDS,
            "rounds": ROUNDS,
            "connections_cached": CACHED,
            "connections_uncached": UNCACHED,
        },
        "ready_ms": {"median": statistics.median(starts), "all": starts},
        "resident_mb": held,
        "scenarios": results,
        **further,
    }


def scenarios_of(demo):
    region, handle = demo["region_id"], demo["product_handle"]
    return [
        {"name": "product list", "path": f"/store/products?limit=20&region_id={region}"},
        {"name": "product by handle", "path": f"/store/products?handle={handle}&region_id={region}"},
        {"name": "category list", "path": "/store/product-categories?limit=100"},
        {"name": "search by q", "path": f"/store/products?q=coffee&limit=20&region_id={region}"},
    ]


def measure(scenario, seconds, programs, cached, uncached, cluster, headers, work, processes):
    path = scenario["path"]
    answer = check(cached, uncached, path, headers)
    script = work / "statements.sql"
    script.write_text(scenario["script"])
    limit = Limit(programs, cached.url(path), headers, work, processes)
    runs = {
        "cached": lambda length: wrk(cached.url(path), headers, CACHED, length),
        "limit": lambda length: wrk(limit.url(path), {}, CACHED, length),
        "uncached": lambda length: with_cpu(
            lambda: wrk(uncached.url(path), headers, UNCACHED, length), uncached, cluster
        ),
        "pgbench": lambda length: pgbench(cluster, script, UNCACHED, length),
    }
    for warm_up in runs.values():
        warm_up(1)
    rounds = [{name: one(seconds) for name, one in runs.items()} for _ in range(ROUNDS)]
    limit.stop()
    measured = {name: report.merge([each[name] for each in rounds]) for name in runs}
    return {
        "name": scenario["name"],
        "path": path,
        "bytes": len(answer.body),
        "statements": len(scenario["statements"]),
        **measured,
        "cached_of_limit": measured["cached"]["per_second"] / measured["limit"]["per_second"],
        "uncached_of_pgbench": measured["uncached"]["per_second"] / measured["pgbench"]["per_second"],
    }


def check(cached, uncached, path, headers):
    """Both servers give the same answer, and only one of them from its cache."""
    # A server that is ready keeps nothing until the database tells it what changes.
    answer = eventually(lambda: get(cached.url(path), headers), lambda answer: answer.cache == "hit")
    fresh = get(uncached.url(path), headers)
    if answer.cache != "hit" or fresh.cache == "hit":
        raise Failed(f"{path}: x-kontor-cache is {answer.cache} with the cache and {fresh.cache} without")
    if fresh.body != answer.body:
        raise Failed(f"{path} is answered differently with and without the cache")
    return answer


def step(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except Failed as failed:
        sys.exit(f"bench: {failed}")
    except KeyboardInterrupt:
        sys.exit(130)
