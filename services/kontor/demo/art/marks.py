"""Little marks for labels, tins and prints, each in a box from -50 to 50. No letters anywhere."""

from math import cos, pi, sin

_PATHS = {
    # the house mark: four tallies and a stroke through them
    "tally": ("s", "M-30-34V34M-10-34V34M10-34V34M30-34V34M-46 22 46-22"),
    "wave": ("s", "M-46-14c15-18 31-18 46 0s31 18 46 0M-46 14c15-18 31-18 46 0s31 18 46 0"),
    "anchor": ("s", "M0-26V40M-18-10H18M-38 8c2 22 18 32 38 32s36-10 38-32M0-44a9 9 0 1 0 .1 0"),
    "leaf": ("f", "M-4 46C-44 8-26-34 8-48 36-12 34 24-4 46M-4 46 4-20"),
    "moon": ("f", "M14-42A44 44 0 1 0 40 26 38 38 0 0 1 14-42"),
    "boat": ("f", "M-44 18H44L30 40H-30zM-4 8V-46L-38 8zM6 8V-34L34 8z"),
    "lighthouse": ("f", "M-14-22H14L22 46H-22zM-18-28H18V-36H-18zM-11-40H11L0-52zM30-30l20-8v12zM-30-30l-20-8v12z"),
    "fish": ("f", "M-48 0C-24-30 14-28 32-4L48-20V20L32 4C14 28-24 30-48 0"),
    "gull": ("s", "M-48-6C-32-26-12-22 0 4 12-22 32-26 48-6"),
    "drop": ("f", "M0-48C22-16 32-2 32 16A32 32 0 1 1-32 16C-32-2-22-16 0-48"),
    "flame": ("f", "M4-48C10-20 34-8 30 18A30 30 0 1 1-30 18C-30 4-20-2-18-16-6-12-2-4-2 4 8-10 8-30 4-48"),
    "bee": (
        "f",
        "M0-20C22-20 24 36 0 46-24 36-22-20 0-20M-6-26a10 9 0 1 1 12 0M-10-10C-52-44-60 0-20 10M10-10C52-44 60 0 20 10",
    ),
    "berry": (
        "f",
        "M-20 10a18 18 0 1 0 .1 0M20 6a18 18 0 1 0 .1 0M2-26a17 17 0 1 0 .1 0M4-30C10-48 30-50 40-44 34-32 20-26 4-30",
    ),
    "bowline": ("s", "M-4 48V4C-4-46 40-46 40-16S-8 14-20-6-20-40 0-40M40-16C40 30-40 30-40 0S-10-14 12 6"),
    "eight": ("s", "M-10 50C-10 20 30 20 30-4S-26-6-26-26 26-46 26-26-30-20-30 2 14 10 14 50"),
    "knot": ("s", "M-46 14C-20 14-20-20 8-20S34 14 8 14-20-20-8-20M46-8C20-8 20 26-8 26"),
}


def _rays(count, inner, outer):
    d = ""
    for i in range(count):
        turn = 2 * pi * i / count
        d += f"M{inner * cos(turn):.0f} {inner * sin(turn):.0f}L{outer * cos(turn):.0f} {outer * sin(turn):.0f}"
    return d


def _star():
    d = ""
    for i in range(16):
        radius = (48, 10, 26, 10)[i % 4]
        turn = pi * i / 8 - pi / 2
        d += f"{'L' if d else 'M'}{radius * cos(turn):.0f} {radius * sin(turn):.0f}"
    return d + "z"


def mark(canvas, name, x, y, size, colour, opacity=None, width=7):
    """Draws a mark centred at (x, y)."""
    place = f"translate({x} {y}) scale({size / 100})"
    if name == "sun":
        canvas.ellipse(0, 0, 20, 20, colour, t=place, o=opacity)
        canvas.line(_rays(12, 30, 46), colour, width, t=place, o=opacity)
    elif name == "star":
        canvas.path(_star(), colour, t=place, o=opacity)
    elif name == "flower":
        canvas.line(_rays(9, 14, 40), colour, width * 1.8, t=place, o=opacity)
        canvas.ellipse(0, 0, 8, 8, colour, t=place, o=opacity)
    elif _PATHS[name][0] == "s":
        canvas.line(_PATHS[name][1], colour, width, t=place, o=opacity)
    else:
        canvas.path(_PATHS[name][1], colour, t=place, o=opacity)


def lines(canvas, x, y, widths, colour, gap=20, thick=6, opacity=0.8):
    """Stands for small print: centred strokes of the given widths."""
    d = "".join(f"M{x - width / 2} {y + i * gap}h{width}" for i, width in enumerate(widths))
    canvas.line(d, colour, thick, o=opacity)
