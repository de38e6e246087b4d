"""Lamps, lanterns, candles and matches; these live in the dusk and glow."""

from art.brew import glass
from art.colour import BRASS, CREAM, HONEY, IRON, OAK, PAPER, TAR, darker, lighter
from art.marks import lines, mark
from art.turned import band, body, mouth, outline, sheen


def glow(canvas, x, y, r, strength=0.8, colour="#ffbf6b"):
    """Warm light in the air."""
    canvas.ellipse(
        x,
        y,
        r,
        r,
        canvas.radial([(0, lighter(colour, 0.5), strength), (0.25, colour, strength * 0.55), (1, colour, 0)]),
    )


def flame(canvas, x, y, size=1.0):
    """A small flame; (x, y) is the wick's foot."""
    with canvas.group(t=f"translate({x} {y})scale({size})"):
        canvas.line("M0 0V-26", TAR, 6)
        canvas.path(
            "M0-140C26-90 40-60 30-30C22-4-22-4-30-30C-40-60-16-90 0-140z",
            canvas.down((0, "#ffb347"), (0.55, "#ffe08a"), (1, "#fff3c8")),
        )
        canvas.path("M0-76C12-54 18-40 12-26C8-14-8-14-12-26C-18-40-8-54 0-76z", "#fffdf2")
        canvas.ellipse(0, -20, 12, 12, "#7aa7c9", o=0.5, f=canvas.blur(6))


def lantern(canvas, scene, random, colour, brass=BRASS, x=600):
    """A storm lantern with its chimney cage and bail."""
    glow(canvas, x, 790, 560, 0.75)
    scene.stand(x, 1215, 230)
    canvas.ellipse(x, 1260, 420, 70, "#ffcf7a", o=0.3, f=canvas.blur(40))
    bail = f"M{x - 238} 620C{x - 330} 180 {x + 330} 180 {x + 238} 620"
    canvas.line(bail, darker(IRON, 0.2), 13)
    canvas.line(bail, lighter(IRON, 0.5), 4, t="translate(-2 -2)")
    canvas.line(f"M{x - 70} 290Q{x} 282 {x + 70} 290", OAK, 34)
    for side in (-1, 1):
        tube = f"M{x + side * 170} 1080C{x + side * 268} 1060 {x + side * 250} 820 {x + side * 240} 700C{x + side * 232} 590 {x + side * 160} 530 {x + side * 90} 520"
        canvas.line(tube, darker(colour, 0.45), 44)
        canvas.line(tube, colour, 34, t="translate(-3 0)")
        canvas.line(tube, lighter(colour, 0.6), 8, t="translate(-9 0)", o=0.6, f=canvas.blur(4))
    globe = [(600, 96), (680, 142), (790, 162), (900, 142), (980, 104)]
    d = outline(x, globe)
    canvas.path(d, canvas.radial([(0, "#fff3cf", 0.95), (0.4, "#ffd88a", 0.7), (1, "#ffb347", 0.28)], 0.5, 0.6, 0.6))
    flame(canvas, x, 930, 1.25)
    glass(canvas, x, globe, "#fff6df", 0.2)
    sheen(canvas, x, globe[1:4], 0.74, 16, 0.9)
    canvas.line(
        f"M{x - 150} 720C{x - 60} 760 {x + 60} 760 {x + 150} 720M{x - 156} 850C{x - 60} 890 {x + 60} 890 {x + 156} 850",
        darker(colour, 0.2),
        9,
    )
    canvas.line(f"M{x} 610V970", darker(colour, 0.2), 7, o=0.5)
    body(canvas, x, [(420, 70), (440, 92), (470, 96), (500, 130), (540, 150), (600, 112)], colour, 0.5)
    canvas.line(f"M{x - 72} 470h0M{x - 24} 478h0M{x + 24} 478h0M{x + 72} 470h0", TAR, 24)
    body(canvas, x, [(376, 30), (390, 62), (424, 74)], colour, 0.5)
    body(canvas, x, [(970, 112), (1000, 130), (1040, 150)], brass, 0.6)
    tank = [(1036, 178), (1060, 226), (1150, 244), (1216, 232)]
    body(canvas, x, tank, colour, 0.5)
    sheen(canvas, x, tank[1:], 0.64, 26, 0.6)
    canvas.line(f"M{x - 240} 1172A244 41 0 0 0 {x + 240} 1172", darker(colour, 0.4), 6)
    body(canvas, x + 120, [(1056, 26), (1060, 30), (1096, 30)], brass, 0.6)


def lamp(canvas, scene, random, colour, stem=BRASS, x=600):
    """A table lamp with an enamel dome on a brass stem."""
    glow(canvas, x, 880, 560, 0.6)
    canvas.path(
        f"M{x - 230} 640L{x - 430} 1230H{x + 430}L{x + 230} 640z",
        canvas.down((0, "#ffe3a3", 0.55), (1, "#ffcf7a", 0)),
        f=canvas.blur(22),
    )
    canvas.ellipse(x, 1225, 420, 80, "#ffdf9e", o=0.4, f=canvas.blur(22))
    scene.stand(x, 1210, 170, 0.5)
    column = [(640, 16), (1100, 17), (1150, 30)]
    body(canvas, x, column, stem, 0.7)
    base = [(1130, 40), (1160, 120), (1186, 176), (1212, 178)]
    body(canvas, x, base, colour, 0.5)
    sheen(canvas, x, base[1:], 0.6, 18, 0.6)
    canvas.line(f"M{x + 60} 660V742", stem, 4)
    canvas.ellipse(x + 60, 752, 10, 12, canvas.ball(stem))
    canvas.ellipse(x, 640, 286, 56, "#ffe9bb")
    canvas.ellipse(x, 652, 150, 26, "#fffdf3", f=canvas.blur(9))
    shade = f"M{x - 286} 640C{x - 280} 460 {x - 160} 380 {x - 60} 366H{x + 60}C{x + 160} 380 {x + 280} 460 {x + 286} 640A286 56 0 0 0 {x - 286} 640z"
    canvas.round(shade, colour, 0.45)
    canvas.line(f"M{x - 286} 640A286 56 0 0 1 {x + 286} 640", lighter(colour, 0.35), 7)
    canvas.line(f"M{x - 190} 560C{x - 170} 480 {x - 120} 430 {x - 70} 410", "#fffaf0", 26, o=0.6, f=canvas.blur(9))
    body(canvas, x, [(300, 10), (318, 24), (340, 26), (346, 62), (376, 66)], stem, 0.6)


def pendant(canvas, scene, random, colour, x=600, metal=BRASS):
    """A dockside pendant on its flex."""
    glow(canvas, x, 900, 600, 0.6)
    canvas.path(
        f"M{x - 320} 830L{x - 560} 1500H{x + 560}L{x + 320} 830z",
        canvas.down((0, "#ffe3a3", 0.6), (1, "#ffcf7a", 0)),
        f=canvas.blur(22),
    )
    canvas.line(f"M{x}-10V380", TAR, 12)
    canvas.line(f"M{x - 2}-10V380", "#8d8a8c", 3)
    canvas.ellipse(x, 830, 370, 74, "#ffe9bb")
    canvas.ellipse(x, 836, 90, 64, "#fffdf3", f=canvas.blur(9))
    shade = f"M{x - 370} 830C{x - 366} 640 {x - 220} 600 {x - 130} 560V500H{x + 130}V560C{x + 220} 600 {x + 366} 640 {x + 370} 830A370 74 0 0 0 {x - 370} 830z"
    canvas.round(shade, colour, 0.45)
    canvas.line(f"M{x - 370} 830A370 74 0 0 1 {x + 370} 830", lighter(colour, 0.4), 9)
    canvas.line(f"M{x - 260} 760C{x - 240} 680 {x - 180} 640 {x - 100} 606", "#fffaf0", 30, o=0.6, f=canvas.blur(9))
    canvas.line(f"M{x - 130} 560A130 22 0 0 0 {x + 130} 560", darker(colour, 0.45), 7, o=0.6)
    body(canvas, x, [(380, 26), (392, 60), (440, 70), (506, 132)], metal, 0.6)
    body(canvas, x, [(330, 14), (340, 30), (384, 32)], metal, 0.6)


def candle(canvas, scene, random, vessel, label=PAPER, sign="wave", lit=True, x=600, y=1200, r=222):
    """A poured candle in a stoneware tumbler."""
    top = y - 470
    if lit:
        glow(canvas, x, top - 90, 520, 0.75)
    scene.stand(x, y, r)
    profile = [(top, r), (y - 30, r), (y, r * 0.95)]
    body(canvas, x, profile, vessel)
    if lit:
        strip = band(x, top, top + 210, r)
        canvas.path(strip, canvas.down((0, "#ffcf7a", 0.5), (1, "#ffcf7a", 0)))
    canvas.round(band(x, top + 150, top + 380, r + 1), label, foot=False)
    mark(canvas, sign, x, top + 264, 104, darker(vessel, 0.25))
    lines(canvas, x, top + 350, (140, 90), darker(vessel, 0.25), 24, 7)
    mouth(canvas, x, top, r, vessel, 15, lighter(vessel, 0.2), "#f5e3b5", 0.45)
    if lit:
        canvas.ellipse(x, top + 22, 120, 16, "#fff3c8", o=0.8, f=canvas.blur(9))
        flame(canvas, x, top + 22, 1.15)
    else:
        canvas.line(f"M{x} {top + 22}V{top - 16}", TAR, 7)
    sheen(canvas, x, profile[:2], 0.66, 22, 0.5)


def tapers(canvas, scene, random, colour=HONEY, tie=CREAM):
    """Hand-dipped tapers: two lit in low holders, a tied pair lying in front."""
    glow(canvas, 560, 420, 520, 0.7)
    for x, height in ((440, 700), (680, 560)):
        scene.stand(x, 1110, 100, 1)
        body(canvas, x, [(1000, 40), (1030, 46), (1060, 104), (1110, 112)], "#b7a78c", 0.4)
        profile = [(1010 - height, 14), (1010 - height + 20, 28), (1016, 40)]
        body(canvas, x, profile, colour, 0.5)
        canvas.path(outline(x, profile), canvas.down((0, "#ffe9a8", 0.8), (0.3, "#ffcf7a", 0)))
        flame(canvas, x, 1010 - height, 0.95)
    for turn in (-5, 3):
        with canvas.group(t=f"translate(610 {1300 + turn * 4})rotate({turn})"):
            scene.drop("M-380-24L380-12V12L-380 24z", 8, 22, 9, 0.6)
            canvas.path(
                "M-380-26Q0-24 372-12Q392 0 372 12Q0 24-380 26z",
                canvas.down((0, lighter(colour, 0.45)), (0.5, colour), (1, darker(colour, 0.45))),
            )
            canvas.line("M384 0Q430-16 444 6", PAPER, 6)
    canvas.line("M520 1256Q500 1300 512 1346M536 1256Q520 1300 530 1346", tie, 9)
    canvas.path("M522 1300C440 1230 420 1310 522 1300C600 1220 640 1300 522 1300", None, s=tie, sw=9)


def chamberstick(canvas, scene, random, metal=BRASS, wax=CREAM, x=560):
    """A brass chamberstick with a finger loop and a half-burnt candle."""
    glow(canvas, x, 520, 520, 0.75)
    scene.stand(x, 1200, 260, 0.9)
    loop = f"M{x + 280} 1130C{x + 470} 1060 {x + 480} 1240 {x + 300} 1190"
    canvas.line(loop, darker(metal, 0.5), 36)
    canvas.line(loop, metal, 26, t="translate(-2 -3)")
    canvas.line(loop, lighter(metal, 0.8), 7, t="translate(-5 -8)")
    body(canvas, x, [(1116, 336), (1130, 338), (1180, 280), (1210, 240)], metal, 0.6)
    canvas.ellipse(x, 1116, 336, 57, canvas.shade(metal, 0.7, 0.3))
    canvas.ellipse(x, 1122, 300, 48, canvas.linear([(0, darker(metal, 0.45)), (0.6, metal), (1, lighter(metal, 0.5))]))
    socket = [(950, 92), (966, 80), (1070, 70), (1110, 120), (1130, 124)]
    profile = [(600, 56), (1000, 58)]
    body(canvas, x, profile, wax, 0.5)
    canvas.path(outline(x, profile), canvas.down((0, "#ffdf9e", 0.9), (0.6, "#ffcf7a", 0)))
    canvas.path(f"M{x - 56} 604q10 60 20 110t18-8q4-60 20-66t18 90 18 20q4-90 18-100z", lighter(wax, 0.4), o=0.9)
    canvas.ellipse(x, 600, 56, 10, "#fff3c8")
    flame(canvas, x, 600, 1.2)
    body(canvas, x, socket, metal, 0.6)
    sheen(canvas, x, socket[1:3], 0.55, 14, 0.8)
    canvas.ellipse(x, 950, 92, 15, None, s=lighter(metal, 0.6), sw=6)


def matches(canvas, scene, random, colour, tip=None, sign="flame"):
    """A long matchbox slid open, matches lying about."""
    tip = tip or "#b23a31"
    match = canvas.stamp(
        f'<path d="M0 0H430" stroke="{TAR}" stroke-width="14" opacity=".35" transform="translate(6 14)" filter="{canvas.blur(4)}"/><path d="M0 0H430" stroke="#e2c493" stroke-width="14"/><path d="M0-3H430" stroke="#f6e6c4" stroke-width="4"/><path d="M424 0H456" stroke="{tip}" stroke-width="24"/>'
    )
    with canvas.group(t="rotate(-6 600 750)"):
        tray = "M330 160H770V900H330z"
        scene.drop(tray, 20, 28, 14, 0.5)
        canvas.path(tray, darker(PAPER, 0.12))
        canvas.path("M352 184H748V900H352z", darker(PAPER, 0.5))
        for i in range(10):
            canvas.place(match, 376 + i * 39, 660 + i % 3 * 14, -90)
        box = "M310 560H790V1340H310z"
        scene.drop(box, 24, 34, 22, 0.55)
        canvas.flat(box, colour)
        canvas.path(
            "M310 560H352V1340H310z",
            canvas.pattern(12, 12, '<path d="M2 2h0M8 8h0" stroke="#f0d8b0" stroke-width="4"/>'),
            o=0.5,
        )
        canvas.rect(392, 600, 358, 700, None, 6, s=CREAM, sw=6)
        mark(canvas, sign, 571, 860, 260, CREAM)
        canvas.line("M450 1080H692", CREAM, 6)
        lines(canvas, 571, 1130, (210, 140), CREAM, 36, 12)
        mark(canvas, "tally", 571, 1236, 54, CREAM)
    for x, y, turn in ((850, 620, 62), (905, 1180, 100)):
        canvas.place(match, x, y, turn, 0.8)
