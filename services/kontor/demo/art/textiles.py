"""Linen and wool for the house: hung, folded, stuffed and woven."""

from art.colour import BRASS, CREAM, OAK, SEA, TAR, WALNUT, darker, lighter, mix
from art.marks import mark


def linen(canvas, colour, turn=None):
    """A plain weave."""
    dark = darker(colour, 0.5)
    return canvas.pattern(
        14,
        14,
        f'<path d="M0 4h7M7 11h7" stroke="{dark}" stroke-width="2.4" opacity=".2"/><path d="M3 0v7M10 7v7" stroke="#fff" stroke-width="2.4" opacity=".2"/>',
        turn,
    )


def knit(canvas, colour, size=1.0, turn=None):
    """Stocking stitch: columns of small Vs."""
    w, h = 26 * size, 22 * size
    dark, light = darker(colour, 0.55), lighter(colour, 0.4)
    v = f"M0-2L{w / 2} {h * 0.62}L{w}-2"
    inner = (
        f'<path d="{v}M0 {h - 2}L{w / 2} {h * 1.62}L{w} {h - 2}M0 {-h - 2}L{w / 2} {-h * 0.38}L{w} {-h - 2}" stroke="{dark}" stroke-width="{5 * size}" opacity=".38"/>'
        f'<path d="M{w * 0.12} 7L{w * 0.38} {h * 0.78}" stroke="{light}" stroke-width="{4 * size}" opacity=".3"/>'
    )
    return canvas.pattern(w, h, inner, turn)


def rib(canvas, colour, size=1.0, turn=None):
    """Ribbing, as upright cords."""
    w = 24 * size
    return canvas.pattern(
        w,
        40,
        f'<path d="M{w * 0.15}-9V60" stroke="{darker(colour, 0.6)}" stroke-width="{w * 0.3}" opacity=".36"/><path d="M{w * 0.6}-9V60" stroke="{lighter(colour, 0.5)}" stroke-width="{w * 0.25}" opacity=".22"/>',
        turn,
    )


def waffle(canvas, colour):
    """A waffle weave: small sunken squares."""
    dark, light = darker(colour, 0.5), lighter(colour, 0.7)
    return canvas.pattern(
        34,
        34,
        f'<path d="M4 30V4H30" stroke="{dark}" stroke-width="6" opacity=".3"/><path d="M30 6V30H6" stroke="{light}" stroke-width="5" opacity=".45"/>',
    )


def cables(canvas, d, colour, places, size=1.0):
    """Columns of twisted cable at the given x."""
    w, h = 72 * size, 36 * size
    strand = f"M{w * 0.22} {-h * 0.5}C{w * 0.22} {h * 0.3} {w * 0.78} {h * 0.2} {w * 0.78} {h}"
    both = f"{strand}M{w * 0.22} {h * 0.5}C{w * 0.22} {h * 1.3} {w * 0.78} {h * 1.2} {w * 0.78} {h * 2}M{w * 0.22} {-h * 1.5}C{w * 0.22} {-h * 0.7} {w * 0.78} {-h * 0.8} {w * 0.78} 0"
    with canvas.group(c=canvas.clip(d)):
        for x in places:
            tile = f'<path d="{both}" stroke="{darker(colour, 0.5)}" stroke-width="{29 * size}"/><path d="{both}" stroke="{lighter(colour, 0.1)}" stroke-width="{19 * size}"/>'
            tile += f'<path d="{both}" stroke="#fff6e2" stroke-width="{6 * size}" opacity=".22" transform="translate({-4 * size} {-4 * size})"/>'
            canvas.rect(
                x - w / 2,
                300 if size < 2 else -20,
                w,
                900 if size < 2 else 1600,
                canvas.pattern(w, h, tile, f"translate({x - w / 2} 0)"),
            )


def weave(canvas, kind, colour, size=1.0):
    return (
        {"linen": linen, "waffle": waffle}[kind](canvas, colour)
        if kind in ("linen", "waffle")
        else {"knit": knit, "rib": rib}[kind](canvas, colour, size)
    )


def folds(canvas, d, places, top, bottom, width=40, strength=1.0):
    """Soft upright folds inside a shape: a light and a dark beside each other."""
    soft = canvas.blur(14)
    dark = "".join(f"M{x} {top}C{x + 20} {top + 200} {x - 20} {bottom - 200} {x + lean} {bottom}" for x, lean in places)
    with canvas.group(c=canvas.clip(d)):
        canvas.line(dark, TAR, width, o=0.26 * strength, f=soft)
        canvas.line(dark, "#fff6e2", width * 0.7, o=0.3 * strength, f=soft, t=f"translate({-width} 0)")


def rail(canvas, scene, y=300, wood=OAK):
    """A wooden rail with pegs, across the wall."""
    canvas.rect(0, y + 14, 1200, 60, scene.shadow, o=0.4, f=canvas.blur(14))
    canvas.path(
        f"M0 {y - 36}H1200V{y + 36}H0z", canvas.down((0, lighter(wood, 0.3)), (0.2, wood), (1, darker(wood, 0.2)))
    )
    canvas.line(
        f"M0 {y - 12}Q400 {y - 24} 700 {y - 8}T1200 {y - 14}M0 {y + 16}Q300 {y + 6} 640 {y + 18}T1200 {y + 10}",
        darker(wood, 0.35),
        3,
        o=0.4,
    )


def peg(canvas, scene, x, y, wood=OAK):
    canvas.ellipse(x + 12, y + 18, 30, 30, scene.shadow, o=0.5, f=canvas.blur(9))
    canvas.ellipse(x, y, 28, 28, canvas.ball(wood))


def hung(canvas, scene, random, colour, texture="linen", stripes=(), width=440, length=880, fringe=False, size=1.0):
    """A cloth laid over a rail."""
    x, top = 600 - width / 2, 262
    bottom = top + length
    rail(canvas, scene)
    back = f"M{x + 24} {top + 40}H{x + width + 22}V{bottom - 190}Q{x + width * 0.6} {bottom - 170} {x + 24} {bottom - 184}z"
    d = f"M{x} {top + 8}Q{x} {top} {x + 12} {top}H{x + width - 12}Q{x + width} {top} {x + width} {top + 8}C{x + width + 10} {top + length * 0.4} {x + width - 8} {top + length * 0.7} {x + width + 6} {bottom}Q{x + width * 0.75} {bottom + 16} {x + width * 0.5} {bottom}T{x - 6} {bottom}C{x + 8} {top + length * 0.7} {x - 10} {top + length * 0.4} {x} {top + 8}z"
    scene.drop(d, 30, 34, 22, 0.45)
    canvas.path(back, darker(colour, 0.3))
    if fringe:
        strands = "".join(
            f"M{x + 4 + i * (width - 8) / 26} {bottom - 2}q{random.randint(-10, 10)} 34 {random.randint(-8, 8)} {random.randint(58, 76)}"
            for i in range(27)
        )
        canvas.line(strands, darker(colour, 0.3), 12)
        canvas.line(strands, lighter(colour, 0.12), 7, t="translate(-2 0)")
    canvas.flat(d, colour)
    with canvas.group(c=canvas.clip(d)):
        for at, height, tone in stripes:
            y = top + length * at
            canvas.path(
                f"M{x - 20} {y}Q{x + width / 2} {y + 12} {x + width + 20} {y}V{y + height}Q{x + width / 2} {y + height + 12} {x - 20} {y + height}z",
                tone,
                o=0.92,
            )
    canvas.path(d, weave(canvas, texture, colour, size))
    folds(canvas, d, ((x + width * 0.3, -20), (x + width * 0.72, 24)), top + 20, bottom + 30, 34, 0.8)
    canvas.path(
        f"M{x} {top}H{x + width}V{top + 80}H{x}z", canvas.down((0, "#fff6e2", 0.35), (0.4, "#fff6e2", 0), (1, TAR, 0))
    )


def folded(canvas, scene, random, colours, texture="linen", ribbon=None, width=600, height=104, stripe=None):
    """A stack of folded cloths on the table, fold to the front."""
    y = 1216
    scene.stand(600, 1200, width * 0.5, 0.7, 0.16)
    for i, colour in enumerate(colours):
        w = width / 2 - (random.randint(0, 16) if i else 0)
        x = 600 + (random.randint(-8, 8) if i else 0)
        top = y - height
        d = f"M{x - w + 46} {top}H{x + w - 14}Q{x + w + 8} {top + 4} {x + w + 6} {top + height * 0.5}Q{x + w + 4} {y - 2} {x + w - 18} {y}H{x - w + 50}C{x - w - 24} {y + 2} {x - w - 24} {top} {x - w + 46} {top}z"
        canvas.path(d, colour)
        canvas.path(d, canvas.down((0, "#fff6e2", 0.36), (0.35, "#fff6e2", 0), (0.7, TAR, 0.08), (1, TAR, 0.5)))
        if stripe:
            canvas.line(
                f"M{x + w - 130} {top + 3}V{y - 3}M{x + w - 100} {top + 3}V{y - 3}",
                stripe[i % len(stripe)],
                12,
                stroke_linecap="butt",
            )
        canvas.path(d, weave(canvas, texture, colour))
        canvas.line(
            f"M{x - w + 50} {top + height * 0.5}Q{x} {top + height * 0.54} {x + w + 2} {top + height * 0.5}",
            darker(colour, 0.6),
            5,
            o=0.55,
        )
        canvas.line(
            f"M{x - w + 70} {top + height * 0.26}Q{x} {top + height * 0.3} {x + w} {top + height * 0.24}M{x - w + 70} {top + height * 0.76}Q{x} {top + height * 0.8} {x + w} {top + height * 0.76}",
            darker(colour, 0.5),
            3,
            o=0.4,
        )
        y = top + 2
    if ribbon:
        canvas.path(f"M640 {y}h44L690 1216h-50z", canvas.linear([(0, lighter(ribbon, 0.25)), (1, darker(ribbon, 0.2))]))
        canvas.path(
            f"M662 {y + 6}C560 {y - 110} 500 {y - 30} 662 {y + 6}C760 {y - 120} 830 {y - 40} 662 {y + 6}",
            canvas.shade(ribbon, 0.2, 0.3),
            s=darker(ribbon, 0.3),
            sw=5,
        )
        canvas.ellipse(662, y + 2, 22, 18, canvas.ball(ribbon))


def apron(canvas, scene, random, colour, strap=WALNUT):
    """An apron on its peg."""
    rail(canvas, scene, 220)
    neck = "M470 500C470 340 560 250 600 236C640 250 730 340 730 500"
    canvas.line(neck, scene.shadow, 26, o=0.4, t="translate(18 20)", f=canvas.blur(9))
    canvas.line(neck, darker(strap, 0.1), 24)
    peg(canvas, scene, 600, 226)
    ties = "M356 770C280 860 300 1000 262 1130M844 770C930 850 900 1010 944 1150"
    canvas.line(ties, darker(strap, 0.1), 18)
    d = "M460 470Q600 500 740 470C742 590 780 680 850 740C862 940 866 1100 856 1280Q720 1310 600 1290T344 1280C334 1100 338 940 350 740C420 680 458 590 460 470z"
    scene.drop(d, 26, 32, 22, 0.5)
    canvas.flat(d, colour)
    canvas.path(d, linen(canvas, colour))
    folds(canvas, d, ((440, -30), (610, 10), (770, 40)), 620, 1330, 40)
    pocket = "M440 850H760V1060Q760 1090 730 1090H470Q440 1090 440 1060z"
    canvas.path(pocket, TAR, o=0.3, t="translate(4 10)", f=canvas.blur(6))
    canvas.flat(pocket, lighter(colour, 0.06))
    canvas.path(pocket, linen(canvas, colour))
    seams = "M440 876H760M600 876V1088M472 500Q600 528 728 500"
    canvas.line(seams, lighter(colour, 0.45), 4, stroke_dasharray="12 10", o=0.8)
    for px, py in ((470, 492), (730, 492), (366, 766), (834, 766)):
        canvas.ellipse(px, py, 13, 13, canvas.ball(BRASS))
    canvas.rect(660, 800, 64, 44, CREAM, 4)
    mark(canvas, "tally", 692, 822, 34, darker(colour, 0.2))


def cushion(canvas, scene, random, colour, stripe=CREAM, style="ticking", lean=0):
    """A plump square cushion with piping."""
    scene.stand(600, 1195, 330, 0.6, 0.14)
    d = "M300 560C270 540 280 520 310 526C500 560 700 560 890 526C920 520 930 540 912 566C886 740 886 1000 916 1166C924 1196 906 1210 880 1202C690 1176 510 1176 320 1202C294 1210 276 1196 284 1166C314 1000 316 740 300 560z"
    with canvas.group(t=f"rotate({lean} 600 900)"):
        canvas.path(d, colour)
        with canvas.group(c=canvas.clip(d)):
            if style == "ticking":
                lines = "".join(
                    f"M{x} 480C{x + (x - 600) * 0.06} 700 {x + (x - 600) * 0.06} 1000 {x} 1240"
                    for x in range(330, 900, 60)
                )
                canvas.line(lines, stripe, 16, o=0.85)
                canvas.line(lines, stripe, 4, o=0.85, t="translate(20 0)")
            else:
                canvas.line("M200 840C500 880 700 880 1000 840M200 900C500 940 700 940 1000 900", stripe, 30, o=0.9)
                canvas.line("M200 780C500 820 700 820 1000 780M200 960C500 1000 700 1000 1000 960", stripe, 8, o=0.9)
        canvas.path(d, linen(canvas, colour))
        canvas.path(d, canvas.radial([(0, "#fff6e2", 0.42), (0.5, "#fff6e2", 0.02), (1, TAR, 0.5)], 0.4, 0.36, 0.72))
        canvas.line(d, darker(colour, 0.3), 13)
        canvas.line(d, mix(stripe, colour, 0.25), 7, t="translate(-1 -2)")
        canvas.line(
            "M330 570Q400 640 420 720M880 570Q820 640 800 700M340 1170Q400 1090 420 1030M870 1170Q810 1090 790 1040",
            TAR,
            22,
            o=0.2,
            f=canvas.blur(9),
        )


def hot_water_bottle(canvas, scene, random, colour, accent=CREAM):
    """A hot-water bottle in a knitted cover, lying."""
    with canvas.group(t="rotate(7 600 800)"):
        d = "M500 560C420 590 360 620 352 700V1170Q352 1270 460 1270H740Q848 1270 848 1170V700C840 620 780 590 700 560V420H500z"
        scene.drop(d, 26, 34, 22, 0.5)
        canvas.path("M552 330H648V450H552z", canvas.linear([(0, "#a2452f"), (0.3, "#d27a5c"), (1, "#6f2c20")]))
        canvas.rect(536, 262, 128, 74, canvas.linear([(0, "#3a3336"), (0.3, "#7d7477"), (1, "#1c1620")]), 16)
        canvas.path(d, colour)
        canvas.path(d, knit(canvas, colour, 1.3))
        with canvas.group(c=canvas.clip(d)):
            canvas.line(
                "M400 560V1290M535 560V1290M665 560V1290M800 560V1290", darker(colour, 0.5), 20, o=0.4, f=canvas.blur(6)
            )
        cables(canvas, d, colour, (470, 600, 730), 1.2)
        canvas.path(d, canvas.radial([(0, "#fff6e2", 0.3), (0.55, "#fff6e2", 0), (1, TAR, 0.42)], 0.36, 0.5, 0.66))
        collar = "M470 390Q600 420 730 390L742 520Q600 556 458 520z"
        canvas.path(collar, TAR, o=0.4, t="translate(2 16)", f=canvas.blur(9))
        canvas.round(collar, colour, 0.3)
        canvas.path(collar, rib(canvas, colour, 1.2))
        canvas.line("M430 590C520 640 690 640 770 590", accent, 12)
        canvas.line("M610 626C540 700 590 760 560 800M610 626C670 690 640 740 690 790", accent, 10)
        canvas.ellipse(610, 628, 17, 15, canvas.ball(accent))


def basket(canvas, scene, random, colour, trim=WALNUT, fill=SEA):
    """A seagrass basket with two ears and a folded throw in it."""
    scene.stand(600, 1200, 290, 0.9)
    for side in (-1, 1):
        ear = f"M{600 + side * 290} 760C{600 + side * 400} 640 {600 + side * 270} 560 {600 + side * 200} 716"
        canvas.line(ear, darker(trim, 0.3), 30)
        canvas.line(ear, lighter(trim, 0.12), 16, stroke_dasharray="20 14", t="translate(-2 -3)")
    canvas.ellipse(600, 740, 316, 54, darker(colour, 0.6))
    cloth = "M340 750C360 600 470 560 560 640C620 540 760 560 800 640C860 650 876 700 868 750C700 810 460 800 340 750z"
    canvas.flat(cloth, fill)
    canvas.path(cloth, knit(canvas, fill))
    canvas.line("M560 640C600 700 600 740 590 780M800 640C740 680 740 740 760 780", TAR, 20, o=0.3, f=canvas.blur(9))
    back = "M282 740A318 54 0 0 0 918 740C930 800 928 1080 910 1100C900 1180 880 1190 880 1200A280 48 0 0 1 320 1200C320 1190 300 1180 290 1100C270 1080 270 800 282 740z"
    canvas.path(back, colour)
    lath = "M8 14h44M-22 42h44M38 42h44"
    tile = f'<rect width="60" height="56" fill="{darker(colour, 0.45)}"/><path d="{lath}" stroke="{colour}" stroke-width="21"/><path d="{lath}" stroke="{lighter(colour, 0.4)}" stroke-width="5" opacity=".6" transform="translate(0-5)"/>'
    canvas.path(back, canvas.pattern(60, 56, tile))
    canvas.path(back, canvas.linear([(0, TAR, 0.4), (0.3, "#fff6e2", 0.2), (0.55, TAR, 0), (1, TAR, 0.55)]))
    rim = "M282 740A318 54 0 0 0 918 740"
    canvas.line(rim, darker(trim, 0.3), 38)
    canvas.line(rim, lighter(trim, 0.15), 28, stroke_dasharray="26 12", stroke_linecap="butt", t="translate(0 -3)")
