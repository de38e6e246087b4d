"""Turned things: a profile spun round an upright axis, which is most of what stands on a table."""

from art.colour import darker, lighter

TILT = 0.17


def _curve(points, sign, cx):
    """A smooth run through (y, radius) points; a third value marks a sharp corner."""
    at = [(cx + sign * point[1], point[0]) for point in points]
    sharp = [len(point) > 2 for point in points]
    d = ""
    for i in range(len(at) - 1):
        (x1, y1), (x2, y2) = at[i], at[i + 1]
        if (sharp[i] or i == 0) and (sharp[i + 1] or i + 2 == len(at)):
            d += f"L{x2} {y2}"
            continue
        before = at[i - 1] if i > 0 and not sharp[i] else at[i]
        after = at[i + 2] if i + 2 < len(at) and not sharp[i + 1] else at[i + 1]
        d += f"C{x1 + (x2 - before[0]) / 6} {y1 + (y2 - before[1]) / 6} "
        d += f"{x2 - (after[0] - x1) / 6} {y2 - (after[1] - y1) / 6} {x2} {y2}"
    return d


def outline(cx, profile, tilt=TILT, front=False):
    """The silhouette of a profile, top to bottom; only what is below the near edge of the rim if `front`."""
    (top, first), (bottom, last) = profile[0][:2], profile[-1][:2]
    d = f"M{cx - first} {top}" + _curve(profile, -1, cx)
    d += f"A{last} {last * tilt} 0 0 0 {cx + last} {bottom}"
    d += _curve(profile[::-1], 1, cx)
    return d + f"A{first} {first * tilt} 0 0 {int(front)} {cx - first} {top}z"


def band(cx, top, bottom, r1, r2=None, tilt=TILT):
    """A strip round a straight-sided body, between two heights."""
    r2 = r1 if r2 is None else r2
    return (
        f"M{cx - r1} {top}A{r1} {r1 * tilt} 0 0 0 {cx + r1} {top}L{cx + r2} {bottom}"
        f"A{r2} {r2 * tilt} 0 0 1 {cx - r2} {bottom}z"
    )


def body(canvas, cx, profile, colour, gloss=0.34, tilt=TILT):
    """Draws the silhouette in one colour with round light; returns its path."""
    d = outline(cx, profile, tilt)
    canvas.round(d, colour, gloss)
    return d


def sheen(canvas, cx, profile, at=0.6, width=16, opacity=0.5, colour="#fffaf0"):
    """A soft highlight running down the left of a body."""
    outer = [(y, r * at + width / 2) for y, r, *_ in profile]
    inner = [(y, r * at - width / 2) for y, r, *_ in profile]
    d = f"M{cx - outer[0][1]} {outer[0][0]}{_curve(outer, -1, cx)}L{cx - inner[-1][1]} {inner[-1][0]}{_curve(inner[::-1], -1, cx)}z"
    canvas.path(d, colour, o=opacity, f=canvas.blur(max(2, width / 3)))


def mouth(canvas, cx, y, radius, colour, rim=14, inside=None, fill=None, level=0.35, tilt=TILT):
    """An open top: rim, inner wall, and what is in it."""
    inside = inside or darker(colour, 0.25)
    inner = radius - rim
    canvas.ellipse(cx, y, radius, radius * tilt, canvas.linear([(0, lighter(colour, 0.45)), (1, darker(colour, 0.08))]))
    canvas.ellipse(cx, y, inner, inner * tilt, canvas.linear([(0, darker(inside, 0.35)), (1, lighter(inside, 0.25))]))
    if fill:
        hole = (
            f"M{cx - inner} {y}a{inner} {inner * tilt} 0 1 0 {2 * inner} 0a{inner} {inner * tilt} 0 1 0 {-2 * inner} 0"
        )
        drop = inner * tilt * level
        with canvas.group(c=canvas.clip(hole)):
            canvas.ellipse(
                cx, y + drop, inner * 0.985, inner * tilt, canvas.slant((0, darker(fill, 0.3)), (1, lighter(fill, 0.2)))
            )
            canvas.ellipse(
                cx - inner * 0.3,
                y + drop + inner * tilt * 0.3,
                inner * 0.35,
                inner * tilt * 0.14,
                "#fff",
                o=0.25,
                f=canvas.blur(4),
            )


def handle(canvas, d, colour, width=44):
    """A handle as a thick stroke: a body, a shaded underside and a light."""
    canvas.line(d, darker(colour, 0.38), width)
    canvas.line(
        d,
        canvas.down((0, lighter(colour, 0.1)), (1, darker(colour, 0.2))),
        width * 0.8,
        t=f"translate(-{width * 0.09} -{width * 0.06})",
        f=canvas.blur(2),
    )
    canvas.line(
        d, lighter(colour, 0.5), width * 0.16, t=f"translate(-{width * 0.2} -{width * 0.2})", o=0.7, f=canvas.blur(3)
    )


def speckles(canvas, d, random, opacity=0.4):
    """Iron specks in a glaze: one scatter for the whole picture, laid over each pot."""
    if not canvas.specks:
        dots = ""
        for size, count in ((3.2, 9), (5.5, 4)):
            places = "".join(f"M{random.randint(6, 254)} {random.randint(6, 204)}h0" for _ in range(count))
            dots += f'<path d="{places}" stroke-width="{size}"/>'
        canvas.specks = canvas.pattern(260, 210, f'<g stroke="#362a2c">{dots}</g>', "rotate(14)")
    canvas.path(d, canvas.specks, o=opacity)


def steam(canvas, cx, y, height=230, colour="#fff"):
    """Two wisps."""
    for dx, rise in ((-28, 1), (34, 0.8)):
        h = height * rise
        d = f"M{cx + dx} {y}c-50 {-h * 0.3} 50 {-h * 0.4} 8 {-h * 0.65}c-26 {-h * 0.16} 8 {-h * 0.28} 22 {-h * 0.35}"
        canvas.line(d, colour, 18, o=0.42, f=canvas.blur(11))
