"""Rope, brass, canvas and the flask that goes along."""

from math import cos, pi, sin

from art.colour import BRASS, BRICK, CREAM, KELP, KRAFT, PAPER, STEEL, TAR, WALNUT, darker, lighter
from art.marks import mark
from art.textiles import folds, linen
from art.turned import band, body, outline, sheen


def rope(canvas, d, colour, width=44):
    """Laid rope along a path."""
    canvas.line(d, darker(colour, 0.55), width)
    canvas.line(d, colour, width * 0.86)
    canvas.line(
        d,
        darker(colour, 0.42),
        width * 0.86,
        stroke_dasharray=f"{width * 0.1} {width * 0.34}",
        stroke_linecap="butt",
        o=0.55,
    )
    canvas.line(
        d,
        lighter(colour, 0.6),
        width * 0.2,
        stroke_dasharray=f"{width * 0.3} {width * 0.14}",
        stroke_linecap="butt",
        t=f"translate({-width * 0.14} {-width * 0.14})",
        o=0.7,
    )


def fist(canvas, scene, random, colour, accent=BRICK):
    """A monkey's fist the size of a melon, with a rope ear."""
    x, y, r = 600, 930, 280
    scene.stand(x, y + r - 6, 200, 1.2)
    rope(
        canvas,
        f"M{x - 44} {y - r + 40}C{x - 190} {y - r - 330} {x + 190} {y - r - 330} {x + 44} {y - r + 40}",
        colour,
        66,
    )
    ball = f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0-{2 * r} 0"
    canvas.path(ball, darker(colour, 0.6))
    across = "".join(
        f"M{-r - 20} {at * 62}C-140 {at * 86} 140 {at * 86} {r + 20} {at * 62}" for at in (-3, -2, -1, 0, 1, 2, 3)
    )
    upright = "".join(f"M{at * 56} {-r - 20}C{at * 90}-140 {at * 90} 140 {at * 56} {r + 20}" for at in (-1, 0, 1))
    fibre = canvas.pattern(15, 15, f'<path d="M-4 9L9-4M6 19L19 6" stroke="{darker(colour, 0.6)}" stroke-width="3"/>')
    with canvas.group(c=canvas.clip(ball)):
        for d, width in ((across, 76), (upright, 84)):
            with canvas.group(t=f"translate({x} {y})rotate(-14)"):
                if d is upright:
                    canvas.line("M0-300V300", TAR, 330, o=0.45, f=canvas.blur(14), stroke_linecap="butt")
                canvas.line(d, darker(colour, 0.62), width + 8)
                canvas.line(d, darker(colour, 0.16), width - 6)
                canvas.line(d, lighter(colour, 0.45), width * 0.4, t="translate(-6 -8)", f=canvas.blur(9))
    canvas.path(ball, fibre, o=0.28)
    canvas.path(ball, canvas.radial([(0, "#fff6e2", 0.4), (0.5, "#fff6e2", 0), (1, TAR, 0.7)], 0.35, 0.3, 0.75))
    canvas.line(f"M{x - 84} {y - r - 44}H{x + 84}M{x - 82} {y - r - 22}H{x + 82}M{x - 80} {y - r}H{x + 80}", accent, 19)
    canvas.line(
        f"M{x - 84} {y - r - 49}H{x + 40}M{x - 82} {y - r - 27}H{x + 40}M{x - 80} {y - r - 5}H{x + 40}",
        lighter(accent, 0.4),
        4,
        o=0.7,
    )


def key_ring(canvas, scene, random, colour, accent, metal=BRASS):
    """A spliced rope loop with a brass shackle and two keys."""
    with canvas.group(t="rotate(12 600 700)"):
        loop = "M590 610C420 480 440 180 600 180S780 480 610 610V780"
        canvas.line(loop, scene.shadow, 56, o=0.45, t="translate(22 30)", f=canvas.blur(14))
        rope(canvas, loop, colour, 58)
        wrap = "M600 600V770"
        canvas.line(wrap, darker(accent, 0.3), 86, stroke_linecap="butt")
        canvas.line(wrap, accent, 86, stroke_dasharray="13 4", stroke_linecap="butt")
        canvas.path(
            "M557 600h86v170h-86z",
            canvas.linear([(0, TAR, 0.35), (0.3, "#fff6e2", 0.35), (0.6, TAR, 0), (1, TAR, 0.5)]),
        )
        ring = "M600 790a96 96 0 0 0 0 192a96 96 0 0 0 0-192"
        canvas.line(ring, scene.shadow, 22, o=0.5, t="translate(14 20)", f=canvas.blur(6))
        canvas.line(ring, darker(metal, 0.4), 24)
        canvas.line(ring, lighter(metal, 0.5), 9, t="translate(-2 -3)")
        for turn, tone in ((24, STEEL), (-16, metal)):
            place = f"translate(600 970)rotate({turn})"
            key = "M0-30a72 72 0 0 0 0 144a72 72 0 0 0 0-144M0 8a34 34 0 0 1 0 68a34 34 0 0 1 0-68M-17 106h34v220h50v34h-50v26h34v34h-68z"
            scene.drop(key, 14, 20, 9, 0.5, place)
            canvas.path(
                key,
                canvas.slant((0, lighter(tone, 0.6)), (0.5, tone), (1, darker(tone, 0.4))),
                t=place,
                fill_rule="evenodd",
            )


def flask(canvas, scene, random, colour, metal=STEEL, strap=WALNUT, x=600):
    """A vacuum flask with a cup for a lid."""
    scene.stand(x, 1200, 168)
    profile = [(540, 150), (580, 168), (620, 172), (1150, 172), (1200, 160)]
    body(canvas, x, profile, colour, 0.42)
    canvas.round(band(x, 1120, 1196, 173, 163), metal, 0.6, False)
    sheen(canvas, x, profile[2:4], 0.62, 24, 0.5)
    body(canvas, x, [(500, 132), (520, 134), (550, 150)], metal, 0.7)
    cup = [(270, 130), (284, 142), (500, 150), (512, 146)]
    body(canvas, x, cup, metal, 0.7)
    canvas.ellipse(x, 270, 130, 22, canvas.shade(metal, 0.7, 0.2))
    canvas.ellipse(x, 272, 108, 17, canvas.shade(metal, 0.1, 0.3))
    sheen(canvas, x, cup[1:3], 0.6, 20, 0.8)
    mark(canvas, "tally", x + 8, 830, 120, lighter(colour, 0.75), 0.9)
    canvas.line(f"M{x + 168} 640C{x + 260} 660 {x + 262} 880 {x + 172} 920", darker(strap, 0.3), 26)
    canvas.line(
        f"M{x + 168} 640C{x + 260} 660 {x + 262} 880 {x + 172} 920", lighter(strap, 0.15), 14, t="translate(-2 -2)"
    )
    for y in (640, 920):
        canvas.ellipse(x + 166, y, 13, 16, canvas.ball(BRASS))


def tote(canvas, scene, random, colour, print_colour, sign="boat", strap=None):
    """A sailcloth tote, standing, with webbing handles."""
    strap = strap or print_colour
    scene.stand(600, 1205, 300, 0.8, 0.14)
    back = "M430 560C430 250 770 250 770 560"
    canvas.line(back, darker(strap, 0.45), 34, t="translate(14 -10)", stroke_linecap="butt")
    d = "M262 540Q600 560 938 540C930 800 924 1000 914 1180Q912 1214 880 1216Q600 1240 320 1216Q288 1214 286 1180C276 1000 270 800 262 540z"
    canvas.path("M262 540Q600 500 938 540Q600 566 262 540z", darker(colour, 0.5))
    canvas.path(d, colour)
    canvas.path(d, linen(canvas, colour))
    folds(canvas, d, ((360, 20), (560, -30), (820, -10)), 560, 1230, 40, 0.7)
    canvas.path(d, canvas.linear([(0, TAR, 0.3), (0.3, "#fff6e2", 0.2), (0.6, TAR, 0), (1, TAR, 0.4)]))
    canvas.path(
        "M281 1090Q600 1116 919 1090L914 1180Q912 1214 880 1216Q600 1240 320 1216Q288 1214 286 1180z",
        print_colour,
        o=0.88,
    )
    mark(canvas, sign, 600, 830, 290, print_colour, 0.9)
    canvas.line("M264 572Q600 594 936 572", darker(colour, 0.4), 4, stroke_dasharray="13 9", o=0.8)
    front = "M414 700V560C420 200 780 200 786 560V700"
    canvas.line(front, TAR, 40, o=0.3, t="translate(10 12)", f=canvas.blur(6), stroke_linecap="butt")
    canvas.line(front, strap, 38, stroke_linecap="butt")
    canvas.line(front, lighter(strap, 0.35), 4, stroke_dasharray="12 9", o=0.7)
    for x in (414, 786):
        canvas.line(f"M{x - 14} 600l28 70M{x + 14} 600l-28 70", CREAM, 4, o=0.8)


def kit_bag(canvas, scene, random, colour, strap=WALNUT):
    """A barrel bag on its side, leather ends and straps."""
    scene.stand(600, 1195, 400, 0.5, 0.1)
    canvas.line("M420 760C440 480 760 480 780 760", darker(strap, 0.4), 36, t="translate(20 -16)")
    d = "M260 720Q600 690 940 720Q1010 740 1010 950T940 1190Q600 1222 260 1190Q190 1160 190 950T260 720z"
    canvas.path(d, colour)
    canvas.path(d, linen(canvas, colour))
    canvas.path(d, canvas.down((0, "#fff6e2", 0.2), (0.24, "#fff6e2", 0.3), (0.55, TAR, 0.05), (1, TAR, 0.6)))
    folds(canvas, d, ((520, 10), (660, -16)), 700, 1200, 44, 0.7)
    canvas.path("M260 720Q190 740 190 950T260 1190Q330 1160 330 950T260 720z", strap)
    canvas.path(
        "M260 720Q190 740 190 950T260 1190Q330 1160 330 950T260 720z",
        canvas.radial([(0, "#fff6e2", 0.3), (1, TAR, 0.45)], 0.4, 0.35, 0.7),
    )
    canvas.line("M270 738Q312 780 312 950T270 1172", lighter(strap, 0.5), 4, stroke_dasharray="13 9", o=0.8)
    canvas.path("M930 719Q1010 740 1010 950T930 1191Q980 1150 978 950T930 719z", darker(strap, 0.2))
    canvas.line("M330 742Q620 714 950 742", darker(colour, 0.6), 14, o=0.7)
    canvas.line("M330 742Q620 714 950 742", BRASS, 6, stroke_dasharray="7 5", stroke_linecap="butt")
    for x in (440, 780):
        band_ = f"M{x - 24} 704Q{x + 36} 950 {x - 24} 1208H{x + 30}Q{x + 90} 950 {x + 30} 704z"
        canvas.path(band_, strap)
        canvas.path(band_, canvas.down((0, "#fff6e2", 0.35), (0.5, TAR, 0), (1, TAR, 0.55)))
    front = "M446 830C430 420 800 420 806 830"
    canvas.line(front, TAR, 36, o=0.35, t="translate(14 14)", f=canvas.blur(9))
    canvas.line(front, darker(strap, 0.25), 36)
    canvas.line(front, lighter(strap, 0.16), 24, t="translate(-2 -4)")
    canvas.line("M560 536Q622 510 690 536", darker(strap, 0.5), 52)
    canvas.line("M560 532Q622 506 690 532", strap, 42)
    for x in (452, 806):
        canvas.rect(x - 26, 812, 52, 44, None, 8, s=BRASS, sw=10)
    canvas.rect(580, 900, 110, 76, CREAM, 5)
    mark(canvas, "tally", 635, 938, 56, darker(colour, 0.25))


def bell(canvas, scene, random, metal=BRASS, lanyard=CREAM):
    """A brass bell on a wall bracket with a knotted lanyard."""
    plate = "M300 240Q340 230 380 240V520Q340 530 300 520z"
    scene.drop(plate, 16, 22, 14, 0.5)
    canvas.round(plate, metal, 0.5)
    for y in (280, 480):
        canvas.ellipse(340, y, 17, 17, canvas.ball(darker(metal, 0.2)))
        canvas.line(f"M332 {y + 6}l16-12", darker(metal, 0.6), 4)
    arm = "M340 340C340 250 480 270 600 330M340 420C420 420 470 360 480 296"
    canvas.line(arm, darker(metal, 0.45), 34)
    canvas.line(arm, lighter(metal, 0.25), 20, t="translate(-2 -5)")
    canvas.ellipse(600, 372, 40, 40, None, s=darker(metal, 0.35), sw=20)
    canvas.ellipse(598, 370, 40, 40, None, s=lighter(metal, 0.4), sw=7)
    shape = [(420, 40), (440, 90), (490, 138), (620, 158), (760, 200), (830, 268), (858, 280)]
    d = outline(600, shape)
    canvas.path(d, scene.shadow, o=0.4, t="translate(60 50)", f=canvas.blur(22))
    body(canvas, 600, [(392, 30), (404, 42), (430, 42)], metal, 0.7)
    body(canvas, 600, shape, metal, 0.7)
    canvas.line(
        "M446 560A150 25 0 0 0 754 560M442 584A152 25 0 0 0 758 584M376 790A226 38 0 0 0 824 790",
        darker(metal, 0.45),
        6,
        o=0.7,
    )
    canvas.line("M322 858A280 48 0 0 0 880 858", lighter(metal, 0.5), 12)
    sheen(canvas, 600, shape[2:6], 0.6, 34, 0.8)
    mark(canvas, "tally", 610, 690, 100, darker(metal, 0.5), 0.8)
    canvas.line("M600 906V940", darker(metal, 0.4), 30)
    canvas.ellipse(600, 948, 44, 42, canvas.ball(metal))
    cord = "M600 990V1250"
    canvas.line(cord, scene.shadow, 34, o=0.4, t="translate(26 16)", f=canvas.blur(9))
    rope(canvas, cord, lanyard, 36)
    canvas.ellipse(600, 1010, 38, 34, canvas.ball(lanyard))
    canvas.ellipse(600, 1262, 50, 48, canvas.ball(lanyard))
    canvas.line(
        "M556 1250Q600 1280 644 1250M560 1276Q600 1304 640 1276M582 1220Q570 1262 586 1304M618 1220Q632 1262 614 1304",
        darker(lanyard, 0.35),
        6,
        o=0.7,
    )
    canvas.line("M600 1306l-24 80M600 1306v86M600 1306l24 80", lanyard, 11)


def compass(canvas, scene, random, metal=BRASS, face=PAPER, needle=BRICK):
    """A pocket compass, lid open."""
    ring = "M250 960a300 300 0 1 0 600 0a300 300 0 1 0-600 0"
    lid = "M330 400a270 270 0 1 0 540 0a270 270 0 1 0-540 0"
    with canvas.group(t="rotate(9 600 750)"):
        scene.drop(lid, 26, 36, 22, 0.5)
        canvas.path(lid, canvas.slant((0, lighter(metal, 0.7)), (0.5, metal), (1, darker(metal, 0.4))))
        canvas.ellipse(
            600, 400, 236, 236, canvas.slant((0, darker(metal, 0.35)), (0.5, metal), (1, lighter(metal, 0.6)))
        )
        mark(canvas, "star", 600, 400, 260, darker(metal, 0.4), 0.55)
        canvas.rect(520, 648, 140, 50, canvas.down((0, lighter(metal, 0.5)), (1, darker(metal, 0.5))), 14)
        with canvas.group(t="translate(50 0)"):
            scene.drop(ring, 26, 36, 22, 0.55)
            canvas.path(ring, canvas.slant((0, lighter(metal, 0.8)), (0.45, metal), (1, darker(metal, 0.5))))
            canvas.ellipse(550, 960, 262, 262, darker(metal, 0.55))
            canvas.ellipse(
                552, 964, 254, 254, canvas.slant((0, darker(face, 0.2)), (0.4, face), (1, lighter(face, 0.5)))
            )
            ticks = "".join(
                f"M{550 + 240 * cos(pi * i / 18)} {962 + 240 * sin(pi * i / 18)}L{550 + (206 if i % 9 == 0 else 222) * cos(pi * i / 18)} {962 + (206 if i % 9 == 0 else 222) * sin(pi * i / 18)}"
                for i in range(36)
            )
            canvas.line(ticks, "#26374f", 5)
            mark(canvas, "star", 550, 962, 300, "#26374f", 0.3)
            with canvas.group(t="translate(550 962)rotate(28)"):
                canvas.path("M0-190L22 0H-22z", TAR, o=0.35, t="translate(10 16)", f=canvas.blur(4))
                canvas.path("M0-190L24 0H-24z", needle)
                canvas.path("M0-190L24 0H0z", darker(needle, 0.3))
                canvas.path("M0 190L24 0H-24z", "#d9dcdb")
                canvas.path("M0 190L24 0H0z", "#9a9ea0")
                canvas.ellipse(0, 0, 22, 22, canvas.ball(metal))
            canvas.path("M330 900A254 254 0 0 1 640 724Q420 760 330 900z", "#fff", o=0.4, f=canvas.blur(9))


def parcel(canvas, scene, random, paper=KRAFT, string=BRICK, chart=False):
    """A wrapped parcel with string, a tag and a sprig."""
    scene.stand(606, 1205, 342, 0.8, 0.05)
    faces = (("M260 720H960L890 630H330z", lighter(paper, 0.4)), ("M260 720H960V1210H260z", darker(paper, 0.06)))
    for d, tone in faces:
        canvas.flat(d, tone)
        if chart:
            contour = canvas.pattern(
                150,
                120,
                '<path d="M0 30Q40 0 75 30T150 30M0 60Q40 20 75 60T150 60M0 92Q40 66 75 92T150 92" stroke="#4f7f86" stroke-width="3" opacity=".6"/><path d="M20 108h0M110 74h0M64 14h0" stroke="#26374f" stroke-width="6" opacity=".6"/>',
            )
            canvas.path(d, contour)
    canvas.path("M260 720H960V734H260z", "#fff6e2", o=0.5)
    canvas.path("M260 734H960V800H260z", canvas.down((0, TAR, 0.12), (1, TAR, 0)))
    canvas.line("M262 1000Q500 960 610 722L958 990", darker(paper, 0.4), 4, o=0.35)
    canvas.line("M610 630L614 720V1210M260 960H960", TAR, 13, o=0.3, t="translate(5 6)", f=canvas.blur(4))
    canvas.line("M610 630L614 720V1210M260 960H960", string, 12)
    canvas.line("M610 630L614 720V1210M260 960H960", lighter(string, 0.35), 5, stroke_dasharray="8 7")
    leaf = canvas.stamp(
        f'<path d="M0 0C16-30 56-40 90-24C64 8 26 14 0 0" fill="{canvas.linear([(0, darker(KELP, 0.2)), (1, lighter(KELP, 0.3))])}"/>'
    )
    canvas.line("M440 860Q560 930 760 1010", darker(KELP, 0.4), 8)
    for i in range(7):
        canvas.place(leaf, 450 + i * 46, 866 + i * 21, (-60, 110)[i % 2], 1.05)
    bow = "M614 960C520 850 420 900 614 960C700 850 800 890 614 960"
    canvas.line(bow, TAR, 13, o=0.3, t="translate(5 9)", f=canvas.blur(4))
    canvas.line(bow, string, 12)
    canvas.line("M614 960Q580 1030 540 1060M614 960Q660 1030 690 1072", string, 12)
    canvas.ellipse(614, 960, 22, 20, canvas.ball(string))
    canvas.line("M630 968Q720 1010 760 1040", darker(CREAM, 0.3), 5)
    tag = "M748 1020L900 1050L880 1150L728 1120L716 1064z"
    canvas.path(tag, TAR, o=0.35, t="translate(6 10)", f=canvas.blur(6))
    canvas.flat(tag, PAPER)
    canvas.ellipse(746, 1066, 9, 9, darker(paper, 0.3))
    mark(canvas, "tally", 822, 1092, 60, "#26374f")
