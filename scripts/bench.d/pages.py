"""The shop's pages: kept ones against the same bytes from memory, and what each costs that is made anew."""

import json
import statistics
import urllib.error
import urllib.request

from measure import Limit, get, with_cpu, wrk
from processes import Failed, Kontor, eventually
import report

CONNECTIONS = 32
ALONE = 1
# A heading, a text, a product grid and a spacer, fifteen times.
GRIDS = 15


def pages(programs, work, processes, cluster, demo, seconds, rounds):
    settings = {"STOREFRONT_KEY": demo["publishable_key"], "KONTOR_EMBEDDER": "none", "KONTOR_TRUSTED_PROXIES": "127.0.0.1"}
    kept = Kontor(programs, work, processes, settings=settings)
    # The same, where nobody writes down who looks.
    silent = Kontor(programs, work, processes, settings={**settings, "STOREFRONT_PAGE_VIEWS": "false"})
    fresh = Kontor(programs, work, processes, no_cache=True, settings=settings)
    try:
        publish(kept, demo)
        cluster.settle()
        paths = {"home": "/", "product": f"/products/{demo['product_handle']}", "page of 60 blocks": "/bench-of-blocks"}
        measured = {name: page(path, seconds, rounds, programs, work, processes, cluster, kept, silent, fresh) for name, path in paths.items()}
    finally:
        for server in (fresh, silent, kept):
            server.stop()
    return {"pages": measured}


def page(path, seconds, rounds, programs, work, processes, cluster, kept, silent, fresh):
    headers = {"accept": "text/html", "accept-language": "en", "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"}
    for server in (kept, silent):
        answer = eventually(lambda: get(server.url(path), headers), lambda answer: answer.cache == "hit")
        if answer.cache != "hit":
            raise Failed(f"{path}: x-kontor-cache is {answer.cache} with the cache")
    if get(fresh.url(path), headers).cache == "hit":
        raise Failed(f"{path} is kept without the cache")
    limit = Limit(programs, kept.url(path), headers, work, processes)
    runs = {
        "cached": lambda length: with_cpu(lambda: wrk(kept.url(path), headers, CONNECTIONS, length, strangers=True), kept, cluster),
        "silent": lambda length: with_cpu(lambda: wrk(silent.url(path), headers, CONNECTIONS, length, strangers=True), silent, cluster),
        "limit": lambda length: wrk(limit.url(path), {}, CONNECTIONS, length),
        "uncached": lambda length: with_cpu(lambda: wrk(fresh.url(path), headers, ALONE, length), fresh, cluster),
    }
    for warm_up in runs.values():
        warm_up(1)
    each = [{name: one(seconds) for name, one in runs.items()} for _ in range(rounds)]
    limit.stop()
    merged = {name: report.merge([one[name] for one in each]) for name in runs}
    return {
        "bytes": len(answer.body),
        **merged,
        "cached_of_limit": merged["cached"]["per_second"] / merged["limit"]["per_second"],
        # Of each round, so that a slow minute of the machine is in both.
        "counted_of_silent": statistics.mean(one["cached"]["per_second"] / one["silent"]["per_second"] for one in each),
    }


def publish(server, demo):
    """A page of sixty blocks with a hundred and twenty products, as the staff makes it."""
    token = call(server, "/auth/user/emailpass", {"email": "admin@demo.example", "password": demo["admin_password"]})["token"]
    key = {"x-publishable-api-key": demo["publishable_key"]}
    found = json.loads(get(server.url("/store/products?limit=120&fields=id"), key).body)["products"]
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
