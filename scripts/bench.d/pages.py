"""The shop's pages: kept ones against the same bytes from memory, what each costs that is made anew, and what it costs to write down who looks."""

import json
import statistics
import time
import urllib.error
import urllib.request

from measure import Limit, get, with_cpu, wrk
from processes import Failed, Kontor, eventually, run
import report

CONNECTIONS = 32
ALONE = 1
# A heading, a text, a product grid and a spacer, fifteen times.
GRIDS = 15
# What is held against each other differs by a few hundredths: in many short turns a slow moment of the machine hits both.
TURNS = 3
# A view waits a second for others before it is written, which a busy machine does not do at once.
WRITTEN_WITHIN = 3


def pages(programs, work, processes, cluster, demo, seconds, rounds):
    settings = {"STOREFRONT_KEY": demo["publishable_key"], "KONTOR_EMBEDDER": "none", "KONTOR_TRUSTED_PROXIES": "127.0.0.1",
                # Pages name their own address: it is one for all, so that all have the same bytes.
                "KONTOR_PUBLIC_URL": "http://127.0.0.1:8080"}
    # The same, where nobody writes down who looks.
    unseen = {**settings, "STOREFRONT_PAGE_VIEWS": "false"}
    servers = {}
    try:
        servers["cached"] = Kontor(programs, work, processes, settings=settings)
        servers["cached, unseen"] = Kontor(programs, work, processes, settings=unseen)
        servers["uncached"] = Kontor(programs, work, processes, no_cache=True, settings=settings)
        servers["uncached, unseen"] = Kontor(programs, work, processes, no_cache=True, settings=unseen)
        publish(servers["cached"], demo)
        cluster.settle()
        paths = {"home": "/", "product": f"/products/{demo['product_handle']}", "page of 60 blocks": "/bench-of-blocks"}
        measured = {name: page(path, seconds, rounds, programs, work, processes, cluster, servers) for name, path in paths.items()}
    finally:
        for server in servers.values():
            server.stop()
    return {"pages": measured}


def page(path, seconds, rounds, programs, work, processes, cluster, servers):
    headers = {"accept": "text/html", "accept-language": "en", "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"}
    body = same_answer(path, headers, servers)
    limit = Limit(programs, servers["cached"].url(path), headers, work, processes)

    def of(name, length):
        # The limit is asked in the same words, by as many strangers: who measures has as much to do for each of them.
        if name == "limit":
            return wrk(limit.url(path), headers, CONNECTIONS, length, strangers=True)
        server, connections = servers[name], ALONE if name.startswith("uncached") else CONNECTIONS
        return with_cpu(lambda: wrk(server.url(path), headers, connections, length, strangers=True), server, cluster)

    names = ["limit", *servers]
    for name in names:
        of(name, 1)
    turns, length = [], max(1, seconds // TURNS)
    asked, written, known = 0, 0, all_written(cluster)
    for turn in range(rounds * TURNS):
        taken = {}
        # To and fro, so that nobody always comes after the same.
        for name in names if turn % 2 == 0 else reversed(names):
            taken[name] = of(name, length)
            if name in ("cached", "uncached"):
                before, known = known, all_written(cluster)
            if name == "cached":
                asked, written = asked + taken[name]["requests"], written + known - before
        turns.append(taken)
    limit.stop()
    merged = {name: report.merge([taken[name] for taken in turns]) for name in names}
    return {
        "bytes": len(body),
        **merged,
        "cached_of_limit": merged["cached"]["per_second"] / merged["limit"]["per_second"],
        # What is written in the background is paid by the same machine: rates count that, too.
        "seen_of_unseen": statistics.median(taken["cached"]["per_second"] / taken["cached, unseen"]["per_second"] for taken in turns),
        "unseen_of_seen_ms": statistics.median(taken["uncached, unseen"]["p50_ms"] / taken["uncached"]["p50_ms"] for taken in turns),
        "views_written": written / asked,
    }


def same_answer(path, headers, servers):
    """All give the same page, those with a cache from it, and the others not."""
    bodies = set()
    for name, server in servers.items():
        is_kept = name.startswith("cached")
        # A server that is ready keeps nothing until the database tells it what changes.
        answer = eventually(lambda: get(server.url(path), headers), lambda answer: (answer.cache == "hit") == is_kept)
        if (answer.cache == "hit") != is_kept:
            raise Failed(f"{path}: x-kontor-cache is {answer.cache}, {name}")
        bodies.add(answer.body)
    if len(bodies) > 1:
        raise Failed(f"{path} is not the same with the cache and without, seen and unseen")
    return bodies.pop()


def all_written(cluster):
    """How many views are written down, once none is on its way any more."""
    count = lambda: int(run([cluster.postgres / "psql", "--no-psqlrc", "-qAtc", "select count(*) from page_views"], "/", cluster.login("superuser")))
    last = count()
    while True:
        time.sleep(WRITTEN_WITHIN)
        now = count()
        if now == last:
            return now
        last = now


def publish(server, demo):
    """A page of sixty blocks with a hundred and twenty products, as the staff makes it."""
    token = call(server, "/auth/user/emailpass", {"email": "admin@demo.example", "password": demo["admin_password"]})["token"]
    key = {"x-publishable-api-key": demo["publishable_key"]}
    found = json.loads(get(server.url(f"/store/products?limit={GRIDS * 8}&fields=id"), key).body)["products"]
    if len(found) < GRIDS * 8:
        raise Failed(f"the shop has {len(found)} products, and the page of sixty blocks shows {GRIDS * 8}")
    blocks = []
    for n in range(GRIDS):
        mine = [product["id"] for product in found[n * 8:(n + 1) * 8]]
        blocks += [
            {"type": "heading", "props": {"id": f"h{n}", "level": 2, "text": f"Shelf {n + 1}"}},
            {"type": "rich_text", "props": {"id": f"t{n}", "html": f"<p>What lies on shelf <strong>{n + 1}</strong>, and why.</p>"}},
            {"type": "product_grid", "props": {"id": f"g{n}", "title": "", "source": "products", "products": mine, "limit": 8, "sort": "own",
                                                "columns": 4, "all": False}},
            {"type": "spacer", "props": {"id": f"s{n}"}},
        ]
    made = call(server, "/admin/pages", {"title": "Sixty blocks", "slug": "bench-of-blocks", "content": {"blocks": blocks}}, token)["page"]
    call(server, f"/admin/pages/{made['id']}/publish", {"revision": 1}, token)


def call(server, path, body, token=None):
    headers = {"content-type": "application/json", **({"authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(server.url(path), json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise Failed(f"{path} answers {error.code}: {error.read().decode(errors='replace')[:1000]}") from None
