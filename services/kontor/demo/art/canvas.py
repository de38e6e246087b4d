"""A small SVG writer: parts in drawing order, definitions shared by content, everything written short."""

import re
from collections import Counter
from contextlib import contextmanager

from art.colour import darker, lighter
from art.shorten import number, shorten

WIDTH, HEIGHT = 1200, 1500
SHEET = f"M0 0H{WIDTH}V{HEIGHT}H0z"
_SHORT = {"o": "opacity", "sw": "stroke-width", "s": "stroke", "t": "transform", "f": "filter", "c": "clip-path"}
_LONG_NUMBER = re.compile(r"-?\d+\.\d+")
_DATA = re.compile(r' d="([^"]+)"')
_PATH = re.compile(r'<path d="([^"]{20,})"')


def _attributes(values):
    pairs = ((_SHORT.get(key, key).replace("_", "-"), value) for key, value in values.items() if value is not None)
    return "".join(f' {key}="{value}"' for key, value in pairs)


def _name(number):
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[number % 26] + (str(number // 26) if number > 25 else "")


def clear(colour, opacity):
    """A colour with its opacity folded in."""
    return f"{colour}{round(opacity * 255):02x}"


class Canvas:
    """Collects one picture."""

    def __init__(self):
        self._definitions = {}
        self._parts = []
        self.specks = None

    # definitions ------------------------------------------------------------------------------------------------

    def define(self, kind, inner, **attributes):
        """The reference to a definition; equal definitions are written once."""
        content = (kind, inner, _attributes(attributes))
        return f"url(#{_name(self._definitions.setdefault(content, len(self._definitions)))})"

    def _stops(self, stops):
        written = ""
        for at, colour, *opacity in stops:
            colour = clear(colour, opacity[0]) if opacity else colour
            written += "<stop" + (f' offset="{at}"' if at else "") + f' stop-color="{colour}"/>'
        return written

    def linear(self, stops, x1=0, y1=0, x2=1, y2=0):
        """A gradient in units of the shape it fills, from left to right unless told."""
        usual = {"x1": 0, "y1": 0, "x2": 1, "y2": 0}
        given = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
        return self.define("linearGradient", self._stops(stops), **{k: v for k, v in given.items() if v != usual[k]})

    def down(self, *stops):
        """A gradient from top to bottom."""
        return self.linear(stops, 0, 0, 0, 1)

    def slant(self, *stops):
        """A gradient from the top left to the bottom right."""
        return self.linear(stops, 0, 0, 1, 1)

    def radial(self, stops, cx=0.5, cy=0.5, r=0.5):
        """A round gradient in units of the shape it fills."""
        given = {"cx": cx, "cy": cy, "r": r}
        return self.define("radialGradient", self._stops(stops), **{k: v for k, v in given.items() if v != 0.5})

    def blur(self, amount):
        """A filter that softens by `amount` units."""
        amount = next(step for step in (2, 4, 6, 9, 14, 22, 40, 70) if step >= min(amount, 70) * 0.85)
        return self.define("filter", f'<feGaussianBlur stdDeviation="{amount}"/>', x=-1, y=-1, width=3, height=3)

    def clip(self, d):
        """A clip along the path `d`."""
        return self.define("clipPath", f'<path d="{d}"/>')

    def pattern(self, width, height, inner, turn=None):
        """A repeating tile."""
        size = {"width": width, "height": height, "patternUnits": "userSpaceOnUse", "patternTransform": turn}
        return self.define("pattern", inner, **size)

    def stamp(self, inner):
        """A little drawing to be placed many times with `place`."""
        return self.define("g", inner)[5:-1]

    # parts ------------------------------------------------------------------------------------------------------

    def path(self, d, fill=None, **attributes):
        self._parts.append(f'<path d="{d}"{_attributes({"fill": fill, **attributes})}/>')

    def line(self, d, colour, width, **attributes):
        """A round-ended stroke."""
        self.path(d, s=colour, sw=width, **attributes)

    def ellipse(self, cx, cy, rx, ry, fill, **attributes):
        values = {"cx": cx or None, "cy": cy or None, "rx": rx, "ry": ry, "fill": fill, **attributes}
        self._parts.append(f"<ellipse{_attributes(values)}/>")

    def rect(self, x, y, width, height, fill, rx=None, **attributes):
        values = {
            "x": x or None,
            "y": y or None,
            "width": width,
            "height": height,
            "rx": rx,
            "fill": fill,
            **attributes,
        }
        self._parts.append(f"<rect{_attributes(values)}/>")

    def place(self, stamp, x, y, turn=0, scale=1):
        turned = f"rotate({turn})" if turn else ""
        scaled = f"scale({scale})" if scale != 1 else ""
        self._parts.append(f'<use href="#{stamp}" transform="translate({x} {y}){turned}{scaled}"/>')

    @contextmanager
    def group(self, **attributes):
        self._parts.append(f"<g{_attributes(attributes)}>")
        yield
        self._parts.append("</g>")

    # recurring light --------------------------------------------------------------------------------------------

    def round(self, d, colour, gloss=0.34, foot=True):
        """A turned body of this colour taking light from the upper left."""
        light, dark = "#fff6e2", "#1c1620"
        gloss = 0.3 if gloss < 0.42 else 0.54
        self.path(d, colour)
        self.path(
            d,
            self.linear(
                [
                    (0, dark, 0.3),
                    (0.12, dark, 0.08),
                    (0.3, light, gloss),
                    (0.56, light, 0),
                    (0.9, dark, 0.46),
                    (1, dark, 0.3),
                ]
            ),
        )
        if foot:
            self.path(d, self.down((0.45, dark, 0), (1, dark, 0.26)))

    def flat(self, d, colour, light=0.3):
        """A lying or hanging sheet of this colour taking the same light."""
        self.path(d, colour)
        self.path(d, self.slant((0, "#fff6e2", light), (0.5, "#fff6e2", 0), (1, "#1c1620", 0.2)))

    def ball(self, colour):
        """How a small sphere of this colour is lit."""
        return self.radial([(0, lighter(colour, 0.65)), (0.5, colour), (1, darker(colour, 0.5))], 0.35, 0.3, 0.7)

    def shade(self, colour, light=0.4, dark=0.35):
        """A plain slanted gradient in one colour."""
        return self.slant((0, lighter(colour, light)), (0.5, colour), (1, darker(colour, dark)))

    def text(self):
        """The finished document."""
        defs = ""
        for index, (kind, inner, attributes) in enumerate(self._definitions):
            defs += f'<{kind} id="{_name(index)}"{attributes}>{inner}</{kind}>'
        content = f"<defs>{defs}</defs>{''.join(self._parts)}"
        content = _DATA.sub(lambda match: f' d="{shorten(match[1])}"', content)
        content = _LONG_NUMBER.sub(lambda match: number(float(match[0])), content)
        # a path drawn more than once is written once and then used
        shared, named = "", len(self._definitions)
        for d, times in Counter(_PATH.findall(content)).items():
            if times > 1:
                shared += f'<path id="{_name(named)}" d="{d}"/>'
                content = content.replace(f'<path d="{d}"', f'<use href="#{_name(named)}"')
                named += 1
        content = content.replace("<defs>", f"<defs>{shared}", 1)
        root = 'xmlns="http://www.w3.org/2000/svg" fill="none" stroke-linecap="round" stroke-linejoin="round"'
        return f'<svg {root} width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">{content}</svg>\n'
