"""Paper, ink and what hangs on the wall above the desk."""

from math import cos, pi, sin

from art.brew import glass
from art.colour import BRASS, BRICK, CREAM, KRAFT, OAK, PAPER, TAR, darker, lighter, mix
from art.marks import lines, mark
from art.textiles import linen
from art.turned import TILT, band, body, outline, sheen


def notebook(
    canvas, scene, random, colour, spine=None, sign="tally", elastic=None, corners=False, turn=-8, second=None
):
    """A cloth-bound notebook from above; a second one may lie under it."""
    spine = spine or darker(colour, 0.35)
    for tone, place in ((second, f"translate(96 60)rotate({turn + 17} 600 750)"), (colour, f"rotate({turn} 600 750)")):
        if not tone:
            continue
        with canvas.group(t=place):
            cover = "M330 300H846Q870 300 870 324V1176Q870 1200 846 1200H330z"
            scene.drop("M330 310H880V1216H330z", 22, 30, 22, 0.5)
            canvas.path("M340 316H882V1212H340z", darker(PAPER, 0.3))
            canvas.line("M876 330V1206M350 1206H876", PAPER, 7, stroke_linecap="butt")
            canvas.flat(cover, tone)
            canvas.path(cover, linen(canvas, tone))
            if corners:
                canvas.path(
                    "M870 410V324Q870 300 846 300H760zM870 1090V1176Q870 1200 846 1200H760z",
                    canvas.shade(BRASS, 0.5, 0.3),
                )
            back = "M330 300H430V1200H330z"
            tone_back = spine if tone == colour else darker(tone, 0.35)
            canvas.path(back, tone_back)
            canvas.path(back, canvas.linear([(0, TAR, 0.4), (0.3, "#fff6e2", 0.25), (0.8, TAR, 0), (1, TAR, 0.3)]))
            canvas.line("M434 302V1198", TAR, 4, o=0.4)
            label = "M510 440H790V650H510z"
            canvas.path(label, TAR, o=0.25, t="translate(3 5)", f=canvas.blur(4))
            canvas.flat(label, CREAM)
            canvas.rect(524, 454, 252, 182, None, s=tone, sw=3)
            mark(canvas, sign, 650, 520, 84, tone)
            lines(canvas, 650, 590, (150, 90), tone, 20, 5)
            if elastic:
                canvas.line(
                    "M826 298V1202", TAR, 20, o=0.3, t="translate(5 0)", stroke_linecap="butt", f=canvas.blur(4)
                )
                canvas.line("M826 298V1202", elastic, 18, stroke_linecap="butt")
            canvas.path("M560 1200h26l4 90-18-16-14 16z", elastic or BRICK)


def open_book(canvas, scene, random, colour, ruling="grid", ink="#26374f"):
    """An open notebook with a page written on, and a pencil."""
    with canvas.group(t="rotate(-5 600 740)"):
        cover = "M96 380Q96 360 116 360H1084Q1104 360 1104 380V1100Q1104 1120 1084 1120H116Q96 1120 96 1100z"
        scene.drop(cover, 22, 34, 22, 0.5)
        canvas.path(cover, darker(colour, 0.1))
        page = "M600 386C540 360 300 366 122 378V1098C300 1086 540 1080 600 1104C660 1080 900 1086 1078 1098V378C900 366 660 360 600 386z"
        canvas.path(page, PAPER)
        marks = {
            "grid": f'<path d="M0 0H40V40" stroke="{ink}" stroke-width="2.4" opacity=".3"/>',
            "ruled": f'<path d="M0 0H40" stroke="{ink}" stroke-width="3" opacity=".35"/>',
            "plain": "",
        }[ruling]
        canvas.path("M160 440H560V1050H160zM640 440H1040V1050H640z", canvas.pattern(40, 40, marks))
        canvas.path(
            page,
            canvas.linear(
                [
                    (0, TAR, 0.1),
                    (0.3, TAR, 0),
                    (0.46, TAR, 0.06),
                    (0.5, TAR, 0.42),
                    (0.54, TAR, 0.1),
                    (0.7, TAR, 0),
                    (1, TAR, 0.14),
                ]
            ),
        )
        tallies = ""
        for row in range(7):
            y = 470 + row * 80
            for group in range(random.randint(1, 3)):
                x = 190 + group * 110
                tallies += f"M{x} {y}v44M{x + 18} {y}v44M{x + 36} {y}v44M{x + 54} {y}v44M{x - 10} {y + 34}l76-24"
        canvas.line(tallies, ink, 6, o=0.85)
        mark(canvas, "boat", 840, 640, 230, ink, 0.85)
        mark(canvas, "wave", 840, 800, 260, ink, 0.85, 4)
        canvas.path("M588 1100h26v120l-13-18-13 18z", BRICK)
    pencil(canvas, scene, 720, 1290, -14, BRICK)


def pencil(canvas, scene, x, y, turn, colour, length=560):
    """A sharpened pencil, tip to the right."""
    half = length / 2
    with canvas.group(t=f"translate({x} {y})rotate({turn})"):
        scene.drop(f"M{-half}-20H{half - 80}L{half} 0L{half - 80} 20H{-half}z", 10, 20, 9, 0.5)
        canvas.path(
            f"M{-half}-22H{half - 90}V22H{-half}z",
            canvas.down(
                (0, lighter(colour, 0.35)),
                (0.32, lighter(colour, 0.2)),
                (0.34, colour),
                (0.66, colour),
                (0.68, darker(colour, 0.3)),
                (1, darker(colour, 0.4)),
            ),
        )
        canvas.path(
            f"M{half - 90}-22Q{half - 76}-11 {half - 90}-7Q{half - 74} 0 {half - 90} 8Q{half - 76} 14 {half - 90} 22L{half} 0z",
            canvas.down((0, "#ecd0a0"), (1, "#b98c58")),
        )
        canvas.path(f"M{half - 26}-6.5L{half} 0L{half - 26} 6.5z", "#2d2a2c")
        canvas.path(f"M{-half}-22h46v44h-46z", canvas.down((0, lighter(BRASS, 0.5)), (1, darker(BRASS, 0.4))))


def pencils(canvas, scene, random, colours):
    """A dozen pencils fanned out of a paper band."""
    for i in range(9):
        turn = -90 + (i - 4) * 3.4
        pencil(canvas, scene, 600 + (i - 4) * 66, 700 + abs(i - 4) * 9, turn, colours[i % len(colours)], 860)
    sleeve = "M276 830H930L916 1030H290z"
    scene.drop(sleeve, 14, 24, 14, 0.55)
    canvas.flat(sleeve, KRAFT)
    canvas.path(sleeve, linen(canvas, KRAFT))
    canvas.line("M280 850H926M288 1010H918", darker(KRAFT, 0.45), 4)
    mark(canvas, "lighthouse", 600, 930, 120, darker(KRAFT, 0.65))
    canvas.line("M380 916h110M400 944h90M710 916h110M710 944h90", darker(KRAFT, 0.6), 8, o=0.8)


def pen(canvas, scene, random, colour, metal=BRASS, ink="#26374f"):
    """A fountain pen across a sheet with a line begun."""
    with canvas.group(t="rotate(5 600 750)"):
        sheet = "M230 200H950V1310H230z"
        scene.drop(sheet, 16, 24, 14, 0.4)
        canvas.flat(sheet, PAPER)
        canvas.path(
            "M300 330H880V1240H300z",
            canvas.pattern(70, 76, f'<path d="M0 4H70" stroke="{ink}" stroke-width="2.4" opacity=".28"/>'),
        )
        script = "M310 382q16-52 34-2t36-4 34 4 30-30 32 30 40-6 30 6 40-24 24 24 44-4M310 458q20-40 40 0t40-10 34 10 40-34 34 34 36-4M310 534q26-50 42 0t30-8 40 8 26-26 40 26"
        canvas.line(script, ink, 7, o=0.85)
    with canvas.group(t="translate(620 860)rotate(-52)"):
        scene.drop("M-400-40H300L420 0L300 40H-400z", 30, 44, 14, 0.5)
        down = (0, lighter(colour, 0.3)), (0.28, lighter(colour, 0.55)), (0.45, colour), (1, darker(colour, 0.5))
        gold = canvas.down(
            (0, lighter(metal, 0.3)), (0.3, lighter(metal, 0.75)), (0.55, metal), (1, darker(metal, 0.45))
        )
        with canvas.group(t="scale(-1 1)"):
            canvas.path("M-60-46H330Q420-46 430 0Q420 46 330 46H-60z", canvas.down(*down))
            canvas.path("M-60-46h26v92h-26zM-100-40h40v80h-40z", gold)
            canvas.path("M-100-34H-240Q-262-34-264-22V22Q-262 34-240 34H-100z", canvas.down(*down))
            canvas.path("M-262-24C-330-26-390-14-424 0C-390 14-330 26-262 24z", gold)
            canvas.line("M-424 0H-340", darker(metal, 0.6), 3)
            canvas.ellipse(-336, 0, 7, 7, darker(metal, 0.6))
            canvas.path("M20-58H300Q320-58 320-48T300-40H60Q40-40 20-46z", gold)
            canvas.ellipse(300, -46, 15, 13, canvas.ball(metal))


def ink_bottle(canvas, scene, random, colour, label=PAPER, sign="wave"):
    """A squat glass bottle, a blot of the colour on a sheet beside it."""
    canvas.path("M120 1260L520 1180L1010 1290L560 1420z", scene.shadow, o=0.35, t="translate(8 10)", f=canvas.blur(9))
    canvas.path("M120 1260L520 1180L1010 1290L560 1420z", canvas.shade(PAPER, 0.4, 0.06))
    canvas.path(
        "M380 1340C300 1350 290 1290 350 1300C340 1270 420 1270 420 1300C480 1290 500 1330 450 1340C440 1370 390 1366 380 1340z",
        colour,
    )
    canvas.line("M520 1300q40-30 60 0t60 0 60 4 60 6", colour, 9, o=0.8)
    x, y = 640, 1190
    scene.stand(x, y, 240)
    profile = [(690, 92), (722, 96), (760, 140), (830, 236), (940, 256), (1120, 256), (y, 236)]
    inner = [(830, 222), (940, 240), (1120, 240), (1170, 224)]
    d = outline(x, inner)
    canvas.path(d, canvas.radial([(0, lighter(colour, 0.22)), (0.6, colour), (1, darker(colour, 0.6))], 0.66, 0.6, 0.7))
    canvas.ellipse(x, 830, 222, 222 * TILT, canvas.shade(colour, 0.35, 0.3))
    glass(canvas, x, profile)
    canvas.round(band(x, 920, 1090, 257), label, foot=False)
    mark(canvas, sign, x, 1026, 120, colour)
    lines(canvas, x, 1092, (130,), colour, 20, 7)
    sheen(canvas, x, profile[3:6], 0.74, 24, 0.8)
    cap = [(590, 106), (602, 114), (722, 114), (734, 110)]
    body(canvas, x, cap, TAR, 0.4)
    ridges = "".join(f"M{x + 110 * cos(pi * i / 13)} {616 + 18 * sin(pi * i / 13)}v100" for i in range(1, 13))
    canvas.line(ridges, "#fff6e2", 3, o=0.16)
    canvas.ellipse(x, 590, 106, 18, canvas.shade(TAR, 0.35, 0.1))


def letters(canvas, scene, random, paper, wax=BRICK, string=OAK):
    """A stack of envelopes tied with string, sealed with wax."""
    for x, y, turn in ((640, 820, 9), (580, 760, -7)):
        with canvas.group(t=f"translate({x} {y})rotate({turn})"):
            d = "M-400-270H400V270H-400z"
            scene.drop(d, 16, 26, 14, 0.45)
            canvas.flat(d, paper)
            canvas.line("M-400 270L-60-10M400 270L60-10", darker(paper, 0.35), 3, o=0.6)
            flap = "M-400-270H400L40 50Q0 80-40 50z"
            canvas.path(flap, TAR, o=0.3, t="translate(0 10)", f=canvas.blur(6))
            canvas.flat(flap, lighter(paper, 0.1))
    with canvas.group(t="translate(580 760)rotate(-7)"):
        canvas.line("M-180-272V272M190-272V272", darker(string, 0.45), 9, t="translate(4 4)", o=0.5)
        canvas.line("M-180-272V272M190-272V272", string, 8, stroke_dasharray="12 3")
        blob = "M0-46C60-60 100-20 92 30C96 90 40 118-4 108C-60 116-104 70-92 24C-100-30-50-60 0-46z"
        canvas.path(blob, TAR, o=0.5, t="translate(5 9)", f=canvas.blur(6))
        canvas.path(blob, canvas.ball(wax))
        canvas.ellipse(0, 30, 62, 62, canvas.shade(wax, 0.02, 0.3), s=darker(wax, 0.35), sw=4)
        mark(canvas, "anchor", 0, 30, 80, lighter(wax, 0.35))
    sheet = "M700 1130L1060 1080L1110 1330L760 1390z"
    canvas.path(sheet, scene.shadow, o=0.4, t="translate(10 14)", f=canvas.blur(9))
    canvas.flat(sheet, lighter(paper, 0.4))
    canvas.line("M756 1178l240-34M764 1216l200-28M772 1254l230-32", "#26374f", 5, o=0.6)


def print_frame(canvas, scene, random, art="knots", frame=OAK, ground=PAPER, ink="#26374f", accent=BRICK):
    """A framed print on the wall: a table of knots, or a chart of an invented coast."""
    outer = "M220 190H980V1250H220z"
    scene.drop(outer, 34, 44, 22, 0.55)
    canvas.path(outer, frame)
    canvas.path("M220 190H980L940 230H260L260 1210L220 1250z", lighter(frame, 0.25))
    canvas.path("M980 190V1250H220L260 1210H940V230z", darker(frame, 0.22))
    canvas.path("M260 230H940V1210H260z", lighter(PAPER, 0.5))
    canvas.path("M260 230H940V1210H260zM330 310V1130H870V310z", TAR, o=0.06)
    canvas.path("M330 310H870V1130H330z", ground)
    if art == "knots":
        for i, (name, tone) in enumerate(
            (
                ("knot", ink),
                ("anchor", accent),
                ("eight", ink),
                ("bowline", accent),
                ("star", ink),
                ("knot", accent),
                ("eight", accent),
                ("bowline", ink),
                ("wave", accent),
            )
        ):
            mark(canvas, name, 432 + i % 3 * 168, 430 + i // 3 * 190, 108, tone)
        canvas.line("M400 950H800", ink, 4)
        lines(canvas, 600, 1000, (260, 180), ink, 34, 11)
        mark(canvas, "tally", 600, 1082, 44, ink)
    else:
        land = "M330 310H560C520 380 600 420 560 480C500 520 560 600 500 640C420 660 470 740 430 790C380 820 420 900 380 960C400 1020 350 1060 330 1130z"
        with canvas.group(c=canvas.clip("M330 310H870V1130H330z")):
            for width, share in ((190, 0.1), (130, 0.2), (70, 0.32)):
                canvas.line(land, mix(ground, "#8fb0bf", share * 2), width)
            canvas.path(land, "#e4c98e", s=ink, sw=5)
            canvas.path(
                "M700 520q40-30 60 10t-30 50-60-10 30-50M640 860q50-20 56 24t-50 40-46-30 40-34", "#e4c98e", s=ink, sw=4
            )
            canvas.line("M330 700L870 420M330 500L870 980M560 1130L800 310", ink, 2, o=0.35)
            depths = "".join(f"M{random.randint(600, 850)} {random.randint(340, 1100)}h0" for _ in range(22))
            canvas.line(depths, ink, 9, o=0.5)
            canvas.line("M470 1100C520 960 640 1000 700 900S780 700 830 640", accent, 6, stroke_dasharray="4 18")
        mark(canvas, "star", 770, 1020, 150, accent)
        mark(canvas, "lighthouse", 440, 520, 90, ink)
        canvas.path("M330 310H870V1130H330z", None, s=ink, sw=5)
    canvas.path(
        "M260 230H940V1210H260z",
        canvas.slant((0, "#ffffff", 0.32), (0.42, "#ffffff", 0.05), (0.43, "#ffffff", 0), (1, TAR, 0.06)),
    )
