"""What it costs to know who calls: sessions, signed-in shoppers, and the hashing of passwords beside other work."""

import http.client
import itertools
import json
import random
import statistics
import subprocess
import threading
import urllib.request

from measure import with_cpu, wrk
from processes import Failed, Kontor
import report

CONNECTIONS = 16
# What kontor serve opens when nothing is set.
POOL = 16
# Requests of which the 99th percentile is taken, and who signs in meanwhile.
SAMPLES = 1500
SIGNING_IN = 4


def people(programs, work, cluster, processes, demo, seconds, rounds):
    server = Kontor(programs, work, processes, no_cache=True, settings={"KONTOR_TRUSTED_PROXIES": "127.0.0.1"})
    cookie = sign_in(server, demo["admin_email"], demo["admin_password"])
    select = Select(programs, work, cluster, processes)
    key = {"x-publishable-api-key": demo["publishable_key"]}
    products = server.url(f"/store/products?limit=20&region_id={demo['region_id']}")
    signed_in = {**key, "authorization": f"Bearer {customer(server, demo, key)}"}
    runs = {
        "get_session": lambda length: with_cpu(
            lambda: wrk(server.url("/api/auth/get-session"), {"cookie": cookie}, CONNECTIONS, length, strangers=True),
            server, cluster),
        "select": lambda length: wrk(select.url, {}, CONNECTIONS, length),
        "anonymous": lambda length: wrk(products, key, CONNECTIONS, length),
        "signed_in": lambda length: wrk(products, signed_in, CONNECTIONS, length),
    }
    for warm_up in runs.values():
        warm_up(1)
    each = [{name: one(seconds) for name, one in runs.items()} for _ in range(rounds)]
    measured = {name: report.merge([one[name] for one in each]) for name in runs}
    select.stop()
    quiet, busy = beside_hashing(server, cookie)
    server.stop()
    rate = lambda name: measured[name]["per_second"]
    return {
        **measured,
        "get_session_of_select": rate("get_session") / rate("select"),
        "anonymous_of_signed_in": rate("anonymous") / rate("signed_in"),
        "p99_ms_quiet": quiet,
        "p99_ms_beside_hashing": busy,
    }


class Select:
    """tests/load's server that reads one row by its key for each request."""

    def __init__(self, programs, work, cluster, processes):
        self.processes = processes
        login, log = cluster.login(), work / "select.log"
        url = (f"postgres://{login['PGUSER']}:{login['PGPASSWORD']}@localhost/{login['PGDATABASE']}"
               f"?host={login['PGHOST']}&port={login['PGPORT']}&sslmode=disable")
        self.process = processes.start(
            [programs / "select", str(POOL)], work, log, {**login, "DATABASE_URL": url}, stdout=subprocess.PIPE)
        port = self.process.stdout.readline().strip()
        if not port:
            raise Failed(f"select did not start: {log.read_text().strip()[-2000:]}")
        self.url = f"http://127.0.0.1:{int(port)}/"

    def stop(self):
        self.processes.stop(self.process)


def post(url, body, headers):
    data = json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json", **headers})
    return urllib.request.urlopen(request)


def sign_in(server, email, password):
    with post(server.url("/api/auth/sign-in/email"), {"email": email, "password": password}, {}) as answer:
        cookies = answer.headers.get_all("set-cookie")
    return next(cookie.split(";")[0] for cookie in cookies if "session_token=" in cookie)


def customer(server, demo, key):
    body = {"email": demo["customer_email"], "password": demo["customer_password"]}
    with post(server.url("/auth/customer/emailpass"), body, key) as answer:
        return json.load(answer)["token"]


def address():
    return f"198.{random.choice((18, 19))}.{random.randrange(256)}.{random.randrange(1, 255)}"


def beside_hashing(server, cookie):
    """The 99th percentile of a session's lookup, alone and while people sign in."""
    alone = percentile(server, cookie)
    stop, tries = threading.Event(), itertools.count()
    threads = [threading.Thread(target=guess, args=(server, stop, tries)) for _ in range(SIGNING_IN)]
    for thread in threads:
        thread.start()
    try:
        beside = percentile(server, cookie)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    if next(tries) < SIGNING_IN:
        raise Failed("nobody signed in meanwhile, so nothing was measured")
    return alone, beside


def percentile(server, cookie):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    taken = []
    try:
        for _ in range(SAMPLES):
            began = report.now()
            connection.request("GET", "/api/auth/get-session", headers={"cookie": cookie, "x-forwarded-for": address()})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise Failed(f"get-session answers {answer.status}")
            taken.append((report.now() - began) * 1000)
    finally:
        connection.close()
    return round(statistics.quantiles(taken, n=100)[98], 2)


def guess(server, stop, tries):
    """Signs in with wrong passwords, which cost what right ones do, one after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    while not stop.is_set():
        number = next(tries)
        body = json.dumps({"email": f"nobody{number}@example.com", "password": "a wrong but long password"})
        headers = {"content-type": "application/json", "x-forwarded-for": address()}
        connection.request("POST", "/api/auth/sign-in/email", body, headers)
        connection.getresponse().read()
    connection.close()
