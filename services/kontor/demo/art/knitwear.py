"""What is worn: jumpers, hats, socks and an oilskin."""

from art.colour import BRASS, CREAM, OAK, TAR, darker, lighter
from art.marks import mark
from art.textiles import cables, folds, knit, linen, peg, rail, rib

_BODY = "M430 360C500 400 700 400 770 360L880 420C900 640 902 900 890 1150Q740 1180 600 1176T310 1150C298 900 300 640 320 420z"
_LEFT = (
    "M430 360L320 420C250 560 200 800 176 1020Q170 1050 200 1058L284 1080Q306 1082 310 1056C320 900 340 760 380 640z"
)
_CUFF = "M186 960L322 988L310 1066Q304 1086 284 1082L196 1060Q170 1050 174 1024z"
_MIRROR = "matrix(-1 0 0 1 1200 0)"


def hanger(canvas, scene, y=424, wood=OAK):
    """A wooden hanger on a peg."""
    canvas.line(f"M600 {y - 70}V{y - 130}C600 {y - 190} 660 {y - 190} 656 {y - 140}", darker("#8b8d90", 0.2), 11)
    d = f"M600 {y - 80}C680 {y - 70} 800 {y} 860 {y + 60}Q880 {y + 90} 850 {y + 90}C760 {y + 40} 680 {y + 6} 600 {y + 4}S440 {y + 40} 350 {y + 90}Q320 {y + 90} 340 {y + 60}C400 {y} 520 {y - 70} 600 {y - 80}z"
    canvas.path(d, scene.shadow, o=0.4, t="translate(16 24)", f=canvas.blur(9))
    canvas.path(d, canvas.down((0, lighter(wood, 0.35)), (0.5, wood), (1, darker(wood, 0.35))))


def _sleeve(canvas, scene, colour, stripes=None):
    scene.drop(_LEFT, 22, 30, 22, 0.42)
    canvas.path(_LEFT, colour)
    if stripes:
        with canvas.group(c=canvas.clip(_LEFT)):
            canvas.line("".join(f"M100 {y}L420 {y + 80}" for y in range(560, 1000, 74)), stripes, 26)
    canvas.path(_LEFT, knit(canvas, colour, 0.9, "rotate(14)"))
    canvas.path(_CUFF, colour)
    canvas.path(_CUFF, rib(canvas, colour, 1, "rotate(14)"))
    canvas.path(_LEFT, canvas.linear([(0, TAR, 0.34), (0.35, "#fff6e2", 0.16), (1, TAR, 0.42)]))


def jumper(canvas, scene, random, colour, collar="crew", stripes=None, cable=False, buttons=None, yoke=None, size=1.0):
    """A jumper on a hanger: crew or roll neck, plain, striped, cabled, buttoned or with a patterned yoke."""
    with canvas.group(t=f"translate({600 - 600 * size} {760 - 740 * size})scale({size})" if size != 1 else None):
        hanger(canvas, scene)
        _sleeve(canvas, scene, colour, stripes)
        with canvas.group(t=_MIRROR):
            _sleeve(canvas, scene, colour, stripes)
        scene.drop(_BODY, 26, 34, 22, 0.5)
        if collar == "crew":
            canvas.ellipse(600, 372, 150, 40, darker(colour, 0.6))
        canvas.path(_BODY, colour)
        with canvas.group(c=canvas.clip(_BODY)):
            if stripes:
                canvas.line("".join(f"M250 {y}Q600 {y + 26} 950 {y}" for y in range(560, 1080, 74)), stripes, 26)
            if yoke:
                canvas.path("M200 330H1000V560Q600 640 200 560z", yoke[0])
                row = canvas.pattern(
                    60,
                    60,
                    f'<path d="M0 30L15 8L30 30L45 52L60 30M30 8v0M0 52v0" stroke="{yoke[1]}" stroke-width="9"/>',
                    "translate(0 20)",
                )
                canvas.path("M200 440H1000V530Q600 606 200 530z", row)
        canvas.path(_BODY, knit(canvas, colour, 0.9))
        if cable:
            cables(canvas, _BODY, colour, (460, 600, 740))
        folds(canvas, _BODY, ((400, -40), (800, 40)), 500, 1160, 44, 0.7)
        canvas.path(_BODY, canvas.linear([(0, TAR, 0.34), (0.3, "#fff6e2", 0.2), (0.6, TAR, 0), (1, TAR, 0.42)]))
        hem = "M309 1080Q450 1106 600 1106T891 1080L890 1154Q740 1184 600 1180T310 1154z"
        canvas.path(hem, colour)
        canvas.path(hem, rib(canvas, colour))
        canvas.path(hem, canvas.linear([(0, TAR, 0.4), (0.3, "#fff6e2", 0.16), (1, TAR, 0.45)]))
        canvas.line("M309 1080Q450 1106 600 1106T891 1080", darker(colour, 0.6), 5, o=0.5)
        if collar == "roll":
            neck = "M446 380C450 300 470 262 500 256Q600 232 700 256C730 262 750 300 754 380Q600 440 446 380z"
            canvas.path(neck, TAR, o=0.4, t="translate(2 18)", f=canvas.blur(9))
            canvas.round(neck, colour, 0.2)
            canvas.path(neck, rib(canvas, colour, 1.1))
            canvas.ellipse(600, 262, 100, 17, darker(colour, 0.6))
        elif buttons:
            canvas.path("M430 360Q470 400 600 640Q730 400 770 360Q690 330 600 332T430 360z", darker(colour, 0.62))
            band = "M420 366L462 350L600 600L738 350L780 366L638 640V1178H562V640z"
            canvas.path(band, TAR, o=0.4, t="translate(0 10)", f=canvas.blur(6))
            canvas.path(band, lighter(colour, 0.06))
            canvas.path(band, rib(canvas, colour, 0.8))
            for y in range(690, 1160, 106):
                canvas.ellipse(603, y + 5, 20, 20, TAR, o=0.5)
                canvas.ellipse(600, y, 19, 19, canvas.ball(buttons))
        else:
            neck = "M424 364C470 440 730 440 776 364L740 344C700 396 500 396 460 344z"
            canvas.path(neck, TAR, o=0.4, t="translate(0 12)", f=canvas.blur(6))
            canvas.path(neck, colour)
            canvas.path(neck, rib(canvas, colour, 0.8))
            canvas.path(neck, canvas.down((0, TAR, 0.1), (1, "#fff6e2", 0.14)))


def knit_detail(canvas, scene, random, colour, cable=True, label=CREAM):
    """A close look at the stitches and the sewn-in label."""
    sheet = "M-20-20H1220V1520H-20z"
    canvas.path(sheet, colour)
    canvas.path(sheet, knit(canvas, colour, 3))
    if cable:
        canvas.line("M200-20V1520M480-20V1520M720-20V1520M1000-20V1520", TAR, 36, o=0.4, f=canvas.blur(14))
        cables(canvas, sheet, colour, (340, 860), 3)
    canvas.path(sheet, canvas.slant((0, "#fff6e2", 0.3), (0.5, "#fff6e2", 0), (1, TAR, 0.4)))
    tag = "M470 1060H730V1250H470z"
    canvas.path(tag, TAR, o=0.5, t="translate(8 14)", f=canvas.blur(9))
    canvas.flat(tag, label)
    canvas.path(tag, linen(canvas, label))
    mark(canvas, "tally", 600, 1155, 110, darker(colour, 0.15))
    canvas.line("M486 1072L496 1092M714 1072L704 1092M486 1238L496 1218M714 1238L704 1218", darker(colour, 0.3), 6)


def beanie(canvas, scene, random, colour, turn=0, x=600, y=720, size=1.15):
    """A ribbed watch cap with a deep turn-up, lying."""
    with canvas.group(t=f"translate({x} {y})rotate({turn})scale({size})"):
        d = "M-270 210C-300-60-190-300 0-306C190-300 300-60 270 210z"
        scene.drop(d, 22, 40, 22, 0.5)
        canvas.path(d, colour)
        ribs = "".join(f"M{i * 36} 240C{i * 37} 0 {i * 22}-230 {i * 3}-304" for i in range(-7, 8))
        canvas.line(ribs, darker(colour, 0.6), 10, o=0.4)
        canvas.line(ribs, lighter(colour, 0.4), 8, o=0.28, t="translate(-13 0)")
        canvas.path(d, canvas.radial([(0, "#fff6e2", 0.34), (0.5, "#fff6e2", 0), (1, TAR, 0.45)], 0.36, 0.36, 0.72))
        brim = "M-288 140Q0 186 288 140C300 210 300 280 284 330Q0 384-284 330C-300 280-300 210-288 140z"
        canvas.path(brim, TAR, o=0.5, t="translate(0-16)", f=canvas.blur(9))
        canvas.path(brim, lighter(colour, 0.05))
        canvas.path(brim, rib(canvas, colour, 1.3))
        canvas.path(brim, canvas.linear([(0, TAR, 0.4), (0.32, "#fff6e2", 0.2), (0.6, TAR, 0), (1, TAR, 0.45)]))
        canvas.rect(120, 226, 84, 56, CREAM, 3)
        mark(canvas, "tally", 162, 254, 40, darker(colour, 0.2))


def scarf(canvas, scene, random, colour, stripe=None):
    """A long scarf, looped over a peg."""
    rail(canvas, scene, 230)
    back = "M560 260C470 420 470 800 500 1120L690 1130C700 800 700 500 640 260z"
    front = "M560 220C640 200 690 230 700 300C740 600 730 1000 760 1260L548 1280C560 980 540 600 520 300C520 250 530 230 560 220z"
    for d, move, tone in ((back, "translate(-110 -30)rotate(3 600 260)", darker(colour, 0.1)), (front, None, colour)):
        turn = (move or "") or None
        scene.drop(d, 24, 30, 22, 0.45, turn)
        with canvas.group(t=turn):
            end = 1120 if d is back else 1262
            strands = "".join(
                f"M{x} {end}q{random.randint(-12, 12)} 40 {random.randint(-10, 10)} {random.randint(84, 104)}"
                for x in range(510 if d is back else 560, 690 if d is back else 756, 18)
            )
            canvas.line(strands, darker(tone, 0.35), 12)
            canvas.line(strands, lighter(tone, 0.1), 7, t="translate(-2 0)")
            canvas.path(d, tone)
            if stripe:
                with canvas.group(c=canvas.clip(d)):
                    canvas.line(
                        "".join(f"M440 {end - y}Q600 {end - y + 14} 820 {end - y}" for y in (70, 120, 170)), stripe, 22
                    )
            canvas.path(d, knit(canvas, tone, 1))
            folds(canvas, d, ((590, -20), (670, 30)), 240, 1290, 30)
            canvas.path(d, canvas.linear([(0, TAR, 0.3), (0.35, "#fff6e2", 0.2), (1, TAR, 0.4)]))
    peg(canvas, scene, 610, 224)


def socks(canvas, scene, random, colour, accent=CREAM):
    """A pair of thick socks, one over the other."""
    d = "M-110-430Q0-410 110-430L104 60C106 150 190 190 300 230C380 262 390 380 300 390C180 404 20 380-60 320C-120 270-112 120-108 0z"
    for x, y, turn in ((640, 700, -14), (470, 760, -4)):
        place = f"translate({x} {y})rotate({turn})"
        scene.drop(d, 22, 30, 14, 0.5, place)
        with canvas.group(t=place):
            canvas.path(d, colour)
            with canvas.group(c=canvas.clip(d)):
                canvas.path("M-140 100Q-20 150-10 400H-140zM240 180Q190 300 250 420H420V180z", accent)
                canvas.line("M-130-300Q0-280 130-300M-130-260Q0-240 130-260", accent, 20)
            canvas.path(d, knit(canvas, colour, 0.9))
            cuff = "M-112-440Q0-420 112-440L110-330Q0-310-110-330z"
            canvas.path(cuff, colour)
            canvas.path(cuff, rib(canvas, colour))
            canvas.path(d, canvas.linear([(0, TAR, 0.34), (0.25, "#fff6e2", 0.2), (0.5, TAR, 0.05), (1, TAR, 0.35)]))


def mittens(canvas, scene, random, colour, accent=CREAM):
    """A pair of mittens joined by their cord."""
    canvas.line(
        "M400 480C360 180 640 120 700 240S850 380 812 480",
        scene.shadow,
        12,
        o=0.4,
        t="translate(10 14)",
        f=canvas.blur(6),
    )
    canvas.line("M400 480C360 180 640 120 700 240S850 380 812 480", darker(accent, 0.15), 11, stroke_dasharray="16 5")
    d = "M-120-340Q0-318 120-340L128-60C136 80 134 260 90 350C50 424-70 420-110 340C-130 290-134 240-136 190C-190 200-260 120-250 40C-246-10-200-20-180 20C-166 50-150 60-132 50C-128-20-124-200-120-340z"
    for x, y, flip, turn in ((400, 800, 1, 8), (810, 800, -1, 8)):
        place = f"translate({x} {y})scale({flip} 1)rotate({turn})"
        scene.drop(d, 22, 34, 14, 0.5, place)
        with canvas.group(t=place):
            canvas.path(d, colour)
            with canvas.group(c=canvas.clip(d)):
                row = canvas.pattern(
                    52, 52, f'<path d="M26 4L48 26L26 48L4 26z" stroke="{accent}" stroke-width="8"/>', "translate(0 14)"
                )
                canvas.path("M-300-180H200V-24H-300z", row)
                canvas.line("M-300-196H200M-300-8H200", accent, 12)
            canvas.path(d, knit(canvas, colour, 0.9))
            cuff = "M-126-350Q0-326 126-350L124-226Q0-204-122-226z"
            canvas.path(cuff, colour)
            canvas.path(cuff, rib(canvas, colour))
            canvas.path(d, canvas.radial([(0, "#fff6e2", 0.3), (0.55, "#fff6e2", 0), (1, TAR, 0.42)], 0.4, 0.45, 0.66))


def oilskin(canvas, scene, random, colour, button=BRASS, lining="#e9dcc2"):
    """A hooded oilskin coat on a hanger."""
    hood = "M450 360C420 220 500 130 600 126S780 220 750 360Q600 440 450 360z"
    sleeve = "M420 350L330 400C250 560 210 820 190 1040Q186 1066 214 1072L306 1090Q326 1090 330 1066C340 900 350 760 380 640z"
    body = "M430 350Q600 440 770 350L870 400C890 700 910 1000 930 1260Q760 1296 600 1290T270 1260C290 1000 310 700 330 400z"
    scene.drop(hood, 20, 20, 14, 0.4)
    canvas.round(hood, colour, 0.3)
    canvas.path(
        "M486 350C470 250 530 190 600 188S730 250 714 350Q600 420 486 350z",
        canvas.down((0, darker(lining, 0.45)), (1, lining)),
    )
    canvas.path("M486 350C470 250 530 190 600 188S730 250 714 350Q600 420 486 350z", linen(canvas, lining))
    for mirror in (None, _MIRROR):
        with canvas.group(t=mirror):
            scene.drop(sleeve, 22, 30, 22, 0.42)
            canvas.round(sleeve, colour, 0.3)
            canvas.line("M196 990L334 1016", darker(colour, 0.5), 8)
    scene.drop(body, 26, 34, 22, 0.5)
    canvas.round(body, colour, 0.34)
    folds(canvas, body, ((420, -60), (520, -20), (700, 30), (800, 60)), 460, 1290, 34, 0.9)
    canvas.line(
        "M474 420Q440 560 460 700M380 900Q400 1100 370 1220M790 500Q770 600 790 720",
        "#fff6e2",
        26,
        o=0.5,
        f=canvas.blur(14),
    )
    placket = "M560 398H648V1291H560z"
    canvas.path(placket, TAR, o=0.4, t="translate(8 0)", f=canvas.blur(6))
    canvas.round(placket, colour, 0.2)
    canvas.line("M572 410V1284M636 410V1284", lighter(colour, 0.4), 3, stroke_dasharray="12 9", o=0.8)
    for y in range(470, 1200, 150):
        canvas.ellipse(606, y + 5, 19, 19, TAR, o=0.5)
        canvas.ellipse(603, y, 18, 18, canvas.ball(button))
    for x in (336, 690):
        pocket = f"M{x} 900H{x + 180}V1100Q{x + 90} 1120 {x} 1100z"
        canvas.path(pocket, TAR, o=0.35, t="translate(4 8)", f=canvas.blur(6))
        canvas.round(pocket, colour, 0.24)
        canvas.flat(f"M{x - 8} 884H{x + 188}V950Q{x + 90} 976 {x - 8} 950z", lighter(colour, 0.05))
        canvas.ellipse(x + 90, 940, 15, 15, canvas.ball(button))
    canvas.line("M430 352Q600 444 770 352", darker(colour, 0.5), 9)
    canvas.line("M540 392C520 470 540 500 524 560M664 392C690 460 668 510 684 570", CREAM, 10)
