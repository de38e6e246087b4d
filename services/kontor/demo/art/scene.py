"""Where things stand, hang or lie: one paper tone per department, window light from the left, a little grain."""

from art.canvas import HEIGHT, SHEET, WIDTH
from art.colour import darker, lighter, mix

HORIZON = 1030
# wall, table
TONES = {
    "coffee": ("#ead9c0", "#c9a880"),
    "pantry": ("#f1dfb6", "#d9b77c"),
    "ceramics": ("#d9dccb", "#b3b69c"),
    "linen": ("#ecd9cc", "#d0ad98"),
    "knit": ("#d3dde0", "#a7b8bf"),
    "paper": ("#e4dad8", "#bda8a4"),
    "light": ("#42586a", "#2c3b4b"),
    "wash": ("#cfe0d8", "#9dbcae"),
    "chandlery": ("#e3ddc9", "#b9ae8f"),
}


def _window(canvas, random, dim):
    """Slanted panes of light, fading out towards the floor."""
    left = random.choice((170, 470, 690))
    wide, high = random.choice(((150, 210), (170, 170), (130, 260)))
    columns = f"M{left} 40v{3 * high + 44}M{left + wide + 22} 40v{3 * high + 44}"
    fade = canvas.down((0, "#fff6dd", 0.8 * dim), (1, "#fff6dd", 0.15 * dim))
    panes = {"stroke_dasharray": f"{high} 22", "stroke_linecap": "butt", "t": "translate(0 -140)skewY(16)"}
    canvas.line(columns, fade, wide, f=canvas.blur(9), **panes)


def _grain(canvas):
    """The tooth of the paper, over everything."""
    noise = (
        '<feTurbulence type="fractalNoise" baseFrequency=".7" numOctaves="2"/>'
        '<feColorMatrix values="0 0 0 0 .3 0 0 0 0 .2 0 0 0 0 .1 0 0 0 1.7 -.86"/>'
    )
    canvas.path(SHEET, "#000", f=canvas.define("filter", noise, x=0, y=0, width=1, height=1), o=0.26)


def _edges(canvas, colour):
    """A breath of darkness in the corners."""
    canvas.path(SHEET, canvas.radial([(0.55, colour, 0), (1, colour, 0.2)], 0.45, 0.45, 0.8))


class Scene:
    """A place with light in it; `finish` goes on last."""

    def __init__(self, canvas, tone, random, place="table"):
        self.canvas = canvas
        self.wall, self.table = TONES[tone]
        self.dark = tone == "light"
        self.place = place
        self.shadow = darker(mix(self.table, "#5a3c3c", 0.25), 0.55)
        dim = 0.28 if self.dark else 1
        if place == "flat":
            sheet = mix(self.wall, self.table, 0.3)
            canvas.path(SHEET, canvas.slant((0, lighter(sheet, 0.35)), (1, darker(sheet, 0.05))))
            _window(canvas, random, dim * 0.7)
        else:
            canvas.path(SHEET, canvas.down((0, darker(self.wall, 0.03)), (0.7, lighter(self.wall, 0.2 * dim))))
            _window(canvas, random, dim)
        if place == "table":
            near, far = self.table, lighter(self.table, 0.22 * dim)
            canvas.rect(
                0, HORIZON, WIDTH, HEIGHT - HORIZON, canvas.down((0, far), (0.4, near), (1, darker(near, 0.07)))
            )
            canvas.rect(0, HORIZON - 10, WIDTH, 12, darker(self.table, 0.3), o=0.25, f=canvas.blur(5))

    def stand(self, cx, y, radius, reach=1.0, flat=0.2):
        """The shadows of something standing at (cx, y): one thrown to the right, one close under it."""
        canvas = self.canvas
        height = radius * flat
        far = radius * (1.1 + 1.6 * reach)
        d = f"M{cx - radius * 0.7} {y + height * 0.6}L{cx} {y - height}L{cx + far} {y - height * 1.6}L{cx + far} {y + height * 0.2}z"
        canvas.path(d, canvas.linear([(0, self.shadow, 0.6), (1, self.shadow, 0)]), f=canvas.blur(14))
        canvas.ellipse(
            cx + radius * 0.05, y + height * 0.12, radius * 1.04, height * 0.95, self.shadow, o=0.7, f=canvas.blur(8)
        )

    def drop(self, d, dx=16, dy=22, blur=16, opacity=0.42, turn=None):
        """The shadow of a flat shape lying or hanging a little above what is behind it."""
        move = f"translate({dx} {dy})" + (f" {turn}" if turn else "")
        self.canvas.path(d, self.shadow, o=opacity, t=move, f=self.canvas.blur(blur))

    def finish(self):
        _edges(self.canvas, self.shadow)
        _grain(self.canvas)
