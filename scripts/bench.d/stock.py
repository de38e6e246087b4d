"""Many who want the last of something: exactly as many get it as there are."""

import http.client
import json
import threading

from people import post, sign_in
from processes import Failed, Kontor
import report

CLIENTS = 16
UNITS = 100
SECONDS = 30


def stock(programs, work, processes, demo, seconds=SECONDS):
    server = Kontor(programs, work, processes, no_cache=True)
    headers = {"cookie": sign_in(server, demo["admin_email"], demo["admin_password"]), "origin": server.url("").rstrip("/")}
    try:
        place = ask(server, headers, "/admin/stock-locations", {"name": "Bench"})["stock_location"]["id"]
        levels = [{"location_id": place, "stocked_quantity": UNITS}]
        item = ask(server, headers, "/admin/inventory-items", {"sku": "BENCH-RUSH", "location_levels": levels})
        item = item["inventory_item"]["id"]
        answers = rush(server, headers, {"inventory_item_id": item, "location_id": place, "quantity": 1}, seconds)
        level = ask(server, headers, f"/admin/inventory-items/{item}/location-levels")["inventory_levels"][0]
        kept = ask(server, headers, f"/admin/reservations?inventory_item_id={item}&limit=1")["count"]
        ledger = ask(server, headers, f"/admin/inventory-items/{item}/ledger?reason=reserve&limit=1")["count"]
    finally:
        server.stop()
    others = {name: number for name, number in answers.items() if name not in ("200", "insufficient_inventory")}
    if others or (answers.get("200"), level["reserved_quantity"], kept, ledger) != (UNITS,) * 4:
        raise Failed(f"of {UNITS}: answers {answers}, level {level['reserved_quantity']}, reservations {kept}, ledger {ledger}")
    return {"reserved": kept, "refused": answers["insufficient_inventory"],
            "per_second": round(sum(answers.values()) / seconds, 1)}


def ask(server, headers, path, body=None):
    if body is not None:
        with post(server.url(path), body, headers) as answer:
            return json.load(answer)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def rush(server, headers, body, seconds):
    """Everybody asks on, refused or not, until the time is over."""
    answers, lock, end = {}, threading.Lock(), report.now() + seconds
    data = json.dumps(body)
    given = {**headers, "content-type": "application/json"}

    def client():
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        own = {}
        try:
            while report.now() < end:
                connection.request("POST", "/admin/reservations", data, given)
                answer = connection.getresponse()
                said = json.loads(answer.read())
                name = "200" if answer.status == 200 else said.get("code", str(answer.status))
                own[name] = own.get(name, 0) + 1
        finally:
            connection.close()
            with lock:
                for name, number in own.items():
                    answers[name] = answers.get(name, 0) + number

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
