"""Whether a fluid may still be bought: withdrawn trade names, phase-downs, restrictions of PFAS."""

from functools import cache

from thermo.library import Entry, load

FILE = "fluid_status"
WITHDRAWN, OTHER_MAKERS = "withdrawn", "other-makers"
RESTRICTED_IN = frozenset(  # ISO codes of the EU and EEA, where the restriction of PFAS is proposed
    "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE "
    "ISL LIE NOR".split()
)


@cache
def _brands() -> dict[str, str]:
    found: dict[str, str] = {}
    for key, entry in load(FILE).items():
        brands = entry.attributes.get("brands")
        found |= {str(brand): key for brand in brands} if isinstance(brands, list) else {}
    return found


def standing(text: object) -> tuple[Entry, bool] | None:
    """The entry of a fluid by key or trade name, and whether the text is a trade name; None without any standing."""
    word = str(text).strip().lower().replace(" ", "-")
    if word in load(FILE):
        return load(FILE)[word], False
    key = _brands().get(word)
    return None if key is None else (load(FILE)[key], True)


def refusal(text: object) -> str | None:
    """Why a new build cannot plan with a fluid, as a phrase that follows the key; None where it can."""
    found = standing(text)
    if found is None or found[0].kind != WITHDRAWN:
        return None
    entry, _ = found
    return (
        f"is {entry.name}, whose maker ended production in {entry.get('last_year')}: a new build cannot buy it; choose "
        'another fluid, or write economics.project = "retrofit" or site.status = "existing"'
    )


def trade_name(text: object) -> str | None:
    """What to write instead of a trade name, as a phrase that follows the key; None for any other text."""
    found = standing(text)
    if found is None or not found[1]:
        return None
    entry, year = found[0], found[0].get("last_year")
    ended = f", whose maker ended production in {year}" if year else ""
    others = "; other makers sell the molecule" if entry.kind == OTHER_MAKERS else ""
    return f'is a trade name of {entry.name}{ended}{others}: write "{entry.key}"'
