#!/usr/bin/env python3
"""Draws the demo shop's pictures, or checks the shop.

make_images.py                 draw every picture into images/
make_images.py --check         check shop.json and that every picture is there and up to date
make_images.py --sheet FILE    also write a contact sheet (HTML) to look at
"""

import argparse
import sys
from pathlib import Path
from random import Random

sys.dont_write_bytecode = True

from art.canvas import Canvas
from art.catalogue import PICTURES
from art.check import check
from art.scene import Scene

HERE = Path(__file__).resolve().parent
IMAGES = HERE / "images"


def file_name(handle, number):
    return f"{handle}.svg" if number == 1 else f"{handle}-{number}.svg"


def draw(handle, number, shot):
    """One picture; the handle is the seed, so the same handle always gives the same picture."""
    random = Random(f"{handle}/{number}")
    canvas = Canvas()
    scene = Scene(canvas, shot["tone"], random, shot["place"])
    zoom = shot["zoom"]
    pivot = 1130 if shot["place"] == "table" else 750
    place = f"translate({600 * (1 - zoom)} {pivot * (1 - zoom)})scale({zoom})" if zoom != 1 else None
    with canvas.group(t=place):
        shot["draw"](canvas, scene, random, **shot["options"])
    scene.finish()
    return canvas.text()


def drawings():
    """(file name, document) of every picture."""
    for handle, shots in PICTURES.items():
        for number, shot in enumerate(shots, 1):
            yield file_name(handle, number), draw(handle, number, shot)


def contact_sheet(names, columns=10):
    cells = "".join(f'<img src="{(IMAGES / name).as_uri()}" alt="{name}">' for name in names)
    style = f"body{{margin:0;display:grid;grid-template-columns:repeat({columns},1fr);gap:6px;background:#fff}}img{{width:100%;display:block}}"
    return f"<!doctype html><style>{style}</style>{cells}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--sheet", type=Path)
    options = parser.parse_args()
    pictures = dict(drawings())
    if options.check:
        problems = check(HERE / "shop.json", IMAGES, pictures)
        for problem in problems:
            print(f"problem: {problem}", file=sys.stderr)
        return 1 if problems else 0
    IMAGES.mkdir(exist_ok=True)
    for old in IMAGES.glob("*.svg"):
        if old.name not in pictures:
            old.unlink()
    for name, document in pictures.items():
        (IMAGES / name).write_text(document, encoding="utf-8")
    if options.sheet:
        options.sheet.write_text(contact_sheet(pictures), encoding="utf-8")
    sizes = sorted((len(document), name) for name, document in pictures.items())
    print(f"{len(sizes)} pictures, {sum(size for size, _ in sizes)} bytes, largest {sizes[-1][1]} with {sizes[-1][0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
