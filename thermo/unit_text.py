"""What engineers write as a unit, made into a unit text that pint can read safely.

A unit is words, products, quotients and small whole powers, nested at most `NESTED` deep: never an expression.
"""

import re
import unicodedata
from functools import lru_cache

from thermo.errors import ThermoError, printable

CURRENCIES = ("USD", "CNY", "EUR", "SGD", "GBP", "JPY", "INR", "AUD", "BRL", "SEK", "KRW", "CLP", "ZAR", "MYR")
TEXT_MOST = 120  # characters of a quantity
UNIT_MOST = 60  # characters of a unit
NESTED = 3
POWER_MOST = 4

# units that pint lacks or means otherwise
DEFINITIONS = (
    "year = 8760 * hour = a = yr = julian_year",
    "month = year / 12",
    "cubic_feet_per_minute = foot ** 3 / minute = cfm = CFM",
    "gallon_per_minute = gallon / minute = gpm = GPM",
    "rack_unit = 44.45 millimeter = U",
    "ton_of_cooling = 3516.85 watt = TR",
    "inch_of_water = 249.08891 pascal = inH2O",
    "floating_point_operation = [operation] = FLOP",
    "floating_point_operation_per_second = floating_point_operation / second = FLOPS",
    "piece = [piece]",
    "thousand = 1e3",
    "wan = 1e4",
    "lakh = 1e5",
    "million = 1e6",
    "crore = 1e7",
    "yi = 1e8",
    "billion = 1e9",
)
MONEY_DEFINITIONS = tuple(f"{c} = [{c}]" + (" = _ = RMB" if c == "CNY" else "") for c in CURRENCIES)
PARTS_OF_MONEY = ("USD_cent = 0.01 * USD", "EUR_cent = 0.01 * EUR", "pence = 0.01 * GBP", "fen = 0.01 * CNY")

SYMBOLS = {
    "US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "CN¥": "CNY", "JP¥": "JPY", "RMB¥": "CNY", "RMB": "CNY",
    "R$": "BRL", "A$": "AUD", "AU$": "AUD", "S$": "SGD", "₹": "INR", "₩": "KRW",
}  # fmt: skip
MONEY = {**{c: c for c in CURRENCIES}, **{c.lower(): c for c in CURRENCIES}, **SYMBOLS}
SCALES = {
    "k": "thousand", "K": "thousand", "M": "million", "mn": "million", "mln": "million", "MM": "million",
    "bn": "billion", "B": "billion",
}  # fmt: skip

# several words that make one unit
PHRASES = tuple(
    (re.compile(pattern, re.IGNORECASE), unit)
    for pattern, unit in (
        (r"(?<![a-z])in(?:ch(?:es)?)?\.?\s*(?:of\s+)?(?:w\.?\s*[gc]\.?|water|h2o)(?![a-z])", "inch_H2O_"),
        (r"(?<![a-z])f(?:ee)?t\.?\s*(?:of\s+)?(?:w\.?\s*[gc]\.?|water|h2o)(?![a-z])", "foot_H2O_"),
        (r"(?<![a-z])mm\.?\s*(?:of\s+)?(?:w\.?\s*[gc]\.?|water|h2o)(?![a-z])", "mm_H2O_"),
        (r"(?<![a-z])m\s*(?:w\.?\s*[gc]\.?|h2o)(?![a-z])", "m_H2O_"),
        (r"(?<![a-z])in(?:ch(?:es)?)?\.?\s*(?:of\s+)?hg(?![a-z])", "inHg"),
        (r"(?<![a-z])(?:tons?\s+of\s+refrigeration|refrigeration\s+tons?|tons?\s+refrigeration)(?![a-z])", "TR"),
        (r"(?<![a-z])metric\s+tons?(?![a-z])", "tonne"),
        (r"(?<![a-z])short\s+tons?(?![a-z])", "short_ton"),
        (r"(?<![a-z])long\s+tons?(?![a-z])", "long_ton"),
        (r"(?<![a-z])(?:uk|imp(?:erial)?)\.?\s*gal(?:lons?)?(?![a-z])", "imperial_gallon"),
        (r"(?<![a-z])us\.?\s*gal(?:lons?)?(?![a-z])", "gallon"),
        (r"(?<![a-z])(?:sq\.?|square)\s*(?:ft|foot|feet)\.?(?![a-z])", "foot^2"),
        (r"(?<![a-z])(?:sq\.?|square)\s*(?:m|met(?:er|re)s?)(?![a-z])", "m^2"),
        (r"(?<![a-z])(?:cu\.?|cubic)\s*(?:ft|foot|feet)\.?(?![a-z])", "foot^3"),
        (r"(?<![a-z])(?:cu\.?|cubic)\s*(?:m|met(?:er|re)s?)(?![a-z])", "m^3"),
        (r"(?:°|(?<![a-z])deg(?:rees?)?\.?)\s*(c|f)(?:elsius|ahrenheit)?(?![a-z])", r"deg\1"),
        (r"(?<=[gt])\s*co2(?:e|eq)?(?![a-z])", ""),
        (r"/\s*度(?!电)", "/kWh"),
        (r"(?<![a-z])per\s*cent(?![a-z])", "percent"),
        (r"(?<![a-z])us\s+cents?(?![a-z])", "USD_cent"),
        (r"(?<![a-z])euro\s*cents?(?![a-z])", "EUR_cent"),
    )
)

# one word: what pint is given
WORDS = {
    "%": "percent", "pct": "percent", "‰": "permille", "F": "degF", "C": "degC", "degc": "degC", "degf": "degF",
    "°": "degree", "Celsius": "degC", "Fahrenheit": "degF",
    "RT": "TR", "USRT": "TR", "RTh": "TR*hour", "TRh": "TR*hour", "MBH": "kBTU/hour", "MBtu": "kBTU",
    "MBTU": "kBTU", "MMBtu": "megaBTU", "MMBTU": "megaBTU",
    "Btuh": "BTU/hour", "BTUh": "BTU/hour", "BTUH": "BTU/hour", "btuh": "BTU/hour", "btu": "BTU", "kWhr": "kW*hour",
    "kWhrs": "kW*hour", "therms": "therm",
    "sqft": "foot^2", "sf": "foot^2", "SF": "foot^2", "SQFT": "foot^2", "sqm": "m^2", "cuft": "foot^3", "cbm": "m^3",
    "psf": "(pound/foot^2)", "PSF": "(pound/foot^2)", "fpm": "foot/minute", "FPM": "foot/minute", "fps": "foot/second",
    "cfm": "cfm", "acfm": "cfm", "ACFM": "cfm", "cmh": "m^3/hour", "CMH": "m^3/hour", "CMM": "m^3/minute",
    "lps": "liter/second", "LPS": "liter/second", "lpm": "liter/minute", "LPM": "liter/minute", "gph": "gallon/hour",
    "gpd": "gallon/day", "GPD": "gallon/day", "MGD": "megagallon/day", "mgd": "megagallon/day",
    "inch_H2O_": "inH2O", "foot_H2O_": "ftH2O",
    "inwg": "inH2O", "inwc": "inH2O", "mm_H2O_": "mmH2O", "m_H2O_": "mH2O",
    "PSI": "psi", "psig": "psi", "hrs": "hour", "Hr": "hour", "HR": "hour", "yrs": "year", "mo": "month",
    "mos": "month", "annum": "year", "cent": "USD_cent", "cents": "USD_cent", "¢": "USD_cent", "yuan": "CNY",
    "Yuan": "CNY", "euro": "EUR",
    "euros": "EUR", "Euro": "EUR", "dollars": "USD", "dollar": "USD", "mln": "million", "bn": "billion",
    "rack": "piece", "racks": "piece", "pcs": "piece", "units": "piece",
    "servers": "piece",
}  # fmt: skip

# Chinese words, which stand without spaces; read the longest first
CHINESE = {
    "千瓦时": "kWh", "千瓦小时": "kWh", "兆瓦时": "MWh", "兆瓦小时": "MWh", "吉瓦时": "GWh", "度电": "kWh",
    "千伏安": "kVA", "兆伏安": "MVA", "千瓦": "kW", "兆瓦": "MW", "吉瓦": "GW", "瓦": "W", "冷吨": "TR",
    "美国冷吨": "TR",
    "万": "wan", "亿": "yi", "百万": "million", "千": "thousand", "元": "CNY", "人民币": "CNY", "人民币元": "CNY",
    "美元": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "新元": "SGD", "新加坡元": "SGD", "澳元": "AUD",
    "年": "year", "月": "month", "个月": "month", "天": "day", "日": "day", "小时": "hour", "时": "hour",
    "分钟": "minute", "秒": "second", "平方米": "m^2", "平米": "m^2", "立方米": "m^3", "毫米": "mm", "厘米": "cm",
    "千米": "km",
    "公里": "km", "米": "m", "升": "liter", "吨": "tonne", "公斤": "kg", "千克": "kg", "克": "gram", "千帕": "kPa",
    "兆帕": "MPa", "帕": "Pa", "摄氏度": "degC", "华氏度": "degF", "每": "/", "台": "piece",
    "个": "piece", "架": "piece", "机柜": "piece",
}  # fmt: skip
_CHINESE = re.compile("|".join(sorted(map(re.escape, CHINESE), key=len, reverse=True)))

# words that mean two things, and what each may be
AMBIGUOUS = {
    "¥": ("CNY", "JPY"),
    "円": ("JPY", "CNY"),
    "ct": ("USD cents", "EUR cents"),
    "cts": ("USD cents", "EUR cents"),
    "kr": ("SEK", "another crown"),
    "度": ("千瓦时", "摄氏度"),
}
TONS = ("ton", "tons", "Ton", "Tons", "TON", "TONS")
COMMON = (
    "W", "kW", "MW", "GW", "Wh", "kWh", "MWh", "GWh", "TWh", "VA", "kVA", "MVA", "Pa", "kPa", "kJ", "MJ", "GJ", "kg",
    "km", "BTU",
)  # fmt: skip
_FOLDED = {word.casefold(): word for word in COMMON}
_SQUARED = re.compile(r"(mm|cm|dm|m|km|in|ft|yd|inch|foot|feet)([23])(K|C|F)?")
_MONEY = re.compile(
    r"(k|K|MM|M|mn|mln|bn|B|m)?(" + "|".join(sorted(map(re.escape, MONEY), key=len, reverse=True)) + ")"
)
_TOKEN = re.compile(
    r"\s*(?:(?P<power>(?:\^|\*\*)\s*(?P<exponent>[+-]?\d+|\([+-]?\d+\)))|(?P<times>\*)|(?P<over>/|per(?!\w))"
    r"|(?P<open>\()|(?P<close>\))|(?P<one>1(?![\d.]))|(?P<word>(?:[^\W\d]|[$€£¥₹₩¢%‰°])[\w$€£¥₹₩¢]*\.?))"
)
_DASHED = re.compile(r"(?<=[a-zA-Z])-(?=(?:h|hours?|hrs?|years?|yrs?|months?|mo|days?)(?![a-z]))")

# characters that mean another
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_PLAIN = {
    **dict.fromkeys(map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
                             "\u205f\u3000"), " "),
    **dict.fromkeys(map(ord, "\u200b\ufeff\u2060"), None),
    **dict.fromkeys(map(ord, "−‐‑‒–﹣－"), "-"),
    **dict.fromkeys(map(ord, "·⋅∙•・"), "*"),
    **dict.fromkeys(map(ord, "∕⁄÷"), "/"),
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **{ord("₀") + n: str(n) for n in range(10)},
    ord("℃"): "°C", ord("℉"): "°F", ord("K"): "K", ord("μ"): "µ", ord("￥"): "¥", ord("￡"): "£", ord("’"): "'",
}  # fmt: skip


class UnitError(ThermoError):
    """A value without a unit, or with one of the wrong dimension."""


def tidy(text: str) -> str:
    """The text with full-width digits, thin spaces, typographic minus and the like as plain characters."""
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda m: "^" + m[0].translate(_SUPERSCRIPT), text)
    text = re.sub("[\u3300-\u33ff]", lambda m: re.sub(r"(\d)$", r"^\1", unicodedata.normalize("NFKC", m[0])), text)
    return text.translate(_PLAIN).strip()


@lru_cache(maxsize=2048)
def readings(text: str) -> tuple[str, ...]:
    """Unit texts for pint that a unit may stand for, the likeliest first.

    Raises
    ------
    UnitError
        With what is unknown or ambiguous in it.
    """
    if len(text) > UNIT_MOST:
        raise UnitError(f"has a unit of {len(text)} characters")
    for pattern, unit in PHRASES:
        text = pattern.sub(unit, text)
    text = _CHINESE.sub(lambda m: f" {CHINESE[m[0]]} ", _DASHED.sub("*", text))
    tokens = _tokens(text)
    over = [n for n, token in enumerate(tokens) if token == "/"]
    found = [_joined(tokens)]
    if len(over) == 1 and len(tokens) > over[0] + 2:  # "W/m2 K" is W/(m2 K)
        found.append(f"{_joined(tokens[: over[0]])}/({_joined(tokens[over[0] + 1 :])})")
    if any(token in TONS for token in tokens):
        return tuple(re.sub(r"\btons?\b", "TR", one, flags=re.IGNORECASE) for one in found)
    return tuple(found)


def _tokens(text: str) -> list[str]:
    """Words for pint, "*", "/", "^n" and parentheses."""
    tokens: list[str] = []
    at, depth = 0, 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            dot = tokens and text[at] == "."
            if not dot:
                raise UnitError(f'has an unknown unit "{printable(text.strip())}"')
            tokens, at = [*tokens, "*"], at + 1
            continue
        at = match.end()
        if match["power"]:
            exponent = int(match["exponent"].strip("()"))
            if abs(exponent) > POWER_MOST or not tokens or tokens[-1][0] in "*/(^":
                raise UnitError(f'has an unknown unit "{printable(text.strip())}"')
            tokens.append(f"^({exponent})")
        elif match["times"]:
            tokens.append("*")
        elif match["over"]:
            tokens.append("/")
        elif match["open"] or match["close"]:
            depth += 1 if match["open"] else -1
            if not 0 <= depth <= NESTED:
                raise UnitError(f'has an unknown unit "{printable(text.strip())}"')
            tokens.append(match[0].strip())
        elif match["one"]:
            tokens.append("1")
        else:
            tokens.append(_word(match["word"]))
    if depth:
        raise UnitError(f'has an unknown unit "{printable(text.strip())}"')
    return tokens


def _word(word: str) -> str:
    """One word as pint knows it."""
    if word.endswith("."):
        word = word[:-1]
    if word in TONS:
        return word
    if word in AMBIGUOUS:
        raise UnitError(f'has the unit "{word}", which may be {" or ".join(AMBIGUOUS[word])}; write which one')
    if word in WORDS:
        return WORDS[word] if WORDS[word].isidentifier() else f"({WORDS[word]})"
    if match := _SQUARED.fullmatch(word):
        kelvin = {"K": "*K", "C": "*delta_degC", "F": "*delta_degF"}.get(match[3], "")
        return f"({match[1]}^({match[2]}){kelvin})"
    if match := _MONEY.fullmatch(word):
        scale, money = match[1], MONEY[match[2]]
        if scale == "m":
            raise UnitError(f'has the unit "{word}", which may be thousandths or millions; write "M{money}"')
        return f"({SCALES[scale]}*{money})" if scale else money
    close = _FOLDED.get(word.casefold())
    if close and close != word:
        if word[0] == "m" and close[0] == "M":
            raise UnitError(f'has the unit "{word}", where m is milli; did you mean "{close}"')
        return close
    return word


def _joined(tokens: list[str]) -> str:
    text = ""
    for token in tokens:
        times = text and text[-1] not in "*/(" and token[0] not in "*/^)"
        text += ("*" if times else "") + token
    return text.replace("^", "**")


_LEADING = "|".join(sorted(map(re.escape, [*CURRENCIES, *SYMBOLS, "¥"]), key=len, reverse=True))
_LEAD = re.compile(rf"([+-]?)\s*({_LEADING})\s*(?=[\d.+-])")
_GROUPED = re.compile(r"(?<![\d.,])(\d{1,3}(?:[ ']\d{3})+)(?![\d])")
_TENS = re.compile(r"([+-]?[\d.,_]*)\s*(?:[×x*]\s*)?10\s*(?:\^|\*\*)\s*([+-]?\d{1,2})(?![\d.])\s*(.*)", re.DOTALL)
_SCALED = re.compile(r"(k|K|MM|M|mn|mln|bn|B|m)(?![\w.])")
NUMBER = re.compile(r"\s*([+-]?(?:\d{1,3}(?:,\d{3})+|[\d_]+)?(?:\.\d*)?(?:[eE][+-]?\d+)?)\s*(.*?)\s*", re.DOTALL)


def split(text: str) -> tuple[float, str]:
    """Number and unit text of a quantity as written: "¥ 1 500/kW" and "3.5 × 10⁴ CNY" too.

    Raises
    ------
    UnitError
        Where there is no number, or its decimal sign is a comma.
    ValueError
        Where the number cannot be read.
    """
    if len(text) > TEXT_MOST:
        raise ValueError(text[:20])
    text = tidy(text)
    money = _LEAD.match(text)
    if money:
        text = money[1] + text[money.end() :]
    text = _GROUPED.sub(lambda m: re.sub("[ ']", "", m[1]), text, count=1)
    factor = 1.0
    if tens := _TENS.fullmatch(text):
        text, factor = f"{tens[1] or 1} {tens[3]}", 10.0 ** int(tens[2])
    number, unit = NUMBER.fullmatch(text).groups()  # type: ignore[union-attr]  # every text matches
    if unit.startswith(",") or re.match(r"[+-]?0\d*,", number):
        raise UnitError("has a comma as decimal sign; write a point")
    value = float(number.replace(",", "").replace("_", "")) * factor
    if money:
        unit = _after_money(money[2], unit)
    return value, unit


def _after_money(money: str, unit: str) -> str:
    """The unit of "$5k/kW" and the like: the currency, its scale and what follows."""
    name = MONEY.get(money, money)
    if scale := _SCALED.match(unit):
        unit = unit[scale.end() :]
        name = f"{scale[1]}{name}"
    return f"{name} {unit}".strip()
