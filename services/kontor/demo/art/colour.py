"""Colours as hex strings, mixed in OKLab so that shades stay clean instead of going grey."""


def _linear(channel):
    channel /= 255
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(channel):
    channel = min(1.0, max(0.0, channel))
    channel = channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
    return round(channel * 255)


def _to_lab(colour):
    red, green, blue = (_linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_lab(light, a, b):
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_encoded(channel):02x}" for channel in channels)


def mix(first, second, share):
    """`share` of `second` in `first`."""
    one, two = _to_lab(first), _to_lab(second)
    return _from_lab(*(a + (b - a) * share for a, b in zip(one, two)))


def lighter(colour, share):
    """Towards warm daylight."""
    return mix(colour, "#fff8ea", share)


def darker(colour, share):
    """Towards a cool brown-black, never plain black."""
    return mix(colour, "#1c1620", share)


# The shop's paint box. Products name their colours from here.
INK = "#26374f"
NAVY = "#2b3d5b"
FOG = "#9fb0b8"
SKY = "#8fb0bf"
SEA = "#4f7f86"
KELP = "#5f7358"
MOSS = "#73804f"
SAGE = "#a3ad8b"
OAT = "#e6d8bd"
CREAM = "#f3e9d3"
SAND = "#d8bf95"
OCHRE = "#cf9a3f"
HONEY = "#d98e2b"
RUST = "#b4583a"
BRICK = "#a2452f"
BERRY = "#8a3049"
BLUSH = "#d9a994"
CLAY = "#c58a68"
COCOA = "#5a3a2c"
WALNUT = "#7a5238"
OAK = "#c39a68"
BRASS = "#c79a4a"
STEEL = "#a9afb2"
IRON = "#4a4b50"
TAR = "#2d2a2c"
PAPER = "#f6efdf"
KRAFT = "#c8a478"
