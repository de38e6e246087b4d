"""Says whether shop.json holds together and the pictures belong to it."""

import json
import re
from collections import Counter

_HANDLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MONEY = re.compile(r"\d+\.\d{2}")
_SHOP = {"name", "tagline", "currencies", "regions", "categories", "collections", "types", "tags", "products"}
_PRODUCT = {
    "handle", "title", "subtitle", "description", "status", "type", "collection", "categories", "tags", "material",
    "origin_country", "weight", "images", "options", "variants", "metadata",
}  # fmt: skip
_VARIANT = {"title", "sku", "barcode", "options", "prices", "stock", "manage_inventory", "allow_backorder"}
_VARIANT_EXTRA = {"compare_at", "weight"}
_IMAGES_LIMIT = 600_000


def _twice(values):
    return sorted(value for value, times in Counter(values).items() if times > 1)


def _valid_barcode(code):
    if not re.fullmatch(r"\d{13}", code):
        return False
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(code))
    return total % 10 == 0


def _prices(where, prices, currencies):
    if sorted(prices) != sorted(currencies):
        yield f"{where}: prices in {sorted(prices)}, the shop sells in {sorted(currencies)}"
    for currency, amount in prices.items():
        if not _MONEY.fullmatch(amount) or float(amount) <= 0:
            yield f"{where}: {currency} price {amount!r} is not a decimal string with two places"
        elif currency == "eur" and not amount.endswith((".90", ".00")):
            yield f"{where}: euro price {amount} ends in neither .90 nor .00"


def _variant(where, variant, options, currencies):
    keys = set(variant)
    if not _VARIANT <= keys <= _VARIANT | _VARIANT_EXTRA:
        yield f"{where}: keys {sorted(keys ^ _VARIANT)} are missing or unknown"
        return
    if sorted(variant["options"]) != sorted(options):
        yield f"{where}: options {sorted(variant['options'])} are not the product's {sorted(options)}"
    for title, value in variant["options"].items():
        if value not in options.get(title, ()):
            yield f"{where}: {value!r} is no value of {title}"
    if variant["barcode"] is not None and not _valid_barcode(variant["barcode"]):
        yield f"{where}: barcode {variant['barcode']} is no EAN-13"
    if not isinstance(variant["stock"], int) or variant["stock"] < 0:
        yield f"{where}: stock {variant['stock']!r} is no count"
    yield from _prices(where, variant["prices"], currencies)
    if "compare_at" in variant:
        yield from _prices(f"{where} (compare at)", variant["compare_at"], currencies)
        for currency, amount in variant["compare_at"].items():
            if float(amount) <= float(variant["prices"][currency]):
                yield f"{where}: compares {currency} {amount} with a price that is not lower"


def _product(product, known, currencies):
    where = product["handle"]
    if set(product) != _PRODUCT:
        yield f"{where}: keys {sorted(set(product) ^ _PRODUCT)} are missing or unknown"
        return
    if product["status"] not in ("published", "draft"):
        yield f"{where}: status {product['status']!r}"
    if product["type"] not in known["types"]:
        yield f"{where}: no type {product['type']!r}"
    if product["collection"] is not None and product["collection"] not in known["collections"]:
        yield f"{where}: no collection {product['collection']!r}"
    for kind in ("categories", "tags"):
        for value in product[kind]:
            if value not in known[kind]:
                yield f"{where}: no {value!r} among the {kind}"
        for value in _twice(product[kind]):
            yield f"{where}: {value!r} twice among its {kind}"
    for category in product["categories"]:
        parent = known["parents"].get(category)
        if parent is not None and parent not in product["categories"]:
            yield f"{where}: is in {category} but not in {parent} above it"
    if not product["categories"]:
        yield f"{where}: belongs to no category"
    if product["origin_country"] is not None and not re.fullmatch(r"[a-z]{2}", product["origin_country"]):
        yield f"{where}: origin {product['origin_country']!r} is no country code"
    if not 2 <= product["description"].count(".") + product["description"].count("?") <= 6:
        yield f"{where}: the description should be two or three sentences"
    options = {option["title"]: option["values"] for option in product["options"]}
    for title, values in options.items():
        for value in _twice(values):
            yield f"{where}: option {title} has {value!r} twice"
        used = {variant["options"].get(title) for variant in product["variants"]}
        for value in values:
            if value not in used:
                yield f"{where}: no variant for {title} {value!r}"
    combinations = [tuple(sorted(variant["options"].items())) for variant in product["variants"]]
    for combination in _twice(combinations):
        yield f"{where}: two variants for {dict(combination)}"
    if not 1 <= len(product["variants"]) <= 9:
        yield f"{where}: {len(product['variants'])} variants"
    for variant in product["variants"]:
        yield from _variant(f"{where} / {variant.get('title')}", variant, options, currencies)


def _shop(shop):
    if set(shop) != _SHOP:
        yield f"shop: keys {sorted(set(shop) ^ _SHOP)} are missing or unknown"
    for kind in ("categories", "collections", "products"):
        handles = [entry["handle"] for entry in shop[kind]]
        for handle in _twice(handles):
            yield f"{kind}: two called {handle}"
        for handle in handles:
            if not _HANDLE.fullmatch(handle):
                yield f"{kind}: {handle!r} is no lower-case kebab handle"
    for kind in ("types", "tags"):
        for value in _twice(shop[kind]):
            yield f"{kind}: {value!r} twice"
    parents = {category["handle"]: category["parent"] for category in shop["categories"]}
    for handle, parent in parents.items():
        if parent is not None and parents.get(parent, "") is not None:
            yield f"categories: {handle} hangs under {parent}, which is no top category"
    for region in shop["regions"]:
        if region["currency_code"] not in shop["currencies"]:
            yield f"regions: {region['key']} sells in {region['currency_code']}, the shop does not"
    for country in _twice(country for region in shop["regions"] for country in region["countries"]):
        yield f"regions: {country} is in two regions"
    products = shop["products"]
    variants = [variant for product in products for variant in product["variants"]]
    for kind in ("sku", "barcode"):
        for value in _twice(variant[kind] for variant in variants if variant[kind] is not None):
            yield f"variants: {kind} {value} twice"
    known = {
        "types": set(shop["types"]),
        "tags": set(shop["tags"]),
        "categories": set(parents),
        "collections": {collection["handle"] for collection in shop["collections"]},
    }
    lookups = {**known, "parents": parents}
    used = {
        "types": {product["type"] for product in products},
        "tags": {tag for product in products for tag in product["tags"]},
        "categories": {category for product in products for category in product["categories"]},
        "collections": {product["collection"] for product in products},
    }
    for kind, names in known.items():
        for name in sorted(names - used[kind]):
            yield f"{kind}: {name} has no product"
    for product in products:
        yield from _product(product, lookups, shop["currencies"])


def _images(shop, folder, drawn):
    named = [image for product in shop["products"] for image in product["images"]]
    for image in _twice(named):
        yield f"images: {image} belongs to two products"
    for product in shop["products"]:
        if not product["images"] or product["images"][0] != f"{product['handle']}.svg":
            yield f"{product['handle']}: the first picture should be {product['handle']}.svg"
    stored = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    for image in sorted(set(named) ^ set(stored)):
        yield f"images: {image} is {'not used' if image in stored else 'missing'}"
    for image, document in stored.items():
        if drawn.get(image) != document:
            yield f"images: {image} is not what make_images.py draws, run it again"
        if re.search(r"<(script|text|image|foreignObject|style)\b|https?://(?!www\.w3\.org/2000/svg)", document):
            yield f"images: {image} holds a script, text or outside reference"
    size = sum(len(document.encode()) for document in stored.values())
    if size > _IMAGES_LIMIT:
        yield f"images: {size} bytes, more than {_IMAGES_LIMIT}"


def _counts(shop, folder):
    products = shop["products"]
    variants = [variant for product in products for variant in product["variants"]]
    managed = [variant for variant in variants if variant["manage_inventory"]]
    tops = sum(category["parent"] is None for category in shop["categories"])
    yield f"products: {len(products)}, of them drafts: {sum(product['status'] == 'draft' for product in products)}"
    yield f"variants: {len(variants)}, with barcode: {sum(variant['barcode'] is not None for variant in variants)}"
    yield f"sold out: {sum(variant['stock'] == 0 for variant in managed)}, low (1-4): {sum(0 < variant['stock'] < 5 for variant in managed)}"
    yield f"not stock-managed: {len(variants) - len(managed)}, backorderable: {sum(variant['allow_backorder'] for variant in variants)}"
    yield f"on sale: {sum('compare_at' in variant for variant in variants)}, with own weight: {sum('weight' in variant for variant in variants)}"
    yield f"categories: {tops} top, {len(shop['categories']) - tops} below; collections: {len(shop['collections'])}"
    yield f"types: {len(shop['types'])}, tags: {len(shop['tags'])}"
    sizes = [path.stat().st_size for path in folder.iterdir()]
    yield f"pictures: {len(sizes)}, {sum(sizes)} bytes, smallest {min(sizes)}, largest {max(sizes)}"


def check(shop_file, folder, drawn):
    """Every problem found, as one line each; prints the counts."""
    shop = json.loads(shop_file.read_text(encoding="utf-8"))
    for line in _counts(shop, folder):
        print(line)
    return [*_shop(shop), *_images(shop, folder, drawn)]
