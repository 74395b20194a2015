"""Draw docs/density.png from a sweep of configs/density.toml.

thermo sweep configs/density.toml -o density.zarr
python docs/density.py density.zarr docs/density.png      # needs thermo-dc[report] and chromium
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import xarray as xr
from plotly.offline import get_plotlyjs

from thermo.reports.figures import axis, colour, line, rounded
from thermo.reports.sweeps import Sweep

SITES = {"lulea": "Luleå", "us-ashburn": "Ashburn", "singapore": "Singapore"}
WIDTH, HEIGHT = 1080, 400
PAGE = """<!DOCTYPE html><meta charset="utf-8"><body style="margin:0"><div id="figure"></div>
<script>{script}</script><script>Plotly.newPlot("figure", {data}, {layout}, {{staticPlot: true}});</script>"""


def drawing(sweep):
    """Data and layout: PUE along density at three sites, a cross where the next denser rack exceeds a limit."""
    data, notes = [], []
    gap, share = 0.03, (1.0 - 0.06) / 3
    layout = {
        "width": WIDTH, "height": HEIGHT, "margin": {"l": 60, "r": 12, "t": 30, "b": 84}, "plot_bgcolor": "#fff",
        "font": {"family": "DejaVu Sans, Arial, sans-serif", "size": 13, "color": "#222"},
        "legend": {"orientation": "h", "y": -0.17, "x": 0.5, "xanchor": "center"},
    }  # fmt: skip
    for k, (site, name) in enumerate(SITES.items()):
        low = k * (share + gap)
        names = {"xaxis": f"x{k + 1 if k else ''}", "yaxis": f"y{k + 1 if k else ''}"}
        layout[f"xaxis{k + 1 if k else ''}"] = axis(
            "rack power at full load, kW", domain=[low, low + share], range=[0, 70]
        )
        layout[f"yaxis{k + 1 if k else ''}"] = axis(
            "annual PUE" if k == 0 else None, range=[1.06, 1.38], anchor=names["xaxis"], showticklabels=k == 0
        )
        notes.append(
            {
                "text": f"<b>{name}</b>", "x": low + share / 2, "y": 1.0, "xref": "paper", "yref": "paper",
                "xanchor": "center", "yanchor": "bottom", "showarrow": False,
            }
        )  # fmt: skip
        for i, option in enumerate(sweep.options()):
            y = sweep.values("pue", site, option, sweep.density)
            x = sweep.values("rack_power", site, option, sweep.density)
            good = y == y
            shown = line(x[good], y[good], option, colour(i)) | names
            data.append(
                shown | {"mode": "lines+markers", "marker": {"size": 5}, "showlegend": k == 0, "legendgroup": option}
            )
            if good.any() and not good.all():
                marker = {"symbol": "x", "size": 10, "color": colour(i)}
                end = {
                    "x": rounded(x[good][-1:], 2),
                    "y": rounded(y[good][-1:], 4),
                    "mode": "markers",
                    "marker": marker,
                }
                data.append(end | names | {"showlegend": False, "legendgroup": option})
    return data, layout | {"annotations": notes}


def main(source, target):
    """Write the picture."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    data, layout = drawing(Sweep(xr.open_zarr(source), "en"))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(PAGE.format(script=get_plotlyjs(), data=json.dumps(data), layout=json.dumps(layout)))
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            f"--user-data-dir={folder}/user",
            f"--window-size={WIDTH},{HEIGHT}", "--virtual-time-budget=20000", f"--screenshot={Path(target).resolve()}",
            page.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
