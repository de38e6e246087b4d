"""Which picture belongs to which product: handle, department tone, and what is drawn."""

from art import brew, care, ceramics, chandlery, knitwear, lights, pantry, stationery, textiles
from art.colour import (
    BERRY,
    BLUSH,
    BRICK,
    CLAY,
    CREAM,
    FOG,
    HONEY,
    INK,
    KELP,
    MOSS,
    NAVY,
    OAK,
    OAT,
    OCHRE,
    RUST,
    SAGE,
    SAND,
    SEA,
    SKY,
    TAR,
    WALNUT,
)

TABLE, WALL, FLAT = "table", "wall", "flat"


def shot(tone, place, draw, zoom=1.0, **options):
    """One picture: where it is, what is drawn there and how large."""
    return {"tone": tone, "place": place, "draw": draw, "zoom": zoom, "options": options}


def pair(draw, behind, before):
    """Draws the same thing twice, in other colours, one behind the other."""

    def both(canvas, scene, random):
        for place, options in (("translate(362 254)scale(.72)", behind), ("translate(-86 202)scale(.86)", before)):
            with canvas.group(t=place):
                draw(canvas, scene, random, **options)

    return both


def table(tone, draw, zoom=1.0, **options):
    return shot(tone, TABLE, draw, zoom, **options)


def wall(tone, draw, zoom=1.0, **options):
    return shot(tone, WALL, draw, zoom, **options)


def flat(tone, draw, zoom=1.0, **options):
    return shot(tone, FLAT, draw, zoom, **options)


_TEA = "#a5562a"
_CLEAR = "#e9e4d8"
_GLASS = "#7fa39a"
_YELLOW = "#e0a92e"
_TICKING = ((0.72, 14, NAVY), (0.755, 40, NAVY), (0.82, 14, NAVY))

PICTURES = {
    # coffee and tea
    "morning-watch": [
        table("coffee", brew.coffee_bag, colour=NAVY, sign="sun"),
        flat("coffee", brew.cup_above, colour=OAT),
    ],
    "dog-watch-espresso": [
        table("coffee", brew.coffee_bag, colour=BRICK, sign="anchor"),
        table("coffee", ceramics.cups, 1.26, colour=RUST, other=CREAM),
    ],
    "slack-water-decaf": [table("coffee", brew.coffee_bag, colour=SAGE, sign="wave")],
    "first-light-ethiopia": [table("coffee", brew.coffee_bag, colour=OCHRE, sign="flower")],
    "skippers-breakfast": [
        table("coffee", brew.tea_tin, 1.12, colour=BRICK, sign="boat"),
        flat("coffee", brew.cup_above, colour=CREAM, drink=_TEA, prop="leaves"),
    ],
    "fog-signal": [table("coffee", brew.tea_tin, 1.12, colour=TAR, sign="lighthouse", loose="#3a3330")],
    "three-cups-blend": [
        table("coffee", brew.tea_tin, 1.12, colour=SEA, sign="moon", label=CREAM),
        flat("coffee", brew.cup_above, colour=SEA, drink=_TEA, prop="leaves"),
    ],
    "dune-herbs": [
        table("coffee", brew.tea_tin, 1.12, colour=KELP, sign="leaf", loose=MOSS),
        flat("coffee", brew.cup_above, colour=SAGE, drink="#c79a3f", prop="leaves", loose=MOSS),
    ],
    "pilot-dripper": [table("coffee", brew.dripper, colour=OAT), table("coffee", brew.dripper, colour=RUST)],
    "galley-hand-mill": [table("coffee", brew.grinder)],
    "stove-kettle": [
        table("coffee", brew.kettle, 1.06, colour=CREAM, trim=NAVY),
        table("coffee", pair(brew.kettle, {"colour": MOSS}, {"colour": NAVY})),
    ],
    # pantry
    "heath-honey": [
        table("pantry", pantry.jar, 1.12, fill=HONEY, sign="bee", props="dipper"),
        flat("pantry", pantry.on_bread, spread=HONEY),
    ],
    "sea-buckthorn-jam": [
        table("pantry", pantry.jar, 1.12, fill="#d8692a", lid=CREAM, sign="berry", props="berries"),
        flat("pantry", pantry.on_bread, spread="#d8692a", plate=SKY),
    ],
    "flake-sea-salt": [
        table("pantry", pantry.jar, 1.12, fill=_CLEAR, lid=OAK, sign="wave", clear=False, accent=SEA, props="flakes"),
        table(
            "pantry",
            pair(
                pantry.jar,
                {"fill": "#8f7a66", "lid": OAK, "clear": False, "sign": "flame"},
                {"fill": "#7f8f6a", "lid": OAK, "clear": False, "sign": "leaf"},
            ),
        ),
    ],
    "tally-biscuits": [table("pantry", pantry.biscuit_tin, 1.08, colour=NAVY)],
    "ballast-chocolate": [
        flat("pantry", pantry.chocolate, wrapper=SEA),
        flat("pantry", pantry.chocolate, wrapper=BERRY, bar="#3a2520", sign="anchor"),
    ],
    "salt-liquorice": [
        table("pantry", pantry.jar, 1.12, fill="#2b2628", lid=TAR, sign="anchor", clear=False, props="diamonds")
    ],
    "elderflower-cordial": [table("pantry", pantry.bottle, 1.06, fill="#e3cf7a")],
    # ceramics
    "quay-mug": [
        table("ceramics", brew.mug, 1.1, colour=OAT, clay=CLAY),
        table(
            "ceramics", pair(brew.mug, {"colour": INK, "clay": CLAY, "wisps": False}, {"colour": RUST, "clay": CLAY})
        ),
    ],
    "thimble-cups": [table("ceramics", ceramics.cups, 1.26, colour=OAT, other=INK)],
    "tide-bowl": [
        table("ceramics", ceramics.pears_bowl, 1.08, colour=KELP, clay=CLAY),
        table("ceramics", ceramics.bowl_stack, 1.08, colours=(INK, OAT, KELP)),
    ],
    "low-tide-plate": [table("ceramics", ceramics.plates, colour=OAT, others=(KELP, INK, OAT))],
    "salt-glaze-jug": [
        table("ceramics", ceramics.jug, 1.1, colour="#b7a78c", glaze="#4d6a86"),
        table(
            "ceramics",
            pair(ceramics.jug, {"colour": "#b7a78c", "glaze": "#4d6a86"}, {"colour": "#b7a78c", "glaze": "#8a5a3c"}),
        ),
    ],
    "bollard-vase": [
        table("ceramics", ceramics.vase, colour=CREAM, clay=CLAY),
        table("ceramics", pair(ceramics.vase, {"colour": RUST, "clay": CLAY}, {"colour": INK, "clay": CLAY})),
    ],
    "pebble-bud-vase": [
        table("ceramics", ceramics.bud_vase, 1.1, colour=SKY),
        table(
            "ceramics",
            pair(ceramics.bud_vase, {"colour": CREAM, "petal": "#c9573c"}, {"colour": BLUSH, "petal": "#f3e9d3"}),
        ),
    ],
    "harbour-teapot": [
        table("ceramics", ceramics.teapot, 1.08, colour=INK, clay=CLAY),
        table("ceramics", pair(ceramics.teapot, {"colour": KELP, "clay": CLAY}, {"colour": OAT, "clay": CLAY})),
    ],
    "deck-tumblers": [table("ceramics", ceramics.tumblers, 1.18, tint=_GLASS)],
    # linen and home
    "pantry-tea-towel": [
        wall("linen", textiles.hung, colour=CREAM, stripes=_TICKING),
        table("linen", textiles.folded, 1.2, colours=(CREAM, OAT, CREAM), ribbon=NAVY, stripe=(NAVY, RUST, MOSS)),
    ],
    "galley-apron": [wall("linen", textiles.apron, colour=MOSS)],
    "long-table-cloth": [
        table("linen", textiles.folded, 1.18, colours=(INK, OAT, BLUSH), ribbon=OCHRE, width=640, height=124)
    ],
    "breakwater-throw": [
        wall(
            "linen",
            textiles.hung,
            colour=SEA,
            texture="knit",
            fringe=True,
            width=640,
            length=840,
            stripes=((0.62, 54, CREAM), (0.72, 18, CREAM)),
        ),
        table("linen", textiles.folded, 1.16, colours=(RUST, OAT, SEA, INK), texture="knit", height=116),
    ],
    "hammock-cushion": [
        table("linen", textiles.cushion, 1.12, colour=CREAM, stripe=INK),
        table("linen", textiles.cushion, 1.12, colour=RUST, stripe=CREAM, style="bands", lean=-3),
    ],
    "hot-water-bottle": [flat("linen", textiles.hot_water_bottle, colour=OAT, accent=BRICK)],
    "seagrass-basket": [table("linen", textiles.basket, 1.08, colour=SAND)],
    # knitwear and sailing
    "lightship-jumper": [
        wall("knit", knitwear.jumper, colour=NAVY, cable=True),
        flat("knit", knitwear.knit_detail, colour=NAVY),
    ],
    "pack-ice-roll-neck": [
        wall("knit", knitwear.jumper, colour=KELP, collar="roll"),
        table("knit", textiles.folded, 1.18, colours=(KELP, CREAM, "#6b7076"), texture="knit", height=128),
    ],
    "ferry-stripe-jumper": [
        wall("knit", knitwear.jumper, colour=CREAM, stripes=INK),
        wall("knit", knitwear.jumper, colour=CREAM, stripes=BRICK),
    ],
    "tallyman-cardigan": [wall("knit", knitwear.jumper, colour=FOG, collar="v", buttons=WALNUT)],
    "little-lightship": [wall("knit", knitwear.jumper, colour=RUST, yoke=(CREAM, INK), size=0.84)],
    "watch-cap": [
        flat("knit", knitwear.beanie, colour=OCHRE),
        flat(
            "knit",
            pair(
                knitwear.beanie,
                {"colour": INK, "y": 360, "x": 520, "turn": 14},
                {"colour": BRICK, "y": 760, "x": 640, "turn": -10},
            ),
        ),
    ],
    "fog-scarf": [wall("knit", knitwear.scarf, colour=FOG, stripe=INK)],
    "deck-socks": [flat("knit", knitwear.socks, 1.08, colour=OAT, accent=RUST)],
    "ropewalk-mittens": [flat("knit", knitwear.mittens, 1.05, colour=INK)],
    "headland-oilskin": [wall("knit", knitwear.oilskin, colour=_YELLOW), wall("knit", knitwear.oilskin, colour=NAVY)],
    # stationery
    "tally-notebook": [
        flat("paper", stationery.notebook, colour=SEA, elastic=OCHRE, second=BRICK),
        flat("paper", stationery.open_book, colour=SEA),
    ],
    "captains-log": [
        flat("paper", stationery.notebook, 1.06, colour=NAVY, corners=True, sign="lighthouse"),
        flat("paper", stationery.open_book, colour=NAVY, ruling="ruled"),
    ],
    "plumb-fountain-pen": [flat("paper", stationery.pen, colour=INK)],
    "harbour-ink": [
        table("paper", stationery.ink_bottle, colour="#24477a"),
        table(
            "paper", pair(stationery.ink_bottle, {"colour": KELP, "sign": "leaf"}, {"colour": BERRY, "sign": "berry"})
        ),
    ],
    "cedar-pencils": [flat("paper", stationery.pencils, 1.05, colours=(NAVY, OCHRE, BRICK))],
    "letters-home": [flat("paper", stationery.letters, paper=OAT)],
    "knot-print": [wall("paper", stationery.print_frame)],
    "coastline-chart": [wall("paper", stationery.print_frame, art="chart", frame=WALNUT)],
    # light and scent
    "storm-lantern": [
        table("light", lights.lantern, 1.04, colour=BRICK),
        table("light", lights.lantern, 1.04, colour=CREAM),
    ],
    "pilot-house-lamp": [
        table("light", lights.lamp, 1.08, colour=KELP),
        table("light", lights.lamp, 1.08, colour=CREAM),
    ],
    "dockside-pendant": [wall("light", lights.pendant, colour=CREAM), wall("light", lights.pendant, colour=RUST)],
    "evening-candle": [
        table("light", lights.candle, 1.08, vessel=FOG),
        table("light", pair(lights.candle, {"vessel": KELP, "sign": "leaf"}, {"vessel": BLUSH, "sign": "flower"})),
    ],
    "beeswax-tapers": [table("light", lights.tapers)],
    "brass-chamberstick": [table("light", lights.chamberstick)],
    "long-matches": [flat("light", lights.matches, colour=BRICK)],
    # wash-house
    "deckhand-soap": [
        table("wash", care.soap, 1.2, colour=SAGE, other=OAT, specks=KELP),
        table("wash", care.soap, 1.2, colour="#6b4a38", other=CREAM, sign="flame"),
    ],
    "rope-burn-balm": [table("wash", care.balm, 1.08, colour=INK)],
    "galley-brush": [wall("wash", care.brush), table("wash", care.brush_set, 1.26)],
    "waffle-bath-towel": [
        wall("wash", textiles.hung, colour=BLUSH, texture="waffle", width=520, length=880),
        table("wash", textiles.folded, 1.2, colours=(FOG, BLUSH, CREAM), texture="waffle", height=130),
    ],
    # chandlery
    "monkeys-fist-doorstop": [table("chandlery", chandlery.fist, colour=SAND)],
    "mooring-key-ring": [flat("chandlery", chandlery.key_ring, colour=CREAM, accent=BRICK)],
    "deck-flask": [
        table("chandlery", chandlery.flask, 1.06, colour=KELP),
        table("chandlery", pair(chandlery.flask, {"colour": CREAM}, {"colour": NAVY})),
    ],
    "deck-mug": [
        table("chandlery", brew.mug, 1.04, colour=NAVY, enamel=True, tall=1.26),
        table(
            "chandlery",
            pair(
                brew.mug,
                {"colour": CREAM, "enamel": True, "tall": 1.26, "wisps": False},
                {"colour": BRICK, "enamel": True, "tall": 1.26},
            ),
        ),
    ],
    "sailcloth-tote": [
        table("chandlery", chandlery.tote, 1.04, colour=CREAM, print_colour=INK),
        table("chandlery", chandlery.tote, 1.04, colour=OAT, print_colour=RUST, sign="lighthouse"),
    ],
    "harbour-kit-bag": [
        table("chandlery", chandlery.kit_bag, 1.05, colour=NAVY),
        table("chandlery", chandlery.kit_bag, 1.05, colour=MOSS),
    ],
    "kitchen-door-bell": [wall("chandlery", chandlery.bell)],
    "pocket-compass": [flat("chandlery", chandlery.compass)],
    "gift-wrapping": [
        table("chandlery", chandlery.parcel, 1.1),
        table("chandlery", chandlery.parcel, 1.1, paper=CREAM, chart=True, string=INK),
    ],
}
