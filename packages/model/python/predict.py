"""Predicts with the model beside this file. Needs Python 3.9 or later and NumPy. Part of Stepwell, Apache-2.0.

    python predict.py ROWS.csv > predictions.csv    predict the rows of a CSV file
    python predict.py IMAGES.npy > predictions.csv  predict images: [rows, height, width, channels], uint8
    python predict.py IMAGES.npy ROWS.csv > predictions.csv
                                                    predict images with columns beside them: row by row in the same order
    python predict.py --check                       compare with the outputs in parity.json

A forecast takes rows that predict.mjs makes of a history: node predict.mjs HISTORY.csv --rows.
A CSV file is UTF-8, has a header, and is separated by commas, semicolons, tabs or bars. Values are read as the training file's were.
"""

import csv
import io
import json
import math
import re
import struct
import sys
import unicodedata
from calendar import monthrange
from datetime import datetime, timezone
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
ALWAYS_MISSING = set(
    "|?|#N/A|#N/A N/A|#NA|-1.#IND|-1.#QNAN|-NaN|-nan|1.#IND|1.#QNAN|<NA>|N/A|NULL|NaN|None|n/a|nan|null|\\N|(null)|"
    "#DIV/0!|#VALUE!|#REF!|#NAME?|#NUM!|#NULL!|NaT".split("|")
)
MISSING_NUMBERS = ALWAYS_MISSING | set(
    "NA|-|--|---|.|..|…|*|–|—|na|n.a.|N.A.|n.d.|nil|none|NONE|Nan|NAN|Null|missing|Missing|MISSING|unknown|Unknown|"
    "UNKNOWN|n/d|N/D|nd|ND|tbd|TBD|not available|Not available|Not Available|not applicable|k.A.".split("|")
)
DAY = 86_400_000
# White space as JavaScript has it; Python's also has four separators and U+0085, and lacks U+FEFF.
SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
ENDS = re.compile(f"^[{SPACE}]+|[{SPACE}]+$")


def trimmed(text):
    return ENDS.sub("", text)


# ---------------------------------------------------------------- reading cells

SIGNS = "$€£¥₹₽₩₺₫₴₦฿₪₱¢"
CODES = (
    r"USD|EUR|GBP|JPY|CNY|INR|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RUB|BRL|MXN|ZAR|TRY|KRW|SGD|HKD|THB|Rs\.?|kr\.?|"
    r"zł|R\$|US\$|A\$|C\$"
)
CURRENCY = re.compile(rf"(?:[{SIGNS}]|{CODES})")
NUMBER = re.compile(
    rf"(\()?\s*([+-])?\s*((?:[{SIGNS}]|{CODES})?)\s*([+-])?\s*"
    r"((?:[0-9]|[.,](?=[0-9]))(?:[0-9.,']|[ ](?=[0-9]))*)(?:[eE]([+-]?[0-9]{1,3}))?(-)?\s*"
    r"(%|[^0-9\s.,()+\-][^0-9()]{0,11})?\s*(\))?(-)?"
)
MAGNITUDES = {"k": 1e3, "K": 1e3, "M": 1e6, "mn": 1e6, "Mn": 1e6, "m": 1e6, "B": 1e9, "bn": 1e9, "Bn": 1e9, "T": 1e12}
OTHER_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d", "-"),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
        **dict.fromkeys("\u2019\u02bc`", "'"),
    }
)
GROUPED = {
    ",": re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]*)?"),
    ".": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?"),
    " ": re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]*)?"),
    "'": re.compile(r"[0-9]{1,3}(?:'[0-9]{3})+(?:[.,][0-9]*)?"),
}
PLAIN = {".": re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+"), ",": re.compile(r"[0-9]+,?[0-9]*|,[0-9]+")}
CLOCK = re.compile(r"(-)?([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9](?:\.[0-9]+)?))?")


def digits_value(digits, decimal, thousands):
    if PLAIN[decimal].fullmatch(digits):
        return float(digits.replace(",", "."))
    if len(digits) > 20 or thousands is None or thousands == decimal or not GROUPED[thousands].fullmatch(digits):
        return math.nan
    whole = digits.replace(thousands, "")
    return float(whole.replace(",", ".")) if PLAIN[decimal].fullmatch(whole) else math.nan


def read_number(cell, form):
    form = form or {"decimal": ".", "thousands": None, "affix": None, "symbol": None}
    if form["affix"] == "clock":
        match = CLOCK.fullmatch(cell)
        if match is None:
            return math.nan
        hours = (int(match[2]) * 3600 + int(match[3]) * 60 + float(match[4] or 0)) / 3600
        return -hours if match[1] else hours
    if len(cell) > 60:
        return math.nan
    text = cell.translate(OTHER_CHARACTERS)
    if re.search("[\uff01-\uff5e]", text):
        text = unicodedata.normalize("NFKC", text)
    match = NUMBER.fullmatch(text)
    if match is None:
        return math.nan
    opened, sign, prefix, inner, digits, exponent, after, suffix, closed, last = match.groups()
    signs = [one for one in (sign, inner, after, last) if one]
    if (opened is None) != (closed is None) or len(signs) > 1 or (opened and signs):
        return math.nan
    suffix = (suffix or "").strip()
    if prefix:
        if suffix and suffix not in MAGNITUDES:
            return math.nan
        affix, symbol = "currency", prefix
    elif not suffix:
        affix, symbol = None, None
    elif suffix == "%":
        affix, symbol = "percent", "%"
    else:
        affix, symbol = ("currency" if CURRENCY.fullmatch(suffix) else "unit"), suffix
    scale = 1.0
    if affix is not None:
        if form["affix"] == "magnitude":
            scale = MAGNITUDES.get(suffix, 1.0) if affix == "unit" else 1.0
        elif affix != form["affix"] or symbol != form["symbol"]:
            return math.nan
        if affix == "currency":
            scale = MAGNITUDES.get(suffix, 1.0)
    value = digits_value(digits, form["decimal"], form["thousands"])
    power = int(exponent or 0) - (2 if affix == "percent" else 0)
    if power != 0 and not math.isnan(value):
        value = float(f"{value!r}e{power}") if "e" not in repr(value) else value * 10.0**power
    return (-value if opened or (signs and signs[0] == "-") else value) * scale


TIME = r"(?:[T ,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(?: ?([AaPp])\.?[Mm]\.?)?(?: ?(?:Z|UTC|GMT))?)?"
ISO = re.compile(
    r"([0-9]{4})([-/])([0-9]{2})\2([0-9]{2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(?:Z|([+-])([0-9]{2}):?([0-9]{2}))?)?"
)
NUMBERS = re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){TIME}")
YEAR_FIRST = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){TIME}")
DAY_NAMED = re.compile(
    rf"(?:[A-Za-z]{{3,9}},? )?([0-9]{{1,2}})(?:st|nd|rd|th)?[- .]+([A-Za-z]{{3,9}})\.?[-, .]+([0-9]{{4}}|[0-9]{{2}}){TIME}"
)
MONTH_NAMED = re.compile(
    rf"(?:[A-Za-z]{{3,9}},? )?([A-Za-z]{{3,9}})\.?[- ]([0-9]{{1,2}})(?:st|nd|rd|th)?,?[- ]+([0-9]{{4}}){TIME}"
)
MONTHS = "january february march april may june july august september october november december".split()


def moment(year, month, day, hour=0, minute=0, second=0, milliseconds=0):
    if not (1 <= month <= 12 and hour <= 23 and minute <= 59 and second <= 59):
        return math.nan
    # Python's calendar has no year 0; years repeat after 400.
    shift = 400 if year < 1 else 0
    if not 1 <= day <= monthrange(year + shift, month)[1]:
        return math.nan
    days = (datetime(year + shift, month, day, tzinfo=timezone.utc) - datetime(1970, 1, 1, tzinfo=timezone.utc)).days
    return (days - (146_097 if shift else 0)) * DAY + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds


def timed(year, month, day, time):
    hour, minute, second, fraction, half = time
    hour = int(hour or 0)
    if half:
        if not 1 <= hour <= 12:
            return math.nan
        hour = hour % 12 + (12 if half in "pP" else 0)
    milliseconds = int((fraction or "0")[:3].ljust(3, "0"))
    return moment(year, month, day, hour, int(minute or 0), int(second or 0), milliseconds)


def month_number(name):
    lower = name.lower()
    for number, full in enumerate(MONTHS, 1):
        if lower == full or lower == full[:3] or (lower == "sept" and number == 9):
            return number
    return 0


def long_year(digits):
    return int(digits) if len(digits) == 4 else int(digits) + (2000 if int(digits) <= 68 else 1900)


def read_date(cell, form):
    unit = form and form["unit"]
    if unit:
        value = read_number(cell, None)
        return counted_date(value, unit)
    match = ISO.fullmatch(cell)
    if match:
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        at = timed(year, month, day, (match[5], match[6], match[7], match[8], None))
        offset = int(match[10] or 0) * 60 + int(match[11] or 0)
        return at - (-offset if match[9] == "-" else offset) * 60_000
    match = NUMBERS.fullmatch(cell)
    if match:
        day, month = (match[3], match[1]) if form and form["order"] == "month-first" else (match[1], match[3])
        return timed(long_year(match[4]), int(month), int(day), match.groups()[4:])
    match = YEAR_FIRST.fullmatch(cell)
    if match:
        return timed(int(match[1]), int(match[3]), int(match[4]), match.groups()[4:])
    match = DAY_NAMED.fullmatch(cell)
    if match:
        return timed(long_year(match[3]), month_number(match[2]), int(match[1]), match.groups()[3:])
    match = MONTH_NAMED.fullmatch(cell)
    if match:
        return timed(int(match[3]), month_number(match[1]), int(match[2]), match.groups()[3:])
    return math.nan


def counted_date(value, unit):
    if not math.isfinite(value):
        return math.nan
    if unit == "yyyymmdd":
        whole = int(value)
        return moment(whole // 10_000, whole // 100 % 100, whole % 100) if 10_000_000 <= whole <= 99_991_231 else math.nan
    return math.floor(value * {"seconds": 1000, "milliseconds": 1, "microseconds": 1e-3, "nanoseconds": 1e-6}[unit])


def spelling(name):
    return name if len(name) < 2 else re.sub(f"[{SPACE}]+", " ", trimmed(name)).lower()


def read_column(cells, of):
    """Cells as values: float64 with NaN for missing, or a list of texts with None. `of` is the column's signature."""
    kind = of["kind"]
    own = {how[len("missing:") :] for how in of["read"] if how.startswith("missing:")}

    def is_gone(cell):
        return cell is None or str(cell) in own or (isinstance(cell, str) and trimmed(cell) in MISSING_NUMBERS)

    if kind in ("numeric", "date"):
        def value_of(cell):
            if is_gone(cell):
                return math.nan
            if isinstance(cell, str):
                text = trimmed(cell)
                return read_number(text, of["number"]) if kind == "numeric" else read_date(text, of["date"])
            unit = kind == "date" and of["date"] and of["date"]["unit"]
            return counted_date(float(cell), unit) if unit else float(cell)

        return np.array([value_of(cell) for cell in cells], np.float64)
    if kind == "boolean":
        truths = {"true": 1.0, "false": 0.0, "1": 1.0, "0": 0.0}
        return np.array([math.nan if is_gone(cell) else truths.get(trimmed(str(cell)).lower(), math.nan) for cell in cells])
    if kind == "text":
        return ["" if cell is None else str(cell) for cell in cells]
    known = of["categories"] or []
    exact = set(known)
    alike = {}
    if "category:exact" not in of["read"]:
        for name in known:
            alike.setdefault(spelling(name), name)

    def name_of(cell):
        if cell is None:
            return None
        text = trimmed(cell) if isinstance(cell, str) else json.dumps(cell)
        if text in exact:
            return text
        if text in own or text in ALWAYS_MISSING or text == "NA":
            return None
        return alike.get(spelling(text), text)

    return [name_of(cell) for cell in cells]


# ---------------------------------------------------------------- preparing columns


def scaled(value, of):
    if of["log"] is not None:
        value = np.log1p(np.clip(value - of["log"]["shift"], 0, sys.float_info.max))
    return np.clip((value / of["scale"] - of["center"]) / of["spread"], -of["limit"], of["limit"])


def fnv1a(text):
    state = 0x811C9DC5
    for byte in text.encode("utf-8"):
        state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
    return state


def turns(part, moments):
    if part == "hour-of-day":
        return np.mod(np.floor(moments), DAY) / DAY
    days = np.floor(moments / DAY)
    if part == "day-of-week":
        return np.mod(days + 4, 7) / 7
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.mod(months, 12) / 12


def hot(places, width):
    out = np.zeros((len(places), width), np.float32)
    rows = np.flatnonzero((places >= 0) & (places < width))
    out[rows, places[rows]] = 1
    return out


def prepared_column(fitted, values):
    kind = fitted["kind"]
    if isinstance(values, list):
        missing = np.array([value is None for value in values], bool)
    else:
        missing = ~np.isfinite(values)
    if kind == "hash":
        places = [-1 if value is None else fnv1a(value) % fitted["buckets"] for value in values]
        parts = [hot(np.array(places, np.int64), fitted["buckets"])]
    elif kind == "one-hot":
        names = fitted["categories"]
        codes = {(name if isinstance(values, list) else float(name)): code for code, name in enumerate(names)}
        other = len(names) if fitted["others"] else -1
        places = [-1 if gone else codes.get(value, other) for value, gone in zip(values, missing)]
        parts = [hot(np.array(places, np.int64), len(names) + (1 if fitted["others"] else 0))]
    elif kind == "frequency":
        shares = dict(zip(fitted["categories"], fitted["shares"]))
        score = scaled(np.array([shares.get(value, 0.0) for value in values], np.float64), fitted["scaling"])
        parts = [np.where(missing, 0, score)[:, None]]
    else:
        known = np.where(missing, 0, values)
        if kind == "number":
            score = scaled(known, fitted["scaling"])
            parts = [np.where(missing, fitted["fill"], score)[:, None]]
            for piece in fitted.get("pieces", []):
                share = np.clip((score - piece["from"]) / (piece["to"] - piece["from"]), 0, 1)
                parts.append(np.where(missing, piece["fill"], share)[:, None])
        elif kind == "zero-one":
            parts = [known[:, None]]
        else:
            moments = np.clip(known, -8.64e15, 8.64e15)
            parts = [] if fitted["trend"] is None else [scaled(known / DAY, fitted["trend"])[:, None]]
            for part in fitted["parts"]:
                angle = turns(part, moments) * (2 * math.pi)
                parts.append(np.stack([np.sin(angle), np.cos(angle)], 1))
            parts = [np.where(missing[:, None], 0, part) for part in parts]
    if fitted["markMissing"]:
        parts.append(missing[:, None])
    return np.concatenate([part.astype(np.float32) for part in parts], 1) if parts else np.zeros((len(missing), 0), np.float32)


def prepared_feature(feature, columns, scalings):
    x, y = columns[feature["left"]], columns[feature["right"]]
    missing = ~np.isfinite(x) | ~np.isfinite(y)
    x, y = np.where(missing, 1, x), np.where(missing, 1, y)
    if feature["kind"] == "ratio":
        value = x / np.where(np.abs(y) < abs(feature["nearest"]), feature["nearest"], y)
    else:
        value = scaled(x, scalings[feature["left"]]) * scaled(y, scalings[feature["right"]])
    return np.where(missing, 0, scaled(value, feature["scaling"])).astype(np.float32)[:, None]


WORDS = re.compile(rf"[{SPACE}!\"#$%&()*+,\-./:;<=>?@\[\\\]^_`{{|}}~]+")


def is_alone(letter):
    """Whether a letter is of a script without spaces, where each is a word."""
    name = unicodedata.name(letter, "")
    return name.startswith(("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH", "HIRAGANA", "KATAKANA", "THAI CHAR", "LAO ", "KHMER", "MYANMAR"))


def words_of(text):
    words = []
    for word in WORDS.split(text.lower()):
        if not any(map(is_alone, word)):
            words += [word] if word else []
            continue
        run = ""
        for letter in word:
            alone = is_alone(letter)
            if not alone and not re.match("[\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff5b-\uff65]", letter):
                run += letter
                continue
            words += [run] if run else []
            words += [letter] if alone else []
            run = ""
        words += [run] if run else []
    return words


def prepare(model, columns, rows):
    """[rows, width] of numbers and the ids of each row's words, from columns by name."""
    preparation = model["preparation"]
    fitted = preparation["columns"]
    parts = [prepared_column(one, columns[one["column"]]) for one in fitted]
    scalings = {one["column"]: one["scaling"] for one in fitted if one["kind"] == "number"}
    parts += [prepared_feature(one, columns, scalings) for one in preparation["features"] or []]
    numbers = np.concatenate(parts, 1) if parts else np.zeros((rows, 0), np.float32)
    if preparation["text"] is None:
        return numbers, None
    places = {word: place for place, word in enumerate(preparation["text"]["words"])}
    ids = []
    for row in range(rows):
        words = (word for name in preparation["text"]["columns"] for word in words_of(columns[name][row]))
        known = [places[word] for word in words if word in places]
        ids.append(sorted(set(known)) if preparation["text"]["form"] == "multi-hot" else known)
    return numbers, ids


# ---------------------------------------------------------------- layers


def activate(z, name):
    if name == "relu":
        return np.maximum(z, 0)
    if name == "sigmoid":
        return 1 / (1 + np.exp(-z))
    if name == "softmax":
        powers = np.exp(z - z.max(-1, keepdims=True))
        return powers / powers.sum(-1, keepdims=True)
    return z


def windows(x, size, padding):
    """[rows, height, width, size, size, channels]: what a filter sees at each place."""
    if padding == "same":
        before = (size - 1) // 2
        x = np.pad(x, ((0, 0), (before, size - 1 - before), (before, size - 1 - before), (0, 0)))
    views = np.lib.stride_tricks.sliding_window_view(x, (size, size), (1, 2))
    return np.moveaxis(views, 3, 5)


def forward(spec, weights, x, numbers, ids):
    """Rows through the layers, in float64: within float32's rounding of the trained model."""
    left = iter(weights)
    words = (spec.get("text") or {}).get("vocabulary", 0)
    for layer in spec["layers"]:
        kind = layer["kind"]
        if kind == "dense" and x is None:
            kernel = next(left)
            x = np.stack([kernel[row].sum(0) for row in ids])
            if len(kernel) > words:
                x = x + numbers @ kernel[words:]
            x = activate(x + next(left), layer["activation"])
        elif kind == "dense":
            x = activate(x @ next(left) + next(left), layer["activation"])
        elif kind == "conv2d":
            x = np.tensordot(windows(x, layer["kernelSize"], layer["padding"]), next(left), ((3, 4, 5), (0, 1, 2)))
            x = activate(x + next(left), layer["activation"])
        elif kind == "separable-conv2d":
            seen = windows(x, layer["kernelSize"], layer["padding"])
            x = np.einsum("nhwklc,klc->nhwc", seen, next(left)[..., 0]) @ next(left)[0, 0]
            x = activate(x + next(left), layer["activation"])
        elif kind in ("max-pooling", "average-pooling"):
            rows, height, width, channels = x.shape
            four = x[:, : height // 2 * 2, : width // 2 * 2].reshape(rows, height // 2, 2, width // 2, 2, channels)
            x = four.max((2, 4)) if kind == "max-pooling" else four.mean((2, 4))
        elif kind == "global-average-pooling":
            x = x.mean((1, 2))
        elif kind == "flatten":
            x = x.reshape(len(x), -1)
        elif kind == "activation":
            x = activate(x, layer["activation"])
        elif kind == "batch-normalization":
            gamma, beta, mean, variance = (next(left) for _ in range(4))
            x = (x - mean) / np.sqrt(variance + 0.001) * gamma + beta
        elif kind == "embedding":
            vectors = next(left)
            if layer["pooling"] == "average":
                x = np.stack([vectors[row].sum(0) / max(1, len(row)) for row in ids])
            else:
                length = layer["length"]
                filled = [[words] * (length - len(row[-length:])) + row[-length:] for row in ids]
                x = vectors[np.array(filled, np.int64)].reshape(len(ids), -1)
        elif kind == "concatenate":
            # The columns beside a text or an image, perhaps through a layer of their own.
            own = activate(numbers @ next(left) + next(left), "relu") if "branch" in layer else numbers
            x = np.concatenate([x, own], 1)
    return x.astype(np.float32).astype(np.float64)


def relation_of(model, columns):
    """What forecasts are relative to: [rows, steps] of what is expected, and [rows, 1] of scales. None of other models."""
    forecast = model["question"].get("forecast")
    if forecast is None:
        return None
    target = forecast["target"]
    names = [f"{name} (expected)" for name in model["question"]["target"]]
    expected = np.array([columns[name] for name in names], np.float64).T
    scales = np.array([columns[f"{target} (scale)"]], np.float64).T
    if not (np.all(np.isfinite(expected)) and np.all(np.isfinite(scales))):
        raise SystemExit(
            f'predict.py: Forecasts are relative to "{names[0]}" … and "{target} (scale)", which some rows lack. '
            "Make rows of a history with: node predict.mjs HISTORY.csv --rows"
        )
    return expected, scales


def predict(model, weights, columns, rows):
    """[rows, outputs]: probabilities of classes or labels, or numbers in the target's unit."""
    image = model["preparation"]["image"]
    numbers, ids = prepare(model, columns, rows)
    numbers = numbers.astype(np.float64)
    x = numbers if ids is None else None
    if image is not None:
        x = columns[image["column"]] * np.float64(np.float32(image["scale"]))
    outputs = forward(model["spec"], weights, x, numbers, ids)
    if model["question"]["type"] == "binary":
        return np.concatenate([1 - outputs, outputs], 1)
    if "levels" in model["preparation"]:
        # Each output is the probability of reaching a level, which is at most that of reaching the one below.
        reached = np.minimum.accumulate(outputs, 1)
        ends = np.ones((len(reached), 1)), np.zeros((len(reached), 1))
        return np.concatenate([ends[0], reached], 1) - np.concatenate([reached, ends[1]], 1)
    target = model["preparation"]["target"]
    if target is None:
        return outputs
    values = outputs * np.array(target["sd"]) + np.array(target["mean"])
    if "log" in target:
        values = np.minimum(2 * np.array(target["log"]["most"]), np.maximum(0, np.expm1(values)))
    relation = relation_of(model, columns)
    return values if relation is None else values * relation[1] + relation[0]


# ---------------------------------------------------------------- files


def load():
    model = json.loads((HERE / "model.json").read_text("utf-8"))
    data = (HERE / "model.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    body = memoryview(data)[8 + length :]
    # The tensors stand in the order of the layers.
    entries = sorted((one for name, one in header.items() if name != "__metadata__"), key=lambda one: one["data_offsets"])
    weights = []
    for one in entries:
        begin, end = one["data_offsets"]
        weights.append(np.frombuffer(body[begin:end], "<f4").reshape(one["shape"]).astype(np.float64))
    return model, weights


def read_rows(path):
    text = Path(path).read_text("utf-8-sig")
    first = text.split("\n", 1)[0]
    separator = max(",;\t|", key=first.count)
    lines = [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if line]
    header = [name.strip() for name in lines[0]]
    return [dict(zip(header, line)) for line in lines[1:]]


def columns_of(model, rows):
    names = [of["name"] for of in model["signature"]]
    if rows and not any(name in row for row in rows for name in names):
        raise SystemExit(f"predict.py: The rows have none of the model's columns. It takes {', '.join(names[:5])}.")
    return {of["name"]: read_column([row.get(of["name"]) for row in rows], of) for of in model["signature"]}


def interval(bands, bounds, value, column, relation=None):
    """Both ends of a number's interval, in the target's unit."""
    if bands["scale"] == "relative":
        expected, scale = relation
        ends = interval({**bands, "scale": "given"}, None, (value - expected) / scale, column)
        return [end * scale + expected for end in ends]
    ends = bands["columns"][column]
    found = [one for one in ends if one["from"] is None or value >= one["from"]][-1]
    logs = bands["scale"] == "log"
    at = math.log1p(max(0, value)) if logs else value
    low, high = (math.expm1(at + found[end]) if logs else at + found[end] for end in ("low", "high"))
    lowest = bounds["low"] if bounds else 0 if logs else -sys.float_info.max
    highest = bounds["high"] if bounds else sys.float_info.max
    return [min(highest, max(lowest, low)), min(highest, max(lowest, high))]


def names_in_set(bands, names, row):
    """The classes that a row may be, the most probable first."""
    ranked = sorted(range(len(row)), key=lambda code: (-row[code], code))
    return [names[code] for code in ranked if row[code] >= bands["floor"]] or [names[ranked[0]]]


def write_csv(model, values, relation=None):
    question = model["question"]
    names = question["classes"] or question["labels"] or question["target"]
    chances = [] if question["classes"] is None and question["labels"] is None else [f"p({name})" for name in names]
    bands = (model.get("certainty") or {}).get("bands")
    percent = round(100 * bands["level"]) if bands else None
    if bands and bands["kind"] == "sets":
        ends = [f"set{percent}"]
    else:
        ends = [f"{end}{percent}({name})" for name in names for end in ("low", "high")] if bands else []
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["row", *(names if question["labels"] else question["target"]), *chances, *ends])
    for number, row in enumerate(values.tolist(), 1):
        if question["classes"]:
            second = len(names) == 2
            best = int(row[1] >= model["threshold"]) if second else row.index(max(row))
            among = ["; ".join(names_in_set(bands, names, row))] if bands else []
            out.writerow([number, names[best], *row, *among])
        elif question["labels"]:
            out.writerow([number, *(int(value >= 0.5) for value in row), *row])
        else:
            near = [None if relation is None else (relation[0][number - 1, at], relation[1][number - 1, 0]) for at in range(len(row))]
            pairs = [interval(bands, question["bounds"], value, at, near[at]) for at, value in enumerate(row)] if bands else []
            out.writerow([number, *row, *(end for pair in pairs for end in pair)])


def check(model, weights):
    parity = json.loads((HERE / "parity.json").read_text("utf-8"))
    if not parity["rows"]:
        print("parity.json has no rows to check.", file=sys.stderr)
        return 1
    expected = np.array(parity["expected"], np.float64)
    values = predict(model, weights, columns_of(model, parity["rows"]), len(parity["rows"]))
    target = model["preparation"]["target"]
    # Numbers near 0 are sums of larger ones: their difference is seen in relation to the standard deviation.
    # A small probability may be what float32 leaves of 1.
    least = np.array(target["sd"]) if target is not None and "log" not in target else 0.1
    error = float(np.max(np.abs(expected - values) / np.maximum(least, np.abs(expected))))
    agrees = error <= 1e-5
    print(f"{len(expected)} rows {'agree' if agrees else 'do not agree'}: the largest difference is {error:.1e} of the output.")
    return 0 if agrees else 1


def main(arguments):
    if not 1 <= len(arguments) <= 2 or arguments[0] in ("-h", "--help"):
        print(__doc__, file=sys.stderr)
        return 2
    model, weights = load()
    if arguments[0] == "--check":
        return check(model, weights)
    image = model["preparation"]["image"]
    beside = [of for of in model["signature"] if of["kind"] != "image"]
    if image is None:
        if len(arguments) > 1:
            raise SystemExit("predict.py: The model takes no images. Give it one file of rows.")
        rows = read_rows(arguments[0])
        columns = columns_of(model, rows)
    else:
        if (len(arguments) > 1) != bool(beside):
            names = ", ".join(of["name"] for of in beside[:5])
            takes = f"columns beside its images ({names}): predict.py IMAGES.npy ROWS.csv" if beside else "images alone: predict.py IMAGES.npy"
            raise SystemExit(f"predict.py: The model takes {takes}.")
        rows = np.load(arguments[0])
        cells = read_rows(arguments[1]) if beside else []
        if beside and len(cells) != len(rows):
            raise SystemExit(f"predict.py: There are {len(rows)} images and {len(cells)} rows. Give each image its row, in the same order.")
        columns = columns_of({**model, "signature": beside}, cells)
        columns[image["column"]] = rows.astype(np.float64)
    write_csv(model, predict(model, weights, columns, len(rows)), relation_of(model, columns))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
