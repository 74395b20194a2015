"""Which caps apply to a site, and whether a result meets them.

Caps stand in `library/policies.toml` with source and status. A jurisdiction inherits what its parents ask; size, year,
new or existing decide the rest. A law stands beside targets, drafts, voluntary pledges and incentives: `status` says
which, and `sourced` is false where a number is general knowledge.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from thermo.errors import LibraryError, nearest
from thermo.library import Entry, find, load

WORDS = {"law": 0, "target": 1, "incentive": 2, "voluntary": 3, "draft": 4, "report": 5}


@dataclass(frozen=True)
class Policy:
    """One cap: `metric` must not exceed (sense "max") or fall below (sense "min") `limit`."""

    key: str
    name: str
    jurisdiction: str
    metric: str
    sense: str
    limit: float | None
    unit: str
    from_year: int
    applies_to: str
    status: str
    sourced: bool
    source: str
    note: str = ""


def jurisdictions() -> dict[str, Entry]:
    """All jurisdictions by key."""
    return {key: entry for key, entry in load("policies").items() if entry.kind == "jurisdiction"}


def chain(jurisdiction: str) -> list[str]:
    """A jurisdiction and its parents, from the nearest to the widest.

    Raises
    ------
    LibraryError
        For an unknown jurisdiction, with the closest known one.
    """
    known = jurisdictions()
    if jurisdiction not in known:
        raise LibraryError(f"There is no jurisdiction '{jurisdiction}'. {nearest(jurisdiction, known)}")
    found = []
    while jurisdiction:
        found.append(jurisdiction)
        jurisdiction = known[jurisdiction].get("parent", "")
    return found


def site_jurisdiction(site: str, country: str = "", admin1: str = "") -> str | None:
    """The jurisdiction of a built-in site by its key, else of a region, else of a country; None when none is known."""
    known = jurisdictions()
    for key, entry in known.items():
        if site in entry.get("sites", ()):
            return key
    region, nation = None, None
    for key, entry in known.items():
        if country and entry.get("country") == country:
            if admin1 and entry.get("admin1") == admin1:
                region = key
            if not entry.get("admin1"):
                nation = nation or key
    return region or nation


def coal_equivalent(annual_kwh: float) -> float:
    """Tonnes of standard coal behind a year's electricity, by calorific value (0.1229 kg/kWh, GB/T 2589)."""
    return annual_kwh * float(find("policies", "coal-equivalent").get("factor")) / 1000.0


def applicable(
    jurisdiction: str,
    *,
    new: bool,
    year: int,
    it_power_kw: float,
    annual_kwh: float,
    warm: bool = False,
    water_stressed: bool = False,
    climate_zone: str | None = None,
) -> list[Policy]:
    """The caps that apply, laws first, then by limit.

    Parameters
    ----------
    jurisdiction : str
        Key of `policies.toml`, for example "cn-guizhou".
    new : bool
        New build or expansion; False for an existing site.
    year : int
        Year of operation that is judged.
    it_power_kw : float
        IT power [kW].
    annual_kwh : float
        Electricity of the whole site [kWh a year].
    warm, water_stressed : bool
        Climate and water conditions of the European pledge.
    climate_zone : str, optional
        ASHRAE zone such as "4A"; without it the zone tables of ASHRAE 90.4 do not apply.
    """
    places = chain(jurisdiction)
    here = {"warm": warm, "water_stressed": water_stressed, "climate_zone": climate_zone}
    found = []
    for entry in load("policies").values():
        if entry.kind != "cap" or entry.get("jurisdiction") not in places:
            continue
        who = entry.get("applies_to")
        in_force = entry.get("from_year") <= year <= entry.get("until_year", 9999)
        fits = all(entry.get(name, value) == value for name, value in here.items())
        if (
            in_force
            and fits
            and who in ("both", "new" if new else "existing")
            and _size(entry, it_power_kw, annual_kwh)
        ):
            found.append(_policy(entry))
    return sorted(found, key=lambda p: (WORDS[p.status], p.metric, p.limit if p.limit is not None else 0.0, p.key))


def named(keys: Iterable[str]) -> list[Policy]:
    """The caps named by hand: keys of caps, in the order given.

    Raises
    ------
    LibraryError
        For an unknown key, with the closest known one.
    """
    known = {key: entry for key, entry in load("policies").items() if entry.kind == "cap"}
    for key in keys:
        if key not in known:
            raise LibraryError(f"There is no policy '{key}'. {nearest(key, known)}")
    return [_policy(known[key]) for key in keys]


def judge(policies: list[Policy], results: dict[str, Any]) -> list[dict[str, Any]]:
    """Each cap against the results: met or missed, and by how much.

    `results` maps metrics to values (`pue`, `wue`, `erf`, `renewable_share`, ...); a cap at full load takes
    `pue_at_full_load` when given, else `pue`. `by` is value - limit, so that a missed "max" cap is positive and a
    missed "min" cap negative; `met` is None where the metric or the limit is unknown.
    """
    rows = []
    for policy in policies:
        value = results.get(policy.metric)
        if value is None and policy.metric == "pue_at_full_load":
            value = results.get("pue")
        met = by = None
        if value is not None and policy.limit is not None and value == value:
            by = value - policy.limit
            met = by <= 0.0 if policy.sense == "max" else by >= 0.0
        rows.append(
            {
                "key": policy.key,
                "name": policy.name,
                "metric": policy.metric,
                "sense": policy.sense,
                "limit": policy.limit,
                "value": value,
                "met": met,
                "by": by,
                "source": policy.source,
                "status": policy.status,
                "sourced": policy.sourced,
                "note": policy.note,
            }
        )
    return rows


def home_share(racks: Iterable[tuple[float, dict[str, Any]]]) -> float | None:
    """Share of peak compute from chips of Chinese makers; share of chips where a peak is unpublished; None of nothing.

    `racks` are pairs of a number and what `thermo.hardware.racks.resolve` says of the rack.
    """
    known = all(info["pflops"] for _, info in racks)
    weights = [n * (info["pflops"] if known else info["chips"]) for n, info in racks]
    home = [info["chip"] != "inline" and find("chips", info["chip"]).get("country") == "CN" for _, info in racks]
    total = sum(weights)
    return sum(w for w, h in zip(weights, home, strict=True) if h) / total if total else None


def _size(entry: Entry, it_power_kw: float, annual_kwh: float) -> bool:
    for name, amount in (("it_power", it_power_kw), ("energy", annual_kwh)):
        low, high = (_amount(entry, f"{name}_{end}") for end in ("min", "max"))
        if low is not None and _measure(entry, f"{name}_min", amount) < low:
            return False
        if high is not None and _measure(entry, f"{name}_max", amount) >= high and name == "energy":
            return False
        if high is not None and name == "it_power" and amount > high:
            return False
    return True


def _measure(entry: Entry, field: str, amount: float) -> float:
    """The site's amount in the unit family of the cap: t of coal where the cap counts coal."""
    return coal_equivalent(amount) if entry.value(field).unit == "t" else amount


def _amount(entry: Entry, field: str) -> float | None:
    """A size threshold in kW, kWh or t."""
    if field not in entry:
        return None
    value = entry.value(field)
    return value.value * {"kW": 1.0, "MW": 1e3, "kWh": 1.0, "GWh": 1e6, "t": 1.0}[value.unit]


def _policy(entry: Entry) -> Policy:
    limit = entry.value("limit")
    plain = {
        name: entry.get(name)
        for name in ("jurisdiction", "metric", "sense", "from_year", "applies_to", "status", "sourced")
    }
    number = float(limit.value) if limit.published else None
    return Policy(
        key=entry.key, name=entry.name, limit=number, unit=limit.unit, source=limit.source, note=limit.note, **plain
    )
