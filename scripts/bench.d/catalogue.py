"""How fast products come in: an import over HTTP, the same file again, and one whose worker is killed in the middle."""

import http.client
import json
import time
import urllib.request
import uuid

from people import post, sign_in
from processes import Failed, Kontor, clean_environment, run
import report

PRODUCTS = 10_000
# The worker is killed as often, each time once it has written something.
KILLS = 3
PATIENCE = 600

HEADER = ("Handle,Title,Body (HTML),Vendor,Type,Tags,Status,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,"
          "Variant Inventory Qty,Variant Price,Image Src,Image Position\n")


def catalogue(programs, work, cluster, processes, demo, products=PRODUCTS):
    server = Kontor(programs, work, processes, no_cache=True)
    cookie = {"cookie": sign_in(server, demo["admin_email"], demo["admin_password"]), "origin": server.url("").rstrip("/")}
    try:
        plain = sheet("plain", products)
        first = timed(programs, work, cluster, processes, server, cookie, plain, kills=0)
        again = timed(programs, work, cluster, processes, server, cookie, plain, kills=0)
        killed = timed(programs, work, cluster, processes, server, cookie, sheet("killed", products // 5), kills=KILLS)
        total = count(cluster, work, "select count(*) from products where handle like 'bench-killed-%' and deleted_at is null")
        twice = count(cluster, work, "select count(*) from (select sku from product_variants where sku like 'BENCH-KILLED-%'"
                                     " and deleted_at is null group by sku having count(*) > 1) t")
    finally:
        server.stop()
    check(first, [products, 0, 0, 0])
    check(again, [0, 0, products, 0])
    check(killed, [products // 5, 0, 0, 0])
    if (total, twice) != (products // 5, 0):
        raise Failed(f"after {KILLS} kills there are {total} products and {twice} SKUs twice")
    return {
        "products": products,
        "import_per_second": round(products / first["seconds"], 1),
        "searchable_per_second": round(products / first["searchable"], 1),
        "again_per_second": round(products / again["seconds"], 1),
        "kills": killed["kills"],
    }


def sheet(name, products):
    """Three variants and two pictures each, with a description of some 400 bytes."""
    words = '"<p>' + "A mug of stoneware, fired twice and made for long mornings on deck. " * 6 + '</p>"'
    lines = [HEADER]
    for n in range(products):
        handle, sku = f"bench-{name}-{n}", f"BENCH-{name.upper()}-{n}"
        image = f"https://img.example.com/{handle}"
        lines.append(f'{handle},Mug {n},{words},Bench,Mugs,"new, bench",active,Size,S,{sku}-S,shopify,10,19.90,{image}-1.jpg,1\n')
        lines.append(f"{handle},,,,,,,,M,{sku}-M,shopify,5,21.50,{image}-2.jpg,2\n")
        lines.append(f"{handle},,,,,,,,L,{sku}-L,shopify,0,24,,\n")
    return "".join(lines).encode()


def timed(programs, work, cluster, processes, server, headers, csv, kills):
    """From the confirmation to the end of the job, with a worker of its own, which may be killed; then until the search knows all of it."""
    begun = upload(server, headers, csv)
    path = f"/admin/exchanges/{begun['transaction_id']}"
    with post(server.url(f"/admin/products/import/{begun['transaction_id']}/confirm"), {}, headers) as answer:
        answer.read()
    began, killed = report.now(), 0
    # A lease that ends soon is taken over soon.
    environment = {**clean_environment(), "KONTOR_EMBEDDER": "none", "KONTOR_JOBS_LEASE": "5s"}
    worker = processes.start([programs / "kontor", "worker"], work, work / "worker.log", environment)
    line = 0
    try:
        while True:
            exchange = read(server, headers, path)["exchange"]
            if exchange["status"] in ("done", "failed"):
                break
            if worker.poll() is not None:
                raise Failed(f"kontor worker ended: {(work / 'worker.log').read_text().strip()[-2000:]}")
            if killed < kills and exchange["done_line"] > line:
                line = exchange["done_line"]
                worker.kill()
                worker.wait()
                processes.stop(worker)
                killed += 1
                worker = processes.start([programs / "kontor", "worker"], work, work / "worker.log", environment)
            if report.now() - began > PATIENCE:
                raise Failed(f"the import is at line {exchange['done_line']} after {PATIENCE} seconds")
            time.sleep(0.02)
        done = report.now() - began
        while count(cluster, work, "select count(*) from search_queue") > 0:
            if report.now() - began > PATIENCE:
                raise Failed(f"the search does not know all of an import after {PATIENCE} seconds")
            time.sleep(0.2)
    finally:
        processes.stop(worker)
    if killed < kills:
        raise Failed(f"the import was over after {killed} kills: take more products")
    return {"seconds": done, "searchable": report.now() - began, "kills": killed, "exchange": exchange}


def upload(server, headers, csv):
    mark = uuid.uuid4().hex
    head = (f'--{mark}\r\ncontent-disposition: form-data; name="file"; filename="bench.csv"\r\n'
            "content-type: text/csv\r\n\r\n")
    body = head.encode() + csv + f"\r\n--{mark}--\r\n".encode()
    given = {**headers, "content-type": f"multipart/form-data; boundary={mark}"}
    request = urllib.request.Request(server.url("/admin/products/import"), body, given)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def read(server, headers, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def check(outcome, expected):
    exchange = outcome["exchange"]
    names = ("created_count", "updated_count", "unchanged_count", "error_count")
    counts = [exchange[name] for name in names]
    if exchange["status"] != "done" or counts != expected:
        raise Failed(f"an import is {exchange['status']} with {counts} and not {expected}: {exchange['failure']}")


def count(cluster, work, sql):
    psql = cluster.postgres / "psql"
    return int(run([psql, "--no-psqlrc", "--tuples-only", "--no-align", "-c", sql], work, cluster.login("superuser")))
