"""How answers hold up where a shop is large: 100,000 products with vectors, and a million variants more."""

import http.client
import json
import statistics
import subprocess
import threading

from measure import get, wrk
from people import sign_in
from processes import Failed, Kontor, run
import report

PRODUCTS, VARIANTS = 100_000, 1_000_000
# Shoppers that search at a time, and what they search for.
SEARCHING, QUERIES = 2, 200
# So often an admin looks at a list.
LOOKS = 40
CONNECTIONS = 16
# Another shop, of so many products, among the vectors of the large one.
SMALL = 200
MODEL = {"KONTOR_EMBEDDER": "hashing", "KONTOR_TRUSTED_PROXIES": "127.0.0.1"}


def scale(programs, work, cluster, processes, step, seconds, rounds, few):
    """`cluster` is one of its own; `few` a server without a cache, headers and a path of a shop with 1,000 products."""
    step(f"making a shop with {PRODUCTS:,} products and {VARIANTS:,} variants")
    cluster.start()
    # As any server that holds so much has: with 128 MB, what a laptop begins with, half of the vectors' index is read anew each time.
    cluster.configure("shared_buffers", "1GB")
    run([programs / "kontor", "seed", "demo", "--products", str(PRODUCTS)], work)
    queries = fill(programs, cluster, work)
    cluster.settle()
    demo = json.loads((work / ".kontor/demo.json").read_text())
    server = Kontor(programs, work, processes, no_cache=True, settings=MODEL)
    step("measuring: lists of a large shop")
    lists = of_lists(server, demo, seconds, rounds, few)
    admin = of_variants(server, demo)
    step("measuring: the search of a large shop")
    found = of_search(server, demo, queries)
    server.stop()
    near = recall(cluster)
    return {"products": PRODUCTS, "variants": VARIANTS, "lists": lists, "admin": admin, "search": found, "recall": near}


def psql(cluster, sql, stdin=None):
    command = [cluster.postgres / "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"]
    done = subprocess.run([*map(str, command), "-c", sql], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=cluster.login("superuser"), text=True)
    if done.returncode != 0:
        raise Failed(f"psql: {done.stderr.strip()[-2000:]}")
    return done.stdout


def fill(programs, cluster, work):
    """What no request is measured by is written past the triggers: variants of drafts, vectors, another small shop."""
    psql(cluster, SMALL_SHOP)
    psql(cluster, MILLION)
    ids = work / "ids"
    ids.write_text(psql(cluster, "select product_id from public.search_documents where locale_code = '' order by 1"))
    psql(cluster, "drop index if exists public.product_embeddings_384; create table if not exists public.bench_vectors (id uuid, vector text)")
    lines = work / "vectors"
    with open(ids) as given, open(lines, "w") as made:
        subprocess.run([programs / "vectors", str(QUERIES)], stdin=given, stdout=made, check=True)
    with open(lines) as made:
        psql(cluster, "copy public.bench_vectors from stdin", made)
    psql(cluster, VECTORS)
    texts = psql(cluster, "select vector from public.bench_vectors where id is null").splitlines()
    for file in (ids, lines):
        file.unlink()
    return [json.loads(text) for text in texts]


def of_lists(server, demo, seconds, rounds, few):
    headers = {"x-publishable-api-key": demo["publishable_key"]}
    path = f"/store/products?limit=20&region_id={demo['region_id']}"
    count = json.loads(get(server.url("/store/products?fields=id&limit=1"), headers).body)["count"]
    if count < PRODUCTS:
        raise Failed(f"the large shop has {count} published products and not {PRODUCTS}")
    few_server, few_headers, few_path = few
    runs = {
        "few": lambda length: wrk(few_server.url(few_path), few_headers, CONNECTIONS, length),
        "many": lambda length: wrk(server.url(path), headers, CONNECTIONS, length),
        "many, from 5,000 on": lambda length: wrk(server.url(f"{path}&offset=5000"), headers, CONNECTIONS, length),
    }
    for warm_up in runs.values():
        warm_up(1)
    each = [{name: one(seconds) for name, one in runs.items()} for _ in range(rounds)]
    measured = {name: report.merge([one[name] for one in each]) for name in runs}
    ratios = [one["many"]["p50_ms"] / one["few"]["p50_ms"] for one in each]
    return {**measured, "many_of_few": statistics.median(ratios)}


def of_variants(server, demo):
    cookie = {"cookie": sign_in(server, demo["admin_email"], demo["admin_password"])}
    count = json.loads(get(server.url("/admin/product-variants?limit=1&fields=id"), cookie).body)["count"]
    if count < VARIANTS:
        raise Failed(f"the large shop has {count} variants and not {VARIANTS}")
    paths = {
        "first page": "/admin/product-variants?limit=50",
        "by its SKU": "/admin/product-variants?sku=MILLION-500500",
        "by words": "/admin/product-variants?limit=50&q=MILLION-500500",
        "from 100,000 on": "/admin/product-variants?limit=50&offset=100000",
    }
    return {name: look(server, path, cookie) for name, path in paths.items()}


def look(server, path, headers):
    """An admin clicks: one request after the other, and not as many as a key may make in a minute."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    took = []
    for _ in range(LOOKS):
        began = report.now()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        text = answer.read()
        took.append((report.now() - began) * 1000)
        if answer.status != 200:
            raise Failed(f"{path} answers {answer.status}: {text[:300]!r}")
    connection.close()
    return percentiles(took)


def percentiles(took):
    took.sort()
    return {"p50_ms": round(statistics.median(took), 3), "p99_ms": round(took[int(len(took) * 0.99)], 3)}


def of_search(server, demo, queries):
    headers = {"x-publishable-api-key": demo["publishable_key"], "content-type": "application/json"}
    titles = [json.loads(get(server.url(f"/store/products?fields=title&limit=1&offset={at}"), headers).body)["products"][0]["title"]
              for at in range(50, 50 + QUERIES * 37, 37)]
    words = [" ".join(title.split()[:2]) for title in titles]
    hybrid = lambda n: {"vector": {"value": queries[n], "semantic_ratio": 0.5}}
    facets = {"facets": [{"field": field} for field in ("category_ids", "options", "in_stock", "rating")]}
    kinds = {
        "hybrid": hybrid,
        "hybrid, with four facets": lambda n: {**hybrid(n), **facets},
        "words alone": lambda _: {"vector": {"semantic_ratio": 0}},
    }
    alone = {"hybrid, one shopper alone": ask(server, headers, words, hybrid, 1)}
    return {name: ask(server, headers, words, options, SEARCHING) for name, options in kinds.items()} | alone


def ask(server, headers, words, options, searching):
    took, failures = [], []

    def one(first):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        for n in range(first, QUERIES, searching):
            body = {"entity": "product", "filters": {"q": words[n]}, "pagination": {"take": 20}, "search_options": options(n)}
            body = json.dumps(body).encode()
            began = report.now()
            connection.request("POST", "/store/search", body, headers)
            answer = connection.getresponse()
            text = answer.read()
            took.append((report.now() - began) * 1000)
            if answer.status != 200 or not json.loads(text)["results"][0]["hits"]:
                failures.append(f"{answer.status} {text[:300]!r}")
        connection.close()

    for _ in range(2):
        took.clear()
        threads = [threading.Thread(target=one, args=(first,)) for first in range(searching)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if failures:
        raise Failed(f"a search failed: {failures[0]}")
    return percentiles(took)


def recall(cluster):
    """Of the ten nearest by an exact scan, how many the index finds; in the large shop and in the small one."""
    rows = [line.split("|") for line in psql(cluster, RECALL).splitlines() if "|" in line]
    return {name: float(share) for name, share in rows}


SMALL_SHOP = f"""
set session_replication_role = replica;
insert into auth.organization (id, name, slug, "createdAt") values ('00000000-0000-7000-8000-00000000beef', 'Small', 'small', now());
insert into public.products (organization_id, id, title, handle, status)
select '00000000-0000-7000-8000-00000000beef', private.uuid_v7(), 'Small ' || n, 'small-' || n, 'published' from generate_series(1, {SMALL}) n;
insert into public.search_documents (organization_id, product_id, title, content_sha256, is_published)
select p.organization_id, p.id, p.title, sha256(p.handle::bytea), true from public.products p where p.handle like 'small-%';
insert into public.search_facets (organization_id, product_id, is_published, created_at)
select p.organization_id, p.id, true, p.created_at from public.products p where p.handle like 'small-%';
"""

MILLION = f"""
set session_replication_role = replica;
with shop as (select organization_id as id from public.product_variants limit 1), made as (
  insert into public.products (organization_id, title, handle, status)
  select s.id, 'Million ' || n, 'million-' || n, 'draft' from shop s, generate_series(1, {VARIANTS // 100}) n returning organization_id, id
), numbered as (select m.*, row_number() over () as n from made m), variants as (
  insert into public.product_variants (organization_id, product_id, title, sku, variant_rank)
  select m.organization_id, m.id, 'Variant ' || v, 'MILLION-' || (m.n - 1) * 100 + v, v from numbered m, generate_series(1, 100) v
  returning organization_id
)
insert into public.product_tallies (organization_id, scope, delta) select organization_id, 'variants', count(*) from variants group by 1;
"""

VECTORS = """
set session_replication_role = replica;
insert into public.product_embeddings (organization_id, product_id, model, dimensions, content_sha256, embedding)
select d.organization_id, d.product_id, 'hashing', 384, d.content_sha256, v.vector::extensions.vector
from public.bench_vectors v join public.search_documents d on d.product_id = v.id and d.locale_code = '';
set maintenance_work_mem = '1GB';
set max_parallel_maintenance_workers = 2;
create index product_embeddings_384 on public.product_embeddings
  using hnsw ((embedding::extensions.vector(384)) extensions.vector_cosine_ops) with (m = 16, ef_construction = 128) where (dimensions = 384);
"""

RECALL = """
create or replace function private.bench_nearest(shop uuid, asked real[], exact_below integer) returns uuid[]
  language plpgsql set search_path = ''
as $$ begin
  perform set_config('request.jwt.claims', json_build_object('role', 'anon', 'organization_id', shop)::text, true);
  return array(select v.product_id from private.search_vector(asked, 'hashing', '', '{"is": "and", "of": []}', 10, exact_below) v);
end $$;
with shops as (
  select 'large' as name, (select organization_id from public.product_variants limit 1) as id
  union all select 'small', '00000000-0000-7000-8000-00000000beef'
), asked as (
  select row_number() over () as n, (vector::extensions.vector)::real[] as vector from public.bench_vectors where id is null
), both_ways as (
  select s.name, a.n, private.bench_nearest(s.id, a.vector, 0) as near, private.bench_nearest(s.id, a.vector, 10000000) as nearest
  from shops s, asked a
)
select name, round(avg((select count(*) from unnest(near) f where f = any (nearest)) / 10.0), 4) from both_ways group by name;
"""
