"""Writes path data in as few characters as it can without moving a point."""

import re

_TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
_ARITY = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7, "z": 0}


def number(value):
    """A coordinate or length, as precise as anyone can see at this size."""
    size = abs(value)
    text = f"{value:.0f}" if size >= 20 else f"{value:.1f}" if size >= 2 else f"{value:.2f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return re.sub(r"^(-?)0\.", r"\1.", text) if text not in ("-0", "") else "0"


def _joined(values):
    text = ""
    for value in values:
        piece = number(value)
        text += piece if not text or piece.startswith("-") else " " + piece
    return text


def _commands(d):
    """(command, values) one by one, with repeated ones spelled out."""
    tokens = _TOKEN.findall(d)
    at, command = 0, "M"
    while at < len(tokens):
        if tokens[at].isalpha():
            command = tokens[at]
            at += 1
        count = _ARITY[command.lower()]
        yield command, [float(token) for token in tokens[at : at + count]]
        at += count
        command = {"M": "L", "m": "l"}.get(command, command)


def _whole(values, command, precision):
    if command == "a":
        return [*values[:5], round(values[5], precision), round(values[6], precision)]
    return [round(value, precision) for value in values]


def _moved(values, command, x, y):
    """The values with the point (x, y) added to every coordinate."""
    if command in "hv":
        return [values[0] + (x if command == "h" else y)]
    if command == "a":
        return [*values[:5], values[5] + x, values[6] + y]
    return [value + (y if i % 2 else x) for i, value in enumerate(values)]


def shorten(d):
    """The same path, relative or absolute by whichever is shorter."""
    largest = max((abs(float(token)) for token in _TOKEN.findall(d) if not token.isalpha()), default=0)
    precision = 0 if largest > 120 else 1
    out, last = "", ""
    x = y = start_x = start_y = 0.0
    for name, values in _commands(d):
        command = name.lower()
        if command == "z":
            out += "z"
            last, x, y = "z", start_x, start_y
            continue
        absolute = values if name.isupper() else _moved(values, command, x, y)
        absolute = _whole(absolute, command, precision)
        relative = _moved(absolute, command, -x, -y)
        choices = []
        for letter, numbers in ((command.upper(), absolute), (command, relative)):
            text = _joined(numbers)
            repeats = letter == last or (last, letter) in (("M", "L"), ("m", "l"))
            glue = ("" if text.startswith("-") else " ") if repeats else letter
            choices.append((len(glue + text), glue + text, letter))
        _, text, last = min(choices)
        out += text
        if command == "h":
            x = absolute[0]
        elif command == "v":
            y = absolute[0]
        else:
            x, y = absolute[-2], absolute[-1]
        if command == "m":
            start_x, start_y = x, y
    return out
