"""Annual indicators against the ledger of energies."""

import numpy as np
import pytest
from expected import oracle

from thermo.results.metrics import annual
from thermo.schema.row import ROW, ROW_SIZE

MWH_IN_AN_HOUR = 1e6  # W
KWH = 3.6e6  # J


@pytest.mark.parametrize("row", oracle("kpi_ledger"), ids=lambda r: r["id"])
def test_ledger(row):
    """One hour that holds the year's energies."""
    table = np.zeros((1, ROW_SIZE))
    cooling, losses, lighting = row["E_cooling_MWh"], row["E_power_losses_MWh"], row["E_lighting_misc_MWh"]
    inside = row["E_internal_fans_MWh"] + row["E_internal_psu_vr_losses_MWh"]
    megawatts = {
        "it_compute": row["E_IT_MWh"] - inside,
        "it_fans": row["E_internal_fans_MWh"],
        "psu_loss": row["E_internal_psu_vr_losses_MWh"],
        "chillers": cooling,
        "transformer_loss": losses,
        "lighting_misc": lighting,
        "utility": row["E_IT_MWh"] + cooling + losses + lighting,
        "heat_reused": row["E_reused_MWh"],
    }
    for name, value in megawatts.items():
        table[0, ROW[name]] = value * MWH_IN_AN_HOUR
    table[0, ROW["evaporation"]] = row["water_m3"] * 1000.0 / 3600.0
    table[0, ROW["compute_delivered"]] = 1.0
    table[0, ROW["heat_air"]] = 1.0
    carbon, water = row["CEF_kgCO2e_per_kWh"] / KWH, row["EWIF_L_per_kWh"] / 1000.0 / KWH
    summary, energy = annual(table, 1.0, np.ones(1), carbon, water)
    assert sum(energy.values()) == pytest.approx(summary["energy_total"], rel=1e-12)
    for name, column in {
        "pue": "PUE",
        "itue": "ITUE",
        "tue": "TUE",
        "wue": "WUE_site_L_per_kWh",
        "wue_source": "WUE_source_L_per_kWh",
        "cue": "CUE_kg_per_kWh_IT",
        "erf": "ERF",
        "ere": "ERE",
    }.items():
        assert summary[name] == pytest.approx(row[column], rel=1e-7), name
    assert 1.0 / summary["pue"] == pytest.approx(row["DCiE"], rel=1e-7)
    assert 1.0 + cooling / row["E_IT_MWh"] == pytest.approx(row["pPUE_cooling"], rel=1e-7)
