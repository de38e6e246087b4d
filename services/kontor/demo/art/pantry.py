"""What is eaten: jars, bottles, tins and chocolate."""

from art.colour import BRASS, COCOA, CREAM, KELP, OAK, PAPER, TAR, darker, lighter, mix
from art.marks import lines, mark
from art.brew import glass, scatter
from art.turned import TILT, band, body, outline, sheen, speckles


def jar(
    canvas,
    scene,
    random,
    fill,
    lid=BRASS,
    label=PAPER,
    sign="bee",
    accent=None,
    clear=True,
    props="none",
    x=600,
    r=220,
    tall=560,
):
    """A glass jar with a screw lid and a paper label."""
    y = 1190
    top = y - tall
    accent = accent or darker(fill, 0.45)
    scene.stand(x, y, r)
    if clear:
        canvas.ellipse(x + r * 1.5, y + 30, r * 0.7, 26, lighter(fill, 0.2), o=0.4, f=canvas.blur(22))
    profile = [(top, r * 0.8), (top + 26, r * 0.84), (top + 86, r), (y - 60, r), (y, r * 0.9)]
    inner = [(top + 56, r * 0.9), (top + 100, r * 0.96), (y - 60, r * 0.96), (y - 14, r * 0.86)]
    contents = outline(x, inner)
    if clear:
        glow = canvas.radial([(0, lighter(fill, 0.4)), (0.45, fill), (1, darker(fill, 0.42))], 0.62, 0.62, 0.75)
        canvas.path(contents, glow)
    else:
        canvas.round(contents, fill, 0.3)
        speckles(canvas, contents, random, 0.5)
    canvas.ellipse(x, top + 56, r * 0.9, r * 0.9 * TILT, lighter(fill, 0.25))
    glass(canvas, x, profile)
    height = tall * 0.46
    strip = band(x, y - 90 - height, y - 90, r + 1)
    canvas.round(strip, label, foot=False)
    middle = y - 90 - height / 2 + r * TILT
    mark(canvas, sign, x, middle - height * 0.14, height * 0.46, accent)
    lines(canvas, x, middle + height * 0.24, (150, 96), accent, 24, 8)
    sheen(canvas, x, profile[2:4], 0.72, 26, 0.75)
    cap = [(top - 84, r * 0.88), (top - 74, r * 0.92), (top + 12, r * 0.92), (top + 20, r * 0.9)]
    body(canvas, x, cap, lid, 0.5)
    canvas.ellipse(x, top - 84, r * 0.88, r * 0.88 * TILT, canvas.shade(lid, 0.55, 0.1))
    canvas.ellipse(x, top - 83, r * 0.72, r * 0.72 * TILT, canvas.shade(lid, 0.1, 0.2))
    sheen(canvas, x, cap[1:3], 0.66, 22, 0.6)
    if props == "dipper":
        dipper(canvas, x + 150, 1345)
    elif props == "berries":
        berries(canvas, random, fill, x)
    elif props == "flakes":
        flakes(canvas, random, fill, x)
    elif props == "diamonds":
        diamonds(canvas, random, x)


def dipper(canvas, x, y):
    """A honey dipper lying on the table, turned from beech."""
    with canvas.group(t=f"translate({x} {y})rotate(-7)"):
        canvas.ellipse(-60, 30, 260, 14, TAR, o=0.4, f=canvas.blur(9))
        canvas.line("M-50 0H210", darker(OAK, 0.25), 26)
        canvas.line("M-50-4H210", lighter(OAK, 0.25), 14)
        ring = canvas.down((0, lighter(OAK, 0.4)), (0.5, OAK), (1, darker(OAK, 0.45)))
        for i, height in enumerate((30, 44, 50, 50, 42, 28)):
            canvas.ellipse(-190 + i * 30, 0, 15, height, ring)


def berries(canvas, random, colour, x):
    berry = canvas.stamp(
        f'<ellipse cx="6" cy="20" rx="26" ry="12" fill="{TAR}" opacity=".4" filter="{canvas.blur(6)}"/>'
        f'<ellipse rx="24" ry="24" fill="{canvas.ball(colour)}"/>'
    )
    for place in scatter(random, 7, x - 340, x - 100, 1270, 1360) + scatter(random, 3, x + 120, x + 330, 1275, 1350):
        canvas.place(berry, *place)


def flakes(canvas, random, colour, x):
    flake = canvas.stamp(
        f'<path d="M-20 10L-8-12H16L22 8L4 16z" fill="{lighter(colour, 0.6)}"/><path d="M-20 10L4 16L22 8" stroke="{darker(colour, 0.3)}" stroke-width="4" opacity=".5"/>'
    )
    for place in scatter(random, 12, x - 350, x - 60, 1270, 1370) + scatter(random, 6, x + 120, x + 360, 1270, 1350):
        canvas.place(flake, *place)


def diamonds(canvas, random, x):
    piece = canvas.stamp(
        f'<ellipse cx="4" cy="14" rx="34" ry="12" fill="{TAR}" opacity=".4" filter="{canvas.blur(6)}"/>'
        f'<path d="M-34 2L0-18L34 2L0 20z" fill="{canvas.shade("#2b2628", 0.35, 0.4)}" stroke="#15121a" stroke-width="5"/>'
    )
    for px, py, turn in scatter(random, 6, x - 350, x - 110, 1275, 1370) + scatter(
        random, 3, x + 120, x + 350, 1280, 1350
    ):
        canvas.place(piece, px, py, turn / 6 - 15)


def bottle(canvas, scene, random, fill, label=PAPER, sign="flower", accent=KELP, x=600):
    """A swing-top bottle."""
    scene.stand(x, 1195, 165)
    canvas.ellipse(x + 270, 1225, 130, 26, lighter(fill, 0.3), o=0.5, f=canvas.blur(22))
    profile = [(360, 50), (420, 52), (560, 62), (690, 150), (800, 174), (1130, 174), (1195, 156)]
    inner = [(480, 44), (560, 54), (600, 72), (700, 148), (800, 166), (1130, 166), (1184, 148)]
    d = outline(x, inner)
    canvas.path(d, canvas.radial([(0, lighter(fill, 0.55)), (0.5, fill), (1, darker(fill, 0.4))], 0.6, 0.62, 0.75))
    canvas.ellipse(x, 480, 44, 8, lighter(fill, 0.5))
    glass(canvas, x, profile, "#eaf3ea", 0.8)
    strip = band(x, 800, 1080, 175)
    canvas.round(strip, label, foot=False)
    mark(canvas, sign, x, 920, 130, accent)
    lines(canvas, x, 1020, (140, 90), accent, 26, 8)
    sheen(canvas, x, profile[2:6], 0.7, 22, 0.75)
    canvas.line(
        f"M{x - 56} 440C{x - 96} 400 {x - 60} 330 {x - 6} 330M{x + 56} 440C{x + 96} 400 {x + 60} 330 {x + 6} 330M{x - 56} 440h112",
        "#7d7f83",
        9,
    )
    body(canvas, x, [(392, 60), (400, 64), (424, 64), (432, 60)], "#dfe7df", 0.5)
    body(canvas, x, [(300, 22), (312, 44), (346, 50), (372, 46)], CREAM, 0.5)
    canvas.line(f"M{x - 46} 374a46 8 0 0 0 92 0", "#b4583a", 14)
    sprig(canvas, x - 270, 1330, -12, lighter(fill, 0.75))


def sprig(canvas, x, y, turn, petal):
    """A cut stem with umbels of small flowers, lying down."""
    bloom = canvas.stamp(
        f'<path d="M0-14V14M-14 0H14M-10-10L10 10M10-10L-10 10" stroke="{petal}" stroke-width="11"/><ellipse rx="6" ry="6" fill="#d9a441"/>'
    )
    with canvas.group(t=f"translate({x} {y})rotate({turn})"):
        canvas.line("M210 30Q80 20-30 0M60 18Q20-30-10-46M40 16Q0 40-30 50", KELP, 9)
        canvas.path("M120 24q20-60 90-56q-20 56-90 56M90 22q30 40 90 50q-30-50-90-50", "#7d9064")
        for px, py in ((-40, -2), (-76, 22), (-70, -28), (-14, -52), (-48, -60), (-36, 54), (-80, 66), (-104, -4)):
            canvas.place(bloom, px, py, px)


def biscuit_tin(canvas, scene, random, colour, crumb="#d5a865", sign="wave", trim=CREAM):
    """A round tin, full, with its lid leaning behind."""
    cx, cy, r = 700, 800, 292
    disc = f"M{cx - r} {cy}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0-{2 * r} 0"
    scene.stand(cx, cy + r - 6, 200, 0.8)
    canvas.path(disc, darker(colour, 0.45), t="translate(14 6)")
    canvas.flat(disc, colour)
    canvas.ellipse(cx, cy, r - 26, r - 26, None, s=trim, sw=6)
    canvas.ellipse(cx, cy, r - 44, r - 44, canvas.shade(colour, 0.05, 0.25), s=trim, sw=2)
    mark(canvas, sign, cx, cy - 20, 250, trim)
    canvas.line(f"M{cx - 90} {cy + 130}h180", trim, 6)
    mark(canvas, "tally", cx, cy + 180, 56, trim)
    x, y, r = 470, 1215, 285
    scene.stand(x, y, r)
    biscuit = canvas.stamp(
        f'<ellipse cy="10" rx="92" ry="34" fill="{darker(crumb, 0.45)}"/><ellipse rx="92" ry="34" fill="{canvas.shade(crumb, 0.4, 0.15)}"/>'
        f'<path d="M-40-8h0M0-12h0M40-8h0M-22 8h0M22 8h0" stroke="{darker(crumb, 0.5)}" stroke-width="9"/>'
    )
    canvas.ellipse(x, 1000, r, r * 0.2, darker(colour, 0.55))
    for px, py, turn in ((-150, 990, 6), (10, 972, -4), (160, 990, 8), (-90, 1010, -20), (100, 1012, 14), (0, 1026, 0)):
        canvas.place(biscuit, x + px, py, turn)
    d = f"M{x - r} 1000A{r} {r * 0.2} 0 0 0 {x + r} 1000V{y - 10}A{r} {r * 0.2} 0 0 1 {x - r} {y - 10}z"
    canvas.round(d, colour)
    canvas.line(
        f"M{x - r} 1000A{r} {r * 0.2} 0 0 0 {x + r} 1000",
        canvas.linear([(0, trim), (0.3, "#fffaf0"), (1, darker(trim, 0.4))]),
        12,
    )
    canvas.line(f"M{x - r} 1180A{r} {r * 0.2} 0 0 0 {x + r} 1180", trim, 6)
    with canvas.group(o=0.9):
        for dx, size in ((-190, 66), (-66, 84), (66, 84), (190, 66)):
            mark(canvas, sign, x + dx, 1142 - abs(dx) * 0.12, size, trim)


def chocolate(canvas, scene, random, wrapper, bar=COCOA, foil="#d8c08a", sign="boat", trim=CREAM):
    """A bar half out of its wrapper, seen from above."""
    square = (
        f'<path d="M0 0h150v134h-150z" fill="{bar}"/><path d="M0 134L18 116H132V18L150 0V134z" fill="{darker(bar, 0.45)}"/>'
        f'<path d="M0 134L18 116V18H132L150 0H0z" fill="{lighter(bar, 0.2)}"/><path d="M18 18h114v98H18z" fill="{canvas.shade(bar, 0.22, 0.25)}"/>'
    )
    piece = canvas.stamp(square)
    with canvas.group(t="rotate(-9 600 750)"):
        scene.drop("M360 230H816V1300H360z", 24, 30, 22, 0.5)
        for row in range(3):
            for column in range(3):
                if (row, column) != (0, 2):
                    canvas.place(piece, 363 + column * 150, 216 + row * 134)
        canvas.path("M340 566l40-40 60 30 70-44 66 50 80-40 70 36 60-44 44 60V640H340z", canvas.shade(foil, 0.6, 0.3))
        sheet = "M336 610L400 596 520 606 640 594 760 606 842 598V1290Q590 1300 336 1290z"
        canvas.path("M336 610H842V640H336z", TAR, o=0.5, t="translate(0-14)", f=canvas.blur(9))
        canvas.flat(sheet, wrapper)
        tile = canvas.pattern(
            90, 52, f'<path d="M0 34c15-18 30-18 45 0s30 18 45 0" stroke="{trim}" stroke-width="4" opacity=".45"/>'
        )
        canvas.path(sheet, tile)
        canvas.rect(430, 760, 320, 380, canvas.shade(trim, 0.3, 0.08), 6)
        mark(canvas, sign, 590, 890, 190, wrapper)
        lines(canvas, 590, 1030, (190, 120), wrapper, 34, 11)
        mark(canvas, "tally", 590, 1104, 36, wrapper)
        canvas.path("M336 610L380 600V1292L336 1290z", "#fff", o=0.14)
    canvas.ellipse(998, 300, 90, 70, TAR, o=0.4, f=canvas.blur(14), t="translate(8 20)")
    canvas.place(piece, 920, 210, 14)


def on_bread(canvas, scene, random, spread, plate=CREAM):
    """A slice with a generous spread, from above."""
    ring = "M190 720a410 410 0 1 0 820 0a410 410 0 1 0-820 0"
    scene.drop(ring, 30, 44, 22, 0.5)
    canvas.flat(ring, plate)
    speckles(canvas, ring, random)
    canvas.ellipse(600, 720, 318, 318, canvas.slant((0, darker(plate, 0.16)), (1, lighter(plate, 0.4))))
    slice_ = "M400 620C330 540 420 420 600 430C780 420 870 540 800 620Q790 660 806 960Q800 1000 750 1000H450Q400 1000 394 960Q410 660 400 620z"
    with canvas.group(t="rotate(8 600 720)"):
        scene.drop(slice_, 14, 22, 14, 0.5)
        canvas.path(slice_, canvas.shade("#8a5a32", 0.2, 0.3))
        crumb = "M424 606C372 530 450 452 600 460C750 452 828 530 776 606Q764 660 778 940Q770 972 740 972H460Q430 972 422 940Q436 660 424 606z"
        canvas.path(crumb, canvas.shade("#e2bf86", 0.35, 0.1))
        speckles(canvas, crumb, random, 0.6)
        jam = "M470 590C430 530 520 480 600 500C700 470 770 540 730 610C770 700 700 720 740 800C760 900 680 940 600 916C520 950 430 900 462 810C490 740 430 700 470 590z"
        canvas.path(jam, darker(spread, 0.5), t="translate(4 8)", o=0.6)
        canvas.path(
            jam, canvas.radial([(0, lighter(spread, 0.3)), (0.6, spread), (1, darker(spread, 0.25))], 0.4, 0.35, 0.7)
        )
        canvas.line(
            "M510 570Q560 520 640 540M520 800Q500 700 530 660M640 880Q700 860 700 800",
            "#fff6e0",
            16,
            o=0.6,
            f=canvas.blur(6),
        )
    knife = "M1010 330q70 60 60 420l-44 6q-50-260-16-426"
    canvas.path(knife, scene.shadow, o=0.5, t="translate(16 18)", f=canvas.blur(9))
    canvas.path(knife, canvas.linear([(0, "#e8eaea"), (0.5, "#b9bfc2"), (1, "#7e868b")]))
    canvas.line("M1050 770L1064 1090", darker(OAK, 0.3), 50)
    canvas.line("M1046 770L1060 1090", mix(OAK, "#ffffff", 0.12), 30)
