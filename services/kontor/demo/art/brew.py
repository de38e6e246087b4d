"""Coffee, tea and what they are made with."""

from art.colour import BRASS, COCOA, CREAM, OAK, PAPER, STEEL, TAR, WALNUT, darker, lighter, mix
from art.marks import lines, mark
from art.turned import TILT, band, body, handle, mouth, outline, sheen, speckles, steam


def beans(canvas, places, colour=COCOA):
    """Roasted beans at (x, y, turn)."""
    shade = canvas.slant((0, lighter(colour, 0.3)), (0.5, colour), (1, darker(colour, 0.5)))
    bean = canvas.stamp(
        f'<ellipse cx="5" cy="9" rx="25" ry="16" fill="{TAR}" opacity=".4" filter="{canvas.blur(4)}"/>'
        f'<ellipse rx="25" ry="17" fill="{shade}"/><path d="M-22 2Q-6-7 2 1T22-2" stroke="{darker(colour, 0.6)}" stroke-width="4"/>'
    )
    for place in places:
        canvas.place(bean, *place)


def scatter(random, count, left, right, top, bottom):
    """Places that do not crowd each other."""
    places = []
    while len(places) < count:
        x, y = random.randint(left, right), random.randint(top, bottom)
        if all(abs(x - other[0]) > 48 or abs(y - other[1]) > 32 for other in places):
            places.append((x, y, random.randint(0, 179)))
    return places


def coffee_bag(canvas, scene, random, colour, label=PAPER, sign="sun", x=600):
    """A block-bottom bag with a folded top, a tin-tie and a label."""
    scene.stand(x, 1205, 260, flat=0.16)
    d = f"M{x - 262} 430C{x - 268} 640 {x - 286} 900 {x - 268} 1190Q{x} 1250 {x + 268} 1190C{x + 286} 900 {x + 268} 640 {x + 262} 430z"
    canvas.round(d, colour)
    with canvas.group(c=canvas.clip(d)):
        soft = canvas.blur(16)
        dark, light = darker(colour, 0.6), lighter(colour, 0.6)
        canvas.path(f"M{x - 210} 420L{x - 150} 640L{x - 230} 1240L{x - 300} 1240V420z", dark, o=0.3, f=soft)
        canvas.path(f"M{x + 200} 420L{x + 160} 620L{x + 215} 1240H{x + 300}V420z", dark, o=0.42, f=soft)
        canvas.line(
            f"M{x - 120} 470Q{x - 40} 560 {x - 150} 650M{x + 60} 470Q{x + 110} 540 {x + 40} 610M{x - 190} 1120Q{x} 1080 {x + 170} 1150",
            light,
            26,
            o=0.22,
            f=soft,
        )
        canvas.rect(x - 300, 1130, 600, 130, canvas.down((0, dark, 0), (1, dark, 0.5)))
    # the rolled top and its tie
    canvas.path(
        f"M{x - 266} 352Q{x} 336 {x + 266} 352L{x + 270} 452Q{x} 474 {x - 270} 452z",
        canvas.down((0, lighter(colour, 0.3)), (0.25, colour), (1, darker(colour, 0.25))),
    )
    canvas.path(
        f"M{x - 270} 452Q{x} 474 {x + 270} 452L{x + 266} 484Q{x} 508 {x - 266} 484z",
        darker(colour, 0.6),
        o=0.4,
        f=canvas.blur(6),
    )
    tie = canvas.down((0, lighter(BRASS, 0.35)), (1, darker(BRASS, 0.2)))
    canvas.path(f"M{x - 292} 384Q{x} 370 {x + 292} 384V420Q{x} 408 {x - 292} 420z", tie)
    # label
    canvas.path(
        f"M{x - 172} 628H{x + 172}V1070Q{x} 1084 {x - 172} 1070z",
        darker(colour, 0.6),
        o=0.4,
        t="translate(5 8)",
        f=canvas.blur(6),
    )
    canvas.path(
        f"M{x - 172} 628H{x + 172}V1070Q{x} 1084 {x - 172} 1070z",
        canvas.linear([(0, lighter(label, 0.4)), (0.5, label), (1, darker(label, 0.16))]),
    )
    accent = darker(colour, 0.1)
    mark(canvas, sign, x, 765, 170, accent)
    canvas.line(f"M{x - 120} 890H{x + 120}", accent, 4)
    lines(canvas, x, 930, (190, 130), accent, 30, 11)
    lines(canvas, x, 992, (90,), accent, 20, 5)
    mark(canvas, "tally", x, 1034, 36, accent)
    beans(canvas, scatter(random, 6, x - 380, x - 60, 1270, 1380), COCOA)
    beans(canvas, scatter(random, 3, x + 190, x + 420, 1250, 1370), COCOA)


def mug(
    canvas,
    scene,
    random,
    colour,
    x=600,
    y=1190,
    r=232,
    tall=1.42,
    clay=None,
    drink=COCOA,
    wisps=True,
    enamel=False,
    speck=True,
):
    """A straight-sided mug with its handle to the right."""
    top = y - 2 * r * tall * 0.82
    scene.stand(x, y, r * 0.84)
    loop = f"M{x + r - 10} {top + r * 0.42}C{x + r * 1.85} {top + r * 0.28} {x + r * 1.85} {top + r * 1.62} {x + r - 14} {top + r * 1.6}"
    handle(canvas, loop, colour, r * 0.2 if enamel else r * 0.24)
    profile = [(top, r), (top + (y - top) * 0.5, r * 0.985), (y - r * 0.24, r * 0.96), (y, r * 0.8)]
    d = body(canvas, x, profile, colour)
    if clay:
        edge = y - r * 0.42
        with canvas.group(c=canvas.clip(d)):
            canvas.round(
                f"M{x - r - 9} {edge}q{r * 0.3} {r * 0.2} {r * 0.55} {r * 0.14}t{r * 0.5} {r * 0.09}t{r * 0.5} {-r * 0.03}t{r * 0.6} {-r * 0.16}V{y + 90}H{x - r - 9}z",
                clay,
            )
            canvas.rect(x - r, y - r * 0.3, 2 * r, r * 0.6, canvas.down((0, TAR, 0), (1, TAR, 0.35)))
    if speck and not enamel:
        speckles(canvas, d, random)
    if enamel:
        canvas.ellipse(x, top, r + 4, (r + 4) * TILT, darker(TAR, 0.1))
        mouth(canvas, x, top, r - 2, "#f4efe3", 7, "#e4ddcd", drink, 0.5)
    else:
        mouth(canvas, x, top, r, colour, r * 0.075, mix(colour, CREAM, 0.5), drink)
    sheen(canvas, x, profile[:3], 0.62, r * 0.1, 0.55)
    if wisps:
        steam(canvas, x, top - 8)


def leaves(canvas, places, colour):
    """Curled dry leaves at (x, y, turn)."""
    leaf = canvas.stamp(
        f'<path d="M-18 4Q-4-10 18-2Q4 10-18 4" fill="{colour}"/><path d="M-17 7Q0 12 17 2" stroke="{TAR}" stroke-width="4" opacity=".4"/>'
    )
    for place in places:
        canvas.place(leaf, *place)


def tea_tin(canvas, scene, random, colour, label=PAPER, sign="leaf", loose="#4a4030", x=600):
    """A round caddy with a fitted lid and a paper band."""
    r = 214
    scene.stand(x, 1190, r)
    profile = [(560, r), (1190, r)]
    body(canvas, x, profile, colour, 0.4)
    canvas.round(band(x, 730, 1080, r), label, foot=False)
    mark(canvas, sign, x, 868, 150, colour)
    lines(canvas, x, 986, (160, 110), colour, 30, 10)
    canvas.line(f"M{x - r} 742a{r} {r * TILT} 0 0 0 {2 * r} 0M{x - r} 1066a{r} {r * TILT} 0 0 0 {2 * r} 0", BRASS, 5)
    canvas.path(band(x, 596, 616, r), TAR, o=0.35, f=canvas.blur(4))
    lid = [(486, r + 1), (492, r + 8), (596, r + 8)]
    body(canvas, x, lid, colour, 0.5)
    canvas.ellipse(x, 486, r + 3, r * TILT, canvas.slant((0, lighter(colour, 0.55)), (1, colour)))
    canvas.ellipse(x, 487, r * 0.8, r * 0.8 * TILT, canvas.slant((0, colour), (1, lighter(colour, 0.45))))
    sheen(canvas, x, profile, 0.62, 24, 0.4)
    sheen(canvas, x, lid[1:], 0.62, 24, 0.5)
    leaves(canvas, scatter(random, 9, x - 330, x - 40, 1275, 1370), loose)
    leaves(canvas, scatter(random, 4, x + 120, x + 360, 1280, 1350), loose)


def glass(canvas, x, profile, tint="#ffffff", strength=0.32):
    """A clear body: bright edges, little in between."""
    d = outline(x, profile)
    edge = canvas.linear(
        [(0, tint, 0.75), (0.12, tint, 0.15), (0.5, tint, strength * 0.3), (0.86, tint, 0.12), (1, tint, 0.6)]
    )
    canvas.path(d, edge, s=lighter(tint, 0.2), sw=3, stroke_opacity=0.5)
    return d


def dripper(canvas, scene, random, colour, x=600):
    """A stoneware cone with its paper, over a glass server."""
    scene.stand(x, 1200, 205)
    server = [(742, 118), (790, 132), (930, 224), (1120, 232), (1200, 196)]
    body(canvas, x, [(985, 227), (1120, 226), (1194, 190)], "#4a2818")
    canvas.ellipse(x, 985, 227, 227 * TILT, canvas.slant((0, "#57301c"), (1, "#8a5a38")))
    handle(canvas, f"M{x + 200} 860C{x + 360} 850 {x + 350} 1110 {x + 222} 1110", "#dfe5e2", 24)
    glass(canvas, x, server)
    sheen(canvas, x, server[2:], 0.72, 22, 0.7)
    # paper, cone, flange
    canvas.path(
        f"M{x - 222} 420L{x - 170} 340L{x + 196} 332L{x + 222} 420z",
        canvas.linear([(0, "#fffaf0"), (0.5, "#efe5d2"), (1, "#d9ccb6")]),
    )
    canvas.line(f"M{x - 60} 338L{x - 30} 420M{x + 110} 335L{x + 96} 420", "#cfc2ab", 4, o=0.8)
    loop = f"M{x + 160} 500C{x + 330} 450 {x + 330} 640 {x + 108} 620"
    handle(canvas, loop, colour, 40)
    cone = [(424, 234), (446, 230), (668, 92, 1), (700, 88)]
    body(canvas, x, cone, colour)
    canvas.ellipse(x, 424, 234, 34, lighter(colour, 0.35))
    canvas.ellipse(x, 424, 218, 29, canvas.linear([(0, "#cdbfa8"), (1, "#f7f0e0")]))
    canvas.ellipse(x + 6, 434, 180, 20, canvas.slant((0, "#3a2218"), (1, "#6a432d")))
    sheen(canvas, x, cone[:3], 0.6, 26, 0.5)
    body(canvas, x, [(694, 172), (702, 180), (730, 180), (738, 172)], colour, 0.4)
    canvas.ellipse(
        x,
        694,
        172,
        29,
        canvas.linear([(0, darker(colour, 0.15)), (0.3, lighter(colour, 0.4)), (1, darker(colour, 0.25))]),
    )
    body(canvas, x, [(650, 98), (690, 90)], colour, 0.3)
    beans(canvas, scatter(random, 6, x - 400, x - 190, 1260, 1350))


def grinder(canvas, scene, random, colour=WALNUT, metal=BRASS, x=600):
    """A box mill: wooden body with a drawer, a dome and a crank."""
    scene.stand(x, 1200, 250, flat=0.18)
    grain = canvas.pattern(
        120,
        260,
        f'<path d="M20 0q14 60 0 130t0 130M58 0q-12 70 4 140t-4 120M96 0q8 80-4 150t4 110" stroke="{darker(colour, 0.5)}" stroke-width="3" opacity=".4"/>',
    )
    for d, tone in (
        (f"M{x - 270} 1160H{x + 270}V1216H{x - 270}z", darker(colour, 0.15)),
        (f"M{x - 230} 790H{x + 230}V1166H{x - 230}z", colour),
        (f"M{x - 196} 730H{x + 196}L{x + 262} 792H{x - 262}z", lighter(colour, 0.12)),
        (f"M{x - 262} 792H{x + 262}V826H{x - 262}z", colour),
    ):
        canvas.round(d, tone, 0.25)
        canvas.path(d, grain)
    canvas.rect(x - 230, 826, 460, 26, canvas.down((0, TAR, 0.5), (1, TAR, 0)))
    canvas.rect(x - 150, 930, 300, 176, canvas.shade(lighter(colour, 0.08), 0.1), 6, s=darker(colour, 0.5), sw=6)
    canvas.rect(x - 150, 930, 300, 176, grain, 6)
    ball = canvas.ball(metal)
    canvas.ellipse(x + 8, 1030, 30, 30, TAR, o=0.5, f=canvas.blur(6))
    canvas.ellipse(x, 1016, 28, 28, ball)
    dome = [(560, 40), (580, 110), (640, 164), (742, 176)]
    body(canvas, x, dome, metal, 0.6)
    sheen(canvas, x, dome[1:], 0.6, 26, 0.7)
    body(canvas, x, [(726, 186), (750, 190), (760, 186)], metal, 0.5)
    iron = canvas.down((0, "#8b8d90"), (1, "#45464b"))
    canvas.line(f"M{x} 560V486", "#6b6d72", 34)
    canvas.line(
        f"M{x - 4} 480C{x + 90} 430 {x + 170} 478 {x + 282} 446", TAR, 30, o=0.4, f=canvas.blur(6), t="translate(0 14)"
    )
    canvas.line(f"M{x - 4} 480C{x + 90} 430 {x + 170} 478 {x + 282} 446", iron, 28)
    canvas.ellipse(x, 480, 26, 20, ball)
    knob = [(330, 26), (352, 48), (400, 46), (440, 18)]
    body(canvas, x + 286, knob, colour, 0.5)
    sheen(canvas, x + 286, knob[1:3], 0.5, 10, 0.7)
    beans(canvas, scatter(random, 7, x - 420, x - 130, 1275, 1370))
    beans(canvas, scatter(random, 2, x + 150, x + 330, 1290, 1350))


def kettle(canvas, scene, random, colour, trim=TAR, grip=OAK, x=600):
    """An enamelled stove kettle with a bail handle."""
    scene.stand(x, 1195, 270)
    spout = f"M{x - 180} 1090C{x - 350} 1060 {x - 300} 880 {x - 424} 770L{x - 362} 732C{x - 260} 800 {x - 250} 880 {x - 130} 880z"
    canvas.round(spout, darker(colour, 0.06))
    canvas.line(f"M{x - 424} 770L{x - 362} 732", trim, 14)
    wire = f"M{x - 226} 800C{x - 280} 400 {x + 280} 400 {x + 226} 800"
    canvas.line(wire, darker(STEEL, 0.5), 22)
    canvas.line(wire, lighter(STEEL, 0.2), 9, t="translate(-3 -3)")
    canvas.line(f"M{x - 120} 516Q{x} 484 {x + 120} 516", darker(grip, 0.4), 58)
    canvas.line(f"M{x - 120} 512Q{x} 480 {x + 120} 512", canvas.down((0, lighter(grip, 0.35)), (1, grip)), 46)
    profile = [(716, 150), (760, 214), (900, 292), (1080, 296), (1195, 262)]
    body(canvas, x, profile, colour, 0.4)
    canvas.line(f"M{x - 262} 1195a262 44 0 0 0 524 0", trim, 12)
    sheen(canvas, x, profile[1:4], 0.66, 34, 0.65)
    for side in (-1, 1):
        canvas.ellipse(x + side * 226, 806, 24, 30, canvas.slant((0, lighter(STEEL, 0.4)), (1, darker(STEEL, 0.5))))
    lid = [(640, 40), (660, 96), (716, 156)]
    body(canvas, x, lid, colour, 0.5)
    canvas.line(f"M{x - 156} 716a156 26 0 0 0 312 0", trim, 10)
    knob = [(566, 14), (580, 34), (616, 34), (646, 16)]
    body(canvas, x, knob, grip, 0.5)
    mark(canvas, "tally", x + 20, 980, 96, trim, 0.8)


def cup_above(canvas, scene, random, colour, drink=COCOA, prop="beans", loose="#4a4030"):
    """A cup on its saucer, seen from above."""
    x, y = 620, 720
    ring = f"M{x - 390} {y}a390 390 0 1 0 780 0a390 390 0 1 0-780 0"
    scene.drop(ring, 34, 44, 22, 0.5)
    canvas.path(ring, canvas.slant((0, lighter(colour, 0.5)), (0.5, colour), (1, darker(colour, 0.25))))
    speckles(canvas, ring, random)
    canvas.ellipse(x, y, 300, 300, canvas.slant((0, darker(colour, 0.22)), (1, lighter(colour, 0.4))))
    canvas.ellipse(x + 40, y + 50, 256, 256, scene.shadow, o=0.55, f=canvas.blur(22))
    handle(canvas, f"M{x + 150} {y + 130}L{x + 266} {y + 230}", colour, 60)
    canvas.ellipse(x, y, 252, 252, canvas.slant((0, lighter(colour, 0.7)), (1, darker(colour, 0.12))))
    canvas.ellipse(x, y, 230, 230, canvas.slant((0, darker(colour, 0.4)), (1, lighter(colour, 0.5))))
    surface = canvas.radial(
        [(0.55, drink), (0.88, lighter(drink, 0.16)), (1, mix(lighter(drink, 0.3), "#d99a4a", 0.4))]
    )
    canvas.ellipse(x + 3, y + 3, 212, 212, surface)
    canvas.path(
        f"M{x - 150} {y - 40}A156 156 0 0 1 {x - 10} {y - 150}A230 230 0 0 0 {x - 150} {y - 40}",
        "#fff",
        o=0.4,
        f=canvas.blur(6),
    )
    canvas.ellipse(x + 70, y + 60, 70, 50, lighter(drink, 0.5), o=0.25, f=canvas.blur(22))
    if prop == "beans":
        beans(canvas, scatter(random, 14, 90, 430, 1180, 1420) + scatter(random, 5, 900, 1120, 120, 330))
    else:
        leaves(canvas, scatter(random, 22, 90, 460, 1180, 1420) + scatter(random, 7, 900, 1120, 120, 330), loose)
