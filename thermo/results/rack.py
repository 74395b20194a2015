"""One rack alone: heat per stream, temperatures, flows, power by part, limits."""

from dataclasses import dataclass, field

from thermo.case.declared import point_of
from thermo.engine.year import call_point
from thermo.hardware.racks import resolve
from thermo.library import find, liquids
from thermo.library.registry import technology as facts
from thermo.results.limits import Exceeded, figures_of
from thermo.schema import flags as f
from thermo.schema.field import blank
from thermo.schema.limits import LIMITS, STATES
from thermo.schema.rack import RACK_IN, RACK_RESULT
from thermo.schema.saturation import BOILS
from thermo.units import UnitError, parse, registry

# result name: (field of RACK_RESULT, unit, meaning)
OUTPUTS = {
    "compute": ("compute", "W", "chips, memory, drives and network"),
    "vr_loss": ("vr_loss", "W", "regulators"),
    "fans": ("fans", "W", "server fans"),
    "pumps": ("pumps", "W", "pumps on the rack's own supply"),
    "psu_loss": ("psu_loss", "W", "power supplies"),
    "heat_liquid": ("q_liquid", "W", "heat into the liquid"),
    "heat_air": ("q_air", "W", "heat into the air"),
    "air_flow": ("v_air", "m^3/s", "air through the rack"),
    "intake": ("t_intake", "degC", "servers' air intake"),
    "exhaust": ("t_exhaust", "degC", "servers' air exhaust"),
    "liquid_flow": ("v_liquid", "m^3/s", "coolant through the rack"),
    "liquid_return": ("t_out", "degC", "coolant leaving"),
    "pressure_drop": ("dp", "Pa", "coolant, rack inlet to outlet"),
    "chip_temperature": ("t_chip", "degC", "hottest junction"),
    "case_temperature": ("t_case", "degC", "its case"),
    "memory_temperature": ("t_memory", "degC", "hottest memory"),
    "compute_delivered": ("done", "1", "share of the work that is not throttled away"),
    "sink_resistance": ("r_sink", "K/W", "chip's sink or plate to the coolant's inlet"),
    "fan_speed": ("fan_speed", "1", "server fan speed"),
    "chip_margin": ("margin_chip", "K", "junction to throttling"),
    "case_margin": ("margin_case", "K", "case to its limit"),
    "memory_margin": ("margin_memory", "K", "memory to its limit"),
    "intake_margin": ("margin_intake", "K", "intake to its class limit"),
    "air_flow_margin": ("margin_airflow", "1", "1 - needed / possible air flow"),
    "coolant_margin": ("margin_coolant", "K", "coolant to its limit"),
    "saturation": ("t_saturation", "degC", "boiling: saturation where the stream leaves the rack"),
    "exit_quality": ("exit_quality", "1", "boiling: vapour's share of the mass that leaves"),
    "flux_margin": ("margin_flux", "1", "boiling: critical flux / flux - 1/0.7"),
    "quality_margin": ("margin_quality", "1", "boiling in channels: dry-out quality - exit quality"),
    "suction_margin": ("margin_suction", "m", "boiling: pump's suction head, available - required"),
    "stability_margin": ("margin_stability", "1", "boiling in channels: d ln(pressure drop) / d ln(flow) (Ledinegg)"),
    "fluid_loss": ("fluid_loss", "kg/s", "boiling: fluid lost by leaks and vents"),
    "fluid_charge": ("fluid_charge", "kg", "boiling: fluid held by the rack and its part of the CDU"),
}
BOILING = (
    "saturation", "exit_quality", "flux_margin", "quality_margin", "suction_margin", "stability_margin", "fluid_loss",
    "fluid_charge",
)  # fmt: skip
ROOM_AIR = 25.0  # degC round a liquid-cooled rack when nothing is said


@dataclass
class RackResult:
    """Figures of one rack; `values` and `units` by name, `limits` as sentences with code and figures."""

    values: dict
    units: dict
    limits: list = field(default_factory=list)
    warnings: list = field(default_factory=list)

    def __getattr__(self, name):
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(f"a rack result has no '{name}'; it has {', '.join(self.values)}") from None

    def quantity(self, name):
        """One figure as a pint quantity."""
        return registry().Quantity(self.values[name], self.units[name] if self.units[name] != "1" else "")

    def _repr_html_(self):
        rows = "".join(f"<tr><td>{k}</td><td>{v:.5g}</td><td>{self.units[k]}</td></tr>" for k, v in self.values.items())
        return f"<table>{rows}</table>"


class Rack:
    """Servers sharing a height.

    Examples
    --------
    >>> rack = Rack.from_library("gb200-nvl72").solve(technology="cold-plate", supply_liquid="40 degC")
    >>> 0.8 < rack.heat_liquid / (rack.heat_liquid + rack.heat_air) < 0.95
    True
    """

    def __init__(self, rack, servers=None):
        self.rack = rack
        self.servers = servers

    @classmethod
    def from_library(cls, key, servers=None):
        """A rack of the library by key; `servers` sets the density.

        Raises
        ------
        LibraryError
            With the nearest known rack.
        """
        find("racks", key)
        return cls(key, servers)

    def solve(
        self,
        technology,
        supply_air="24 degC",
        supply_liquid="32 degC",
        utilization=1.0,
        coolant=None,
        flow=None,
        pressure="101325 Pa",
        recirculation=0.0,
    ):
        """Steady state at given supply temperatures.

        Parameters
        ----------
        technology : air, cold-plate, cold-plate-two-phase, immersion, immersion-two-phase or spray
        supply_air, supply_liquid : text or quantity, air leaving the terminal and liquid at the rack's inlet
        utilization : 0 to 1
        coolant : liquid's name as in a study ("PG25"), the technology's default if left out
        flow : coolant as in a study ("1.5 L/min/kW" of nameplate power), or through the rack ("120 L/min"); design
            flow if left out

        Returns
        -------
        RackResult
        """
        p = parse(pressure, "pressure")
        liquid = liquids.named(coolant) if isinstance(coolant, str) else coolant
        design, through = (None, None) if flow is None else rack_flow(flow)
        given = {} if design is None or technology == "air" else {"flow_per_watt": design}
        record, info = resolve(
            self.rack, technology, servers=self.servers, coolant=liquid, overrides=given, pressure=p
        )
        x = blank(RACK_IN)
        x.u = parse(utilization, "ratio")
        x.t_air = parse(supply_air, "temperature")
        x.t_liquid = parse(supply_liquid, "temperature")
        x.pressure = p
        x.recirculation = parse(recirculation, "ratio")
        x.t_room = x.t_air
        x.v_liquid = float(record["flow_per_watt"] * record["nameplate"])
        if not facts(technology).liquid:
            x.v_liquid = 0.0
        elif through is not None:
            x.v_liquid = through
        out = blank(RACK_RESULT)
        call_rack(point_of(technology, info), record, x, out)
        shown = shown_outputs(record)
        values = {name: float(out[i]) for name, (i, *_rest) in shown.items()}
        values["power"] = sum(values[n] for n in ("compute", "vr_loss", "fans", "pumps", "psu_loss"))
        values["itue"] = values["power"] / values["compute"]
        units = {name: unit for name, (_, unit, _text) in shown.items()} | {"power": "W", "itue": "1"}
        bath = technology in ("immersion-two-phase", "spray") and record["boiling"][BOILS] > 0.0
        return RackResult(values, units, rack_limits(out, x.t_liquid, bath), list(info.get("warnings", [])))


def rack_flow(flow):
    """(design flow per nameplate power [m3/s/W], flow through the rack [m3/s]) of text or a quantity; one is None.

    Raises
    ------
    UnitError
        Naming both ways to write it.
    """
    try:
        return parse(flow, "flow_per_power"), None
    except UnitError as error:
        try:
            return None, parse(flow, "volume_flow")
        except UnitError:
            raise UnitError(f'flow {error}; or through the rack, for example "120 L/min"') from None


def shown_outputs(record):
    """The outputs that mean something for a rack: those of boiling only where its liquid boils."""
    return {n: v for n, v in OUTPUTS.items() if n not in BOILING or record["boiling"][BOILS] > 0.0}


def call_rack(function, record, x, out):
    """Call a rack point once from Python."""
    call_point(function, record, x, out)


# field of the hour: the same of one rack alone, where a rack has it
FIELDS = {name: name for name in RACK_RESULT.names or ()} | {"t_air_intake": "t_intake"}


def rack_limits(out, supply_liquid, bath=False):
    """What one rack exceeds; without flow, that alone. `bath` where its liquid boils in its tank."""
    flags = int(out["flags"])
    if flags & f.F_NO_FLOW:
        return [Exceeded("no_flow", "rack")]

    def of(field):
        return supply_liquid if field == "t_liquid_supply" else out[FIELDS[field]]

    found = [Exceeded(state.code, "rack") for state in STATES if flags & state.bit]
    return found + [
        Exceeded(limit.code, "rack", **figures_of(limit, of, bath))
        for limit in LIMITS
        if limit.field in FIELDS and of(limit.field) < limit.least
    ]


def rack_margin(out):
    """Smallest of a rack's own margins; negative means a limit is exceeded, as does a margin without a value."""
    values = [out[FIELDS[limit.field]] for limit in LIMITS if limit.field in FIELDS]
    return -1.0 if any(v != v for v in values) else min(values) + 1e-9
