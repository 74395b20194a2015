"""What a case exceeds, by code with named figures, and what a reader must know beside the numbers.

Feasible means: at the design hour at full load with redundant units out, and in every hour of the year, no limit is
exceeded. A technology the rack is not sold or warranted in is said apart, among the warnings. The limits themselves are
`thermo.schema.limits`; their sentences stand in `thermo.words` under the same codes.
"""

from typing import Any

import numpy as np

from thermo.library.registry import technology
from thermo.results.metrics import column, extrapolated_hours, has, violated
from thermo.schema import flags as f
from thermo.schema.limits import FEED, LIMITS, STATES
from thermo.schema.row import ROW
from thermo.words import Message, plain

# figure: (unit, how it follows from the margin and from the fields of the hour)
FIGURES = {
    "over": ("K", lambda margin, of: -margin),
    "held": ("degC", lambda margin, of: of("t_chip")),
    "bath": ("degC", lambda margin, of: of("t_liquid_supply")),
    "flux_ratio": ("1", lambda margin, of: margin + 1.0 / 0.7),
    "too_high": ("m", lambda margin, of: -margin),
    "over_quality": ("1", lambda margin, of: -margin),
    "head_short": ("m", lambda margin, of: -margin),
    "slope": ("1", lambda margin, of: margin),
    "above_dew": ("K", lambda margin, of: margin),
    "overload": ("1", lambda margin, of: -margin),
    "t_air_intake": ("degC", lambda margin, of: of("t_air_intake")),
    "t_air_supply": ("degC", lambda margin, of: of("t_air_supply")),
    "t_liquid_supply": ("degC", lambda margin, of: of("t_liquid_supply")),
    "air_needed": ("m^3/s", lambda margin, of: of("air_needed")),
    "air_possible": ("m^3/s", lambda margin, of: of("air_possible")),
    "exit_quality": ("1", lambda margin, of: of("exit_quality")),
}
UNITS = {name: unit for name, (unit, _) in FIGURES.items()} | {"apparent": "V*A", "feed": "V*A"}
# limit: the figures its sentence is told with; "bath" where the liquid boils in its tank, "held" where throttling holds
TOLD = {
    "junction": ("over", "held"),
    "case": ("over",),
    "memory": ("over",),
    "server_intake": ("over", "t_air_intake"),
    "air_flow": ("air_needed", "air_possible"),
    "coolant": ("over", "bath"),
    "heat_flux": ("flux_ratio",),
    "geometry": ("too_high",),
    "exit_quality": ("over_quality", "exit_quality"),
    "pump_suction": ("head_short",),
    "flow_stability": ("slope",),
    "dew_point": ("above_dew",),
    "electrical_chain": ("overload",),
    "air_supply": ("over", "t_air_supply"),
    "liquid_supply": ("over", "t_liquid_supply", "bath"),
}


class Exceeded(Message):
    """A limit that is exceeded: its code, where ("design", "year" or "rack") and by which figures.

    `hours` of the year and the worst `hour` (from 1) are None where they mean nothing.
    """

    limit: Message
    where: str
    hours: int | None
    hour: int | None

    def __new__(cls, code: str, /, where: str, hours: int | None = None, hour: int | None = None, **figures: Any):
        limit = Message(f"limit.{code}", **figures)
        given = {"hours": hours, "hour": hour}
        found = super().__new__(
            cls, f"where.{where}", limit=limit, **{key: value for key, value in given.items() if value is not None}
        )
        found.limit, found.where, found.hours, found.hour = limit, where, hours, hour
        return found

    def __getnewargs_ex__(self):
        return (self.name,), {"where": self.where, "hours": self.hours, "hour": self.hour} | self.limit.figures

    @property
    def name(self) -> str:
        """The limit's code in the registry."""
        return self.limit.code.partition(".")[2]

    def to_dict(self) -> dict[str, Any]:
        """The limit as JSON holds it; figures in the engine units of `units`."""
        figures = {key: plain(value) for key, value in self.limit.figures.items()}
        return {
            "code": self.name,
            "where": self.where,
            "hours": self.hours,
            "hour": self.hour,
            "figures": figures,
            "units": {key: UNITS[key] for key in figures},
            "text": str(self),
        }


def figures_of(limit, of, bath=False) -> dict[str, Any]:
    """The named figures of a limit; `of` gives a field of the hour, `bath` says that the liquid boils in its tank."""
    left = set() if bath else {"bath"}
    if not of("t_chip") > -300.0:
        left |= {"held"}
    margin = of(limit.field)
    return {name: float(FIGURES[name][1](margin, of)) for name in TOLD[limit.code] if name not in left}


def boils_in_tank(case):
    """True when the liquid stream's fluid boils in a tank or spray chamber."""
    return bool(case.hall["condensing"]) and technology(case.technology).boils == "tank"


def limits(case, rows):
    """All limits exceeded (design hour first), and whether the case is feasible.

    Parameters
    ----------
    case : facility case, sized, with its design row
    rows : (8760, ROW_SIZE)

    Returns
    -------
    list of Exceeded, bool
    """
    bath = boils_in_tank(case)

    def figures(limit, row):
        return figures_of(limit, lambda field: row[ROW[field]], bath)

    design = case.outage_row[None]
    bad = violated(design)
    found = [
        Exceeded(limit.code, "design", **figures(limit, case.outage_row))
        for limit in LIMITS
        if bad[limit.field][0] and not np.isnan(case.outage_row[ROW[limit.field]])
    ]
    found += [Exceeded(state.code, "design") for state in STATES if has(design, state.bit)[0]]
    bad = violated(rows)
    for limit in LIMITS:
        here, values = bad[limit.field], column(rows, limit.field)
        if here.any() and not np.isnan(values[here]).all():
            worst = int(np.nanargmin(np.where(here, values, np.nan)))
            found.append(Exceeded(limit.code, "year", int(here.sum()), worst + 1, **figures(limit, rows[worst])))
    for state in STATES:
        if hours := int(has(rows, state.bit).sum()):
            found.append(Exceeded(state.code, "year", hours))
    apparent = column(rows, "apparent")
    peak = float(apparent.max())
    if case.feed and peak > case.feed:
        hour = int(apparent.argmax()) + 1
        found.append(Exceeded(FEED, "year", hour=hour, apparent=peak, feed=float(case.feed)))
    return found, not found


def binding(found):
    """Short names of what binds: the margins among the limits exceeded, else the first of what is exceeded."""
    codes = {limit.name for limit in found}
    margins = [limit.code for limit in LIMITS if limit.code in codes]
    return [Message(f"binding.{code}") for code in margins or [limit.name for limit in found[:1]]]


def warnings(case, rows):
    """What a reader must know beside the numbers."""
    hours = {f"extrapolated_{where}": count for where, count in extrapolated_hours(rows).items()}
    hours["throttled"] = int((column(rows, "compute_delivered") < 1.0 - 1e-9).sum())
    hours["humidity"] = int(has(rows, f.F_HUMID).sum())
    hours["capacity"] = int(has(rows, f.F_SHORT).sum())
    return [Message(f"warning.{code}", hours=count) for code, count in hours.items() if count]


def verdict(judged):
    """Code (met, missed or unjudged) and sentence of one judged cap, a row of `library.caps.judge`."""
    code = {True: "met", False: "missed", None: "unjudged"}[judged["met"]]
    basis = Message(f"rule_basis.{'sourced' if judged['sourced'] else 'unsourced'}", status=judged["status"])
    about = {"name": judged["name"], "basis": basis, "metric": judged["metric"]}
    if judged["met"] is not None:
        about |= {"value": judged["value"], "limit": judged["limit"], "margin": abs(judged["by"])}
        about |= {"sign": "≤" if judged["sense"] == "max" else "≥"}
    return {"code": code, "text": Message(f"rule.{code}", **about)}


__all__ = ["Exceeded", "binding", "figures_of", "limits", "verdict", "warnings"]
