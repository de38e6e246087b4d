"""The wash-house: soap, balm and brushes."""

from art.colour import OAK, PAPER, TAR, darker, lighter
from art.marks import lines, mark
from art.textiles import peg, rail
from art.turned import band, body, speckles


def _bar(canvas, scene, x, y, colour, sign, specks, random, half=215):
    """A bar of soap from a little above: top face and front face."""
    top = f"M{x - half + 30} {y - 210}H{x + half - 30}Q{x + half - 6} {y - 210} {x + half} {y - 186}L{x + half + 22} {y - 96}Q{x + half + 28} {y - 70} {x + half} {y - 70}H{x - half}Q{x - half - 28} {y - 70} {x - half - 22} {y - 96}L{x - half} {y - 186}Q{x - half + 6} {y - 210} {x - half + 30} {y - 210}z"
    front = f"M{x - half - 25} {y - 88}Q{x - half - 20} {y - 66} {x - half + 10} {y - 66}H{x + half - 10}Q{x + half + 20} {y - 66} {x + half + 25} {y - 88}V{y - 10}Q{x + half + 20} {y + 14} {x + half - 14} {y + 14}H{x - half + 14}Q{x - half - 20} {y + 14} {x - half - 25} {y - 10}z"
    canvas.path(front, colour)
    canvas.path(front, canvas.down((0, "#fff6e2", 0.1), (0.3, TAR, 0.1), (1, TAR, 0.4)))
    canvas.path(top, lighter(colour, 0.12))
    canvas.path(top, canvas.slant((0, "#fff6e2", 0.5), (0.6, "#fff6e2", 0), (1, TAR, 0.14)))
    if specks:
        for d in (top, front):
            speckles(canvas, d, random, 0.7)
    with canvas.group(t=f"translate({x} {y - 140})scale(1 .46)"):
        canvas.ellipse(0, 0, 120, 120, None, s=darker(colour, 0.3), sw=7, o=0.6)
        mark(canvas, sign, 2, 5, 150, lighter(colour, 0.7), 0.8)
        mark(canvas, sign, 0, 0, 150, darker(colour, 0.32))
    canvas.line(f"M{x - half} {y - 80}H{x + half}", lighter(colour, 0.6), 8, o=0.6, f=canvas.blur(4))


def bubbles(canvas, places):
    """Soap bubbles at (x, y, r)."""
    film = canvas.radial([(0.6, "#ffffff", 0.05), (0.85, "#bfe3e6", 0.35), (1, "#ffffff", 0.75)])
    for x, y, r in places:
        canvas.ellipse(x, y, r, r, film)
        canvas.ellipse(x - r * 0.4, y - r * 0.45, r * 0.18, r * 0.12, "#fff", o=0.9)


def soap(canvas, scene, random, colour, other, sign="wave", specks=None, dish=OAK):
    """Two bars on a slatted dish, with bubbles."""
    scene.stand(600, 1225, 330, 0.7, 0.12)
    for i in range(6):
        x = 330 + i * 98
        canvas.path(f"M{x} 1196h70v34h-70z", canvas.linear([(0, lighter(dish, 0.3)), (1, darker(dish, 0.3))]))
    canvas.path("M270 1160H930L950 1206H250z", canvas.down((0, lighter(dish, 0.3)), (1, dish)))
    canvas.path(
        "M270 1160H930L950 1206H250z",
        canvas.pattern(
            98, 60, '<path d="M80-10v80" stroke="#1c1620" stroke-width="14" opacity=".4"/>', "translate(14 0)"
        ),
    )
    canvas.path("M250 1206H950V1218H250z", darker(dish, 0.4))
    canvas.ellipse(600, 1182, 260, 14, TAR, o=0.5, f=canvas.blur(9))
    _bar(canvas, scene, 600, 1168, other, sign, None, random, 230)
    canvas.ellipse(600, 1046, 250, 26, TAR, o=0.4, f=canvas.blur(9))
    with canvas.group(t="rotate(-4 600 1000)"):
        _bar(canvas, scene, 592, 1020, colour, sign, specks, random)
    bubbles(canvas, ((330, 700, 50), (860, 640, 34), (420, 590, 24), (760, 520, 56), (880, 880, 26), (300, 900, 30)))


def balm(canvas, scene, random, colour, inside="#efd9a2", sign="knot"):
    """A flat tin of balm, open, its lid leaning against it."""
    cx, cy, r = 730, 900, 250
    disc = f"M{cx - r} {cy}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0-{2 * r} 0"
    scene.stand(cx + 10, cy + r - 6, 180, 0.9)
    canvas.path(disc, darker("#b9bcbd", 0.4), t="translate(16 8)")
    canvas.flat(disc, "#c3c6c6", 0.6)
    canvas.ellipse(cx, cy, r - 22, r - 22, canvas.shade(colour, 0.3, 0.2))
    canvas.ellipse(cx, cy, r - 40, r - 40, None, s=PAPER, sw=4)
    mark(canvas, sign, cx, cy - 26, 190, PAPER)
    lines(canvas, cx, cy + 96, (150, 100), PAPER, 28, 8)
    x, y, r = 470, 1225, 270
    scene.stand(x, y, r)
    body(canvas, x, [(1130, r), (1220, r), (1226, r - 8)], "#bfc2c2", 0.6)
    canvas.round(band(x, 1150, 1206, r + 1), colour, foot=False)
    canvas.ellipse(x, 1130, r, r * 0.2, canvas.linear([(0, "#8d9092"), (0.3, "#f4f5f3"), (1, "#9a9d9f")]))
    canvas.ellipse(x, 1133, r - 16, (r - 16) * 0.2, darker(inside, 0.4))
    canvas.ellipse(x, 1140, r - 20, (r - 20) * 0.19, canvas.shade(inside, 0.5, 0.2))
    canvas.line(f"M{x - 90} 1136q60-26 120 0t70 6", darker(inside, 0.25), 16, o=0.6, f=canvas.blur(4))
    canvas.line(f"M{x - 96} 1130q60-26 120 0t70 6", lighter(inside, 0.7), 8, o=0.8)


def brush(canvas, scene, random, wood=OAK, bristle="#d8bf95", tie="#26374f"):
    """A dish brush hanging by its loop, beside a nail brush of the same make."""
    rail(canvas, scene, 210)
    handle = "M560 330Q600 300 640 330L628 760Q700 800 706 900Q700 990 600 992T494 900Q500 800 572 760z"
    loop = "M600 380C540 300 560 220 600 214C640 220 660 300 600 380"
    canvas.line(loop, scene.shadow, 12, o=0.4, t="translate(12 16)", f=canvas.blur(4))
    tuft = "M500 900Q600 960 700 900L748 1120Q600 1180 452 1120z"
    scene.drop(handle, 24, 30, 14, 0.5)
    scene.drop(tuft, 24, 30, 14, 0.5)
    canvas.path(
        tuft, canvas.linear([(0, darker(bristle, 0.4)), (0.35, lighter(bristle, 0.2)), (1, darker(bristle, 0.5))])
    )
    canvas.path(
        tuft,
        canvas.pattern(
            15,
            300,
            f'<path d="M2-9Q6 150 2 320" stroke="{darker(bristle, 0.6)}" stroke-width="3" opacity=".7"/><path d="M9-9V320" stroke="{lighter(bristle, 0.5)}" stroke-width="3" opacity=".6"/>',
        ),
    )
    canvas.path(tuft, canvas.down((0, TAR, 0.6), (0.4, TAR, 0)))
    canvas.round(handle, wood, 0.45)
    canvas.line(
        "M596 360Q590 560 596 740M620 380Q616 560 614 750M560 830Q600 800 650 840M540 890Q600 850 670 900",
        darker(wood, 0.4),
        3,
        o=0.45,
    )
    canvas.ellipse(600, 372, 15, 15, darker(wood, 0.65))
    canvas.line(loop, darker(tie, 0.1), 11)
    canvas.line("M572 700Q600 712 630 700M572 716Q600 728 630 716", tie, 10)
    peg(canvas, scene, 600, 212)


def brush_set(canvas, scene, random, wood=OAK, bristle="#d8bf95"):
    """The spare head and a nail brush on the edge of the sink."""
    for x, y, half, tall in ((470, 1210, 260, 120), (760, 1080, 150, 90)):
        scene.stand(x, y, half, 0.7, 0.14)
        tuft = f"M{x - half + 30} {y - tall}H{x + half - 30}L{x + half - 8} {y}Q{x} {y + 18} {x - half + 8} {y}z"
        canvas.path(
            tuft, canvas.linear([(0, darker(bristle, 0.35)), (0.3, lighter(bristle, 0.2)), (1, darker(bristle, 0.5))])
        )
        canvas.path(
            tuft,
            canvas.pattern(
                17, 300, f'<path d="M2-9V320" stroke="{darker(bristle, 0.6)}" stroke-width="4" opacity=".6"/>'
            ),
        )
        canvas.path(tuft, canvas.down((0, TAR, 0.55), (0.5, TAR, 0)))
        top = f"M{x - half} {y - tall - 40}Q{x - half} {y - tall - 130} {x} {y - tall - 130}T{x + half} {y - tall - 40}Q{x + half} {y - tall + 14} {x + half - 40} {y - tall + 14}H{x - half + 40}Q{x - half} {y - tall + 14} {x - half} {y - tall - 40}z"
        canvas.round(top, wood, 0.5)
        canvas.line(
            f"M{x - half + 30} {y - tall - 40}Q{x} {y - tall - 90} {x + half - 30} {y - tall - 36}M{x - half + 60} {y - tall - 14}Q{x} {y - tall - 50} {x + half - 60} {y - tall - 8}",
            darker(wood, 0.4),
            3,
            o=0.5,
        )
        mark(canvas, "tally", x, y - tall - 56, 60, darker(wood, 0.5))
    bubbles(canvas, ((300, 900, 40), (420, 820, 24), (880, 800, 46), (640, 720, 30)))
