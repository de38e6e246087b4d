"""Stoneware and glass for the table."""

from art.brew import glass
from art.colour import CREAM, FOG, KELP, TAR, WALNUT, darker, lighter, mix
from art.turned import TILT, body, handle, mouth, outline, sheen, speckles


def _dip(canvas, d, x, r, edge, clay):
    """The unglazed foot of a pot."""
    with canvas.group(c=canvas.clip(d)):
        canvas.round(
            f"M{x - r - 9} {edge}q{r * 0.3} {r * 0.2} {r * 0.55} {r * 0.14}t{r * 0.5} {r * 0.09}t{r * 0.5} {-r * 0.03}t{r * 0.6} {-r * 0.16}V{edge + 300}H{x - r - 9}z",
            clay,
        )


def cups(canvas, scene, random, colour, other, drink="#4a2a1a"):
    """Two small cups with saucers."""
    for x, y, size, tone in ((790, 1090, 0.8, other), (430, 1215, 1.0, colour)):
        with canvas.group(t=f"translate({x} {y})scale({size})"):
            scene.stand(0, 0, 236, 0.8, 0.16)
            plate = [(-44, 264), (-30, 262), (6, 150)]
            d = body(canvas, 0, plate, tone)
            canvas.ellipse(0, -44, 264, 44, canvas.shade(tone, 0.5, 0.1))
            canvas.ellipse(0, -40, 150, 24, scene.shadow, o=0.5, f=canvas.blur(6))
            handle(canvas, "M140-240C250-260 246-120 122-120", tone, 30)
            profile = [(-290, 158), (-220, 156), (-110, 132), (-52, 84)]
            d = body(canvas, 0, profile, tone)
            speckles(canvas, d, random)
            mouth(canvas, 0, -290, 158, tone, 13, mix(tone, CREAM, 0.5), drink)
            sheen(canvas, 0, profile[:3], 0.62, 18, 0.55)


def bowl(canvas, scene, random, colour, x=600, y=1190, r=330, tall=250, fill=None, clay=None, shadow=True):
    """A wide bowl on a small foot."""
    if shadow:
        scene.stand(x, y, r * 0.6, 1.3, 0.24)
    top = y - tall
    profile = [
        (top, r),
        (top + tall * 0.36, r * 0.93),
        (y - tall * 0.26, r * 0.68),
        (y - tall * 0.12, r * 0.44),
        (y, r * 0.42),
    ]
    d = body(canvas, x, profile, colour)
    if clay:
        _dip(canvas, d, x, r, y - tall * 0.42, clay)
    speckles(canvas, d, random)
    mouth(canvas, x, top, r, colour, 16, mix(colour, CREAM, 0.3), fill, 0.5, 0.2)
    sheen(canvas, x, profile[:3], 0.66, 28, 0.5)


def bowl_stack(canvas, scene, random, colours):
    """Three bowls, each standing in the next."""
    rims = [(1190 - i * 92, 340 - i * 34, 260 - i * 10, colour) for i, colour in enumerate(colours)]
    scene.stand(600, 1190, 210, 1.3, 0.24)
    for y, r, tall, colour in rims[:-1]:
        canvas.ellipse(600, y - tall, r, r * 0.2, canvas.linear([(0, darker(colour, 0.1)), (1, darker(colour, 0.5))]))
    for i, (y, r, tall, colour) in reversed(list(enumerate(rims))):
        top = y - tall
        if i == len(rims) - 1:
            bowl(canvas, scene, random, colour, 600, y, r, tall, shadow=False)
            continue
        profile = [
            (top, r),
            (top + tall * 0.36, r * 0.93),
            (y - tall * 0.26, r * 0.68),
            (y - tall * 0.12, r * 0.44),
            (y, r * 0.42),
        ]
        d = outline(600, profile, 0.2, True)
        canvas.path(
            f"M{600 - r} {top}A{r} {r * 0.2} 0 0 0 {600 + r} {top}L{600 + r - 50} {top - 60}H{600 - r + 50}z",
            TAR,
            o=0.3,
            f=canvas.blur(9),
        )
        canvas.round(d, colour)
        speckles(canvas, d, random)
        canvas.line(
            f"M{600 - r} {top}A{r} {r * 0.2} 0 0 0 {600 + r} {top}",
            canvas.linear([(0, lighter(colour, 0.5)), (1, darker(colour, 0.05))]),
            14,
        )
        sheen(canvas, 600, profile[:3], 0.66, 28, 0.5)


def pears_bowl(canvas, scene, random, colour, clay, fruit="#c2a24a"):
    """A bowl with three pears looking over the edge."""
    y, r = 1190, 340
    top = y - 250
    canvas.ellipse(600, top, r - 16, (r - 16) * 0.2, darker(colour, 0.3))
    scene_fruit = (
        (470, top - 60, -14, mix(fruit, "#8f9a4a", 0.5)),
        (740, top - 50, 16, mix(fruit, "#b4583a", 0.35)),
        (606, top - 96, 4, fruit),
    )
    pear = "M0-170C40-170 46-110 62-60C90 0 120 30 112 90C104 150 50 170 0 170S-104 150-112 90C-120 30-90 0-62-60C-46-110-40-170 0-170z"
    backdrop = f"M{600 - r + 16} {top}A{r - 16} {(r - 16) * 0.2} 0 0 0 {600 + r - 16} {top}V200H{600 - r + 16}z"
    scene.stand(600, y, r * 0.6, 1.3, 0.24)
    bowl_back = f"M{600 - r} {top}a{r} {r * 0.2} 0 1 0 {2 * r} 0a{r} {r * 0.2} 0 1 0-{2 * r} 0"
    canvas.path(bowl_back, canvas.shade(mix(colour, CREAM, 0.3), 0.1, 0.4))
    with canvas.group(c=canvas.clip(backdrop)):
        for x, py, turn, tone in scene_fruit:
            place = f"translate({x} {py})rotate({turn})"
            canvas.line("M0-168Q6-200 24-222", WALNUT, 12, t=place)
            canvas.path(
                pear,
                canvas.radial([(0, lighter(tone, 0.5)), (0.5, tone), (1, darker(tone, 0.45))], 0.36, 0.5, 0.7),
                t=place,
            )
    profile = [(top, r), (top + 90, r * 0.93), (y - 65, r * 0.68), (y - 30, r * 0.44), (y, r * 0.42)]
    d = outline(600, profile, 0.2, True)
    canvas.round(d, colour)
    _dip(canvas, d, 600, r, y - 100, clay)
    speckles(canvas, d, random)
    canvas.line(
        f"M{600 - r} {top}A{r} {r * 0.2} 0 0 0 {600 + r} {top}",
        canvas.linear([(0, lighter(colour, 0.2)), (0.3, lighter(colour, 0.7)), (1, darker(colour, 0.1))]),
        14,
    )
    sheen(canvas, 600, profile[:3], 0.66, 28, 0.5)


def plates(canvas, scene, random, colour, others=()):
    """One plate standing, and a low stack before it."""
    cx, cy, r = 600, 770, 352
    disc = f"M{cx - r} {cy}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0-{2 * r} 0"
    scene.stand(cx + 20, cy + r - 4, 220, 1)
    canvas.path(disc, scene.shadow, o=0.35, t="translate(40 20)", f=canvas.blur(22))
    canvas.path(disc, darker(colour, 0.4), t="translate(10 4)")
    canvas.flat(disc, colour)
    canvas.ellipse(
        cx, cy, r - 82, r - 82, canvas.slant((0, darker(colour, 0.25)), (0.4, colour), (1, lighter(colour, 0.45)))
    )
    canvas.ellipse(cx, cy, r - 94, r - 94, canvas.slant((0, lighter(colour, 0.2)), (1, darker(colour, 0.1))))
    speckles(canvas, disc, random)
    canvas.ellipse(cx, cy, r - 5, r - 5, None, s=darker(colour, 0.35), sw=5, o=0.5)
    if others:
        scene.stand(420, 1290, 190, 1.2, 0.18)
        body(canvas, 420, [(1262, 300), (1276, 296), (1300, 190)], others[0], 0.4, 0.15)
        for i, tone in enumerate(others):
            y = 1262 - i * 22
            body(canvas, 420, [(y - 12, 298), (y - 6, 300), (y, 300), (y + 6, 297)], tone, 0.5, 0.15)
        y -= 12
        canvas.ellipse(420, y, 298, 45, canvas.shade(tone, 0.4, 0.15))
        canvas.ellipse(420, y + 3, 214, 30, canvas.slant((0, darker(tone, 0.2)), (1, lighter(tone, 0.35))))


def jug(canvas, scene, random, colour, glaze=None, x=600):
    """A full-bellied jug with a pulled lip."""
    scene.stand(x, 1195, 190)
    handle(canvas, f"M{x + 96} 580C{x + 330} 500 {x + 350} 860 {x + 200} 930", colour, 46)
    profile = [(520, 128), (580, 112), (680, 130), (860, 226), (1010, 236), (1140, 190), (1195, 168)]
    d = outline(x, profile)
    lip = f"M{x - 128} 520Q{x - 200} 510 {x - 214} 482Q{x - 150} 600 {x - 108} 600z"
    canvas.path(lip, canvas.shade(colour, 0.4, 0.3))
    canvas.round(d, colour)
    if glaze:
        with canvas.group(c=canvas.clip(d)):
            canvas.round(f"M{x - 300} 400H{x + 300}V800q-60 60-110 20t-90 40t-110-10t-100 30t-120-40t-70 10z", glaze)
    speckles(canvas, d, random)
    opening = f"M{x + 128} 520C{x + 120} 546 {x - 60} 556 {x - 128} 528Q{x - 196} 512 {x - 214} 482Q{x - 130} 498 {x} 498Q{x + 110} 500 {x + 128} 520z"
    canvas.path(
        opening,
        canvas.linear(
            [(0, lighter(glaze or colour, 0.3)), (0.5, darker(glaze or colour, 0.3)), (1, darker(colour, 0.1))]
        ),
        s=lighter(glaze or colour, 0.35),
        sw=9,
    )
    sheen(canvas, x, profile[2:6], 0.64, 30, 0.55)


def branch(canvas, x, y, tip_x, tip_y, leaf, count=6, size=1.0):
    """A stem with paired leaves from (x, y) up to the tip."""
    bend_x, bend_y = (x + tip_x) / 2 + (tip_y - y) * 0.1, (y + tip_y) / 2
    canvas.line(f"M{x} {y}Q{bend_x} {bend_y} {tip_x} {tip_y}", darker(leaf, 0.35), 7)
    shape = canvas.stamp(
        f'<path d="M0 0C20-34 60-40 92-18C64 8 28 14 0 0" fill="{canvas.linear([(0, darker(leaf, 0.25)), (1, lighter(leaf, 0.25))])}"/>'
    )
    for i in range(count):
        t = 0.35 + 0.65 * i / (count - 1)
        px = (1 - t) ** 2 * x + 2 * t * (1 - t) * bend_x + t * t * tip_x
        py = (1 - t) ** 2 * y + 2 * t * (1 - t) * bend_y + t * t * tip_y
        canvas.place(shape, px, py, (-28, -150)[i % 2] + (tip_x - x) * 0.12, round(size * (1.1 - 0.4 * t), 2))


def vase(canvas, scene, random, colour, clay=None, leaf=KELP, x=600):
    """A vase shaped like a bollard, with two branches."""
    scene.stand(x, 1200, 180)
    branch(canvas, x - 20, 700, x - 210, 250, leaf, 7)
    branch(canvas, x + 20, 700, x + 190, 300, mix(leaf, FOG, 0.35), 6)
    profile = [(620, 96), (640, 150), (690, 162), (740, 128), (800, 126), (1000, 190), (1140, 196), (1200, 180)]
    d = body(canvas, x, profile, colour)
    if clay:
        _dip(canvas, d, x, 200, 1080, clay)
    speckles(canvas, d, random)
    canvas.ellipse(x, 620, 96, 96 * TILT, canvas.shade(colour, 0.5, 0.1))
    canvas.ellipse(x, 621, 74, 74 * TILT, darker(colour, 0.6))
    canvas.line(f"M{x - 20} 628L{x - 34} 600M{x + 20} 628L{x + 30} 600", darker(leaf, 0.4), 7)
    sheen(canvas, x, profile[3:7], 0.62, 28, 0.55)


def bud_vase(canvas, scene, random, colour, petal="#e6b85c", x=600, y=1190, size=1.0):
    """A pebble with one flower in it."""
    with canvas.group(t=f"translate({x} {y})scale({size})"):
        scene.stand(0, 0, 180, 1.1)
        canvas.line("M0-250C-10-420 60-520 26-700", KELP, 9)
        canvas.path(
            "M4-390C70-430 120-500 130-560C50-540 8-480 4-390M8-470C-50-500-90-550-96-610C-30-590 10-540 8-470",
            canvas.shade("#7d9064", 0.1, 0.35),
        )
        blade = canvas.stamp(
            f'<path d="M0 0C-34-40-30-110 0-136C30-110 34-40 0 0" fill="{canvas.down((0, lighter(petal, 0.45)), (1, darker(petal, 0.2)))}"/>'
        )
        for i in range(9):
            canvas.place(blade, 26, -700, i * 40)
        canvas.ellipse(26, -700, 36, 36, canvas.ball("#6a4526"))
        profile = [(-290, 34), (-262, 40), (-232, 90), (-130, 226), (-50, 216), (0, 140)]
        d = body(canvas, 0, profile, colour)
        speckles(canvas, d, random)
        canvas.ellipse(0, -290, 34, 7, darker(colour, 0.5))
        sheen(canvas, 0, profile[2:5], 0.6, 28, 0.55)


def teapot(canvas, scene, random, colour, clay=None, x=580):
    """A round pot with a cane handle over the top."""
    scene.stand(x, 1195, 220)
    spout = f"M{x + 190} 1080C{x + 330} 1060 {x + 320} 880 {x + 420} 790L{x + 366} 758C{x + 280} 800 {x + 240} 850 {x + 150} 870z"
    canvas.path(spout, canvas.linear([(0, colour), (0.5, lighter(colour, 0.1)), (1, darker(colour, 0.35))]))
    canvas.ellipse(x + 393, 774, 32, 15, darker(colour, 0.5), t=f"rotate(31 {x + 393} 774)")
    arch = f"M{x - 190} 800C{x - 210} 400 {x + 210} 400 {x + 190} 800"
    canvas.line(arch, darker("#b98a50", 0.45), 36)
    canvas.line(arch, "#c99a5c", 26)
    canvas.line(arch, darker("#b98a50", 0.3), 26, stroke_dasharray="4 14", stroke_linecap="butt")
    profile = [(740, 130), (770, 190), (880, 276), (1010, 286), (1130, 220), (1195, 180)]
    d = body(canvas, x, profile, colour)
    if clay:
        _dip(canvas, d, x, 290, 1060, clay)
    speckles(canvas, d, random)
    for side in (-1, 1):
        canvas.line(f"M{x + side * 190} 830V790", darker(colour, 0.25), 46)
        canvas.line(f"M{x + side * 190 - 6} 826V792", lighter(colour, 0.25), 12, o=0.6)
    body(canvas, x, [(690, 50), (706, 100), (744, 134)], colour, 0.4)
    body(canvas, x, [(628, 20), (640, 34), (668, 34), (692, 18)], colour, 0.5)
    sheen(canvas, x, profile[1:5], 0.66, 34, 0.55)


def tumblers(canvas, scene, random, tint, water="#bcd3d2"):
    """Two thick glasses, one with water in it."""
    for x, y, size, full in ((780, 1100, 0.88, False), (430, 1215, 1.0, True)):
        with canvas.group(t=f"translate({x} {y})scale({size})"):
            scene.stand(0, 0, 170, 1.1)
            canvas.ellipse(250, 10, 150, 24, lighter(tint, 0.5), o=0.6, f=canvas.blur(14))
            profile = [(-480, 206), (-300, 200), (-80, 178), (-6, 168)]
            d = outline(0, profile)
            canvas.path(d, tint, o=0.28)
            canvas.ellipse(0, -480, 206, 35, lighter(tint, 0.6), o=0.3)
            if full:
                inner = [(-330, 192), (-100, 170), (-50, 158)]
                canvas.path(
                    outline(0, inner), canvas.down((0, mix(water, tint, 0.3), 0.85), (1, mix(water, tint, 0.5), 0.6))
                )
                canvas.ellipse(0, -330, 192, 33, canvas.shade(lighter(water, 0.3), 0.6, 0.1), o=0.9)
            glass(canvas, 0, profile, lighter(tint, 0.75), 0.4)
            canvas.path(
                "M-172-46A172 29 0 0 0 172-46L168-6A168 29 0 0 1-168-6z",
                canvas.linear(
                    [(0, "#ffffff", 0.6), (0.4, tint, 0.5), (0.8, darker(tint, 0.3), 0.6), (1, "#ffffff", 0.5)]
                ),
            )
            canvas.ellipse(0, -480, 206, 35, None, s="#fff", sw=6, o=0.8)
            sheen(canvas, 0, profile[:3], 0.74, 26, 0.8)
            canvas.line("M150-420L136-120", "#fff", 8, o=0.5, f=canvas.blur(4))
