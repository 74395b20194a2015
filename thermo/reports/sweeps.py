"""Figures of a sweep: curves along its numeric axes, and tables of sites against options."""

from itertools import pairwise

import numpy as np

from thermo.reports.figures import DASHES, OPTION_COLOURS, Figure, axis, broken, colour, line, option_legend, rounded
from thermo.reports.words import unit_word, word

METRICS = ("pue", "tue", "wue", "tco")
SIGNS = {"pue": "PUE", "tue": "TUE", "wue": "WUE, L/kWh", "tco": "TCO"}
TABLE_FORMS = {"pue": "{:.3f}", "rack_power": "{:.0f}"}


class Sweep:
    """A sweep's Dataset with its axes told apart."""

    def __init__(self, dataset, language):
        self.language = language
        self.dataset = dataset
        plain = [d for d in dataset.dims if d in dataset["pue"].dims] if "pue" in dataset else []
        self.site = next((d for d in plain if str(d).startswith("site")), None)
        self.option = "option" if "option" in plain else None
        self.others = [d for d in plain if d not in (self.site, self.option)]
        self.axes = [d for d in self.others if d != "case" and dataset.sizes[d] > 1]
        self.drawn = []  # inputs that vary from case to case of a zip or a Latin hypercube
        if "case" in self.others:
            self.drawn = [
                n for n in (*dataset.coords, *dataset.data_vars)
                if n != "case" and dataset[n].dims == ("case",) and dataset[n].dtype.kind in "fiu"
            ]  # fmt: skip
        self.density = next((d for d in self.axes if str(d).endswith(".servers")), None)

    def label(self, name):
        """An axis's name with its unit."""
        measured = unit_word(self.dataset[name].attrs.get("units", ""))
        return f"{name}, {measured}" if measured else str(name)

    def sites(self):
        """Names of the sites."""
        return [str(v) for v in self.dataset[self.site].values] if self.site else [""]

    def options(self):
        """Names of the options."""
        return [str(v) for v in self.dataset[self.option].values] if self.option else [""]

    def values(self, name, site, option, along):
        """(n,) of a variable along an axis, NaN where a limit is exceeded; other axes at their first value."""
        if name not in self.dataset:
            return np.full(self.dataset.sizes[along], np.nan)
        where = {d: 0 for d in self.dataset[name].dims if d != along}
        if self.site in where:
            where[self.site] = self.sites().index(site)
        if self.option in where:
            where[self.option] = self.options().index(option)
        found = self.dataset[name].isel(where).values.astype(float)
        if "feasible" in self.dataset and name != "feasible":
            found = np.where(self.values("feasible", site, option, along) > 0.0, found, np.nan)
        return found

    def curves(self, site, along):
        """Figures of merit along one axis, numbers or names, for every option at a site."""
        density = along == self.density
        title = word("density_title", self.language) if density else word("axis_title", self.language, axis=str(along))
        figure = Figure(f"along_{self.axes.index(along)}", title, word("sweep_note", self.language))
        figure.legend = option_legend(self.options())
        for metric in METRICS:
            data, ends = [], []
            for i, option in enumerate(self.options()):
                y = self.values(metric, site, option, along)
                x = self.values("rack_power", site, option, along) if density else self.dataset[along].values
                named = self.dataset[along].dtype.kind not in "fiu"
                good = np.isfinite(y) if named else np.isfinite(y) & np.isfinite(np.asarray(x, float))
                if not good.any():
                    continue
                x, y = np.asarray(x)[good] if named else np.asarray(x, float)[good], y[good]
                dash = DASHES[i // len(OPTION_COLOURS) % len(DASHES)]
                data.append(line(range(len(y)) if named else x, y, option, colour(i), dash, 5, "%{x}, %{y:.4~g}"))
                data[-1] |= {"mode": "markers" if named else "lines+markers", "marker": {"size": 9 if named else 5}}
                if named:
                    data[-1] |= {"x": [str(v) for v in x], "marker": {"size": 9, "color": colour(i)}}
                elif not good.all():
                    ends.append(
                        {
                            "type": "scatter", "mode": "markers", "x": rounded(x[-1:], 2), "y": rounded(y[-1:], 5),
                            "marker": {"symbol": "x", "size": 10, "color": colour(i)}, "hoverinfo": "skip",
                        }
                    )  # fmt: skip
            if not data:
                continue
            label = self.label(along)
            layout = {
                "xaxis": axis(word("rack_power_axis", self.language) if density else label),
                "yaxis": axis(SIGNS[metric], nticks=7),
            }
            figure.panel(data + ends, layout, 320, SIGNS[metric].partition(",")[0])
        return figure

    def clouds(self, site):
        """PUE of every case over each input that varies from case to case."""
        figure = Figure("clouds", word("clouds", self.language), word("clouds_note", self.language))
        figure.legend = [(tone, text, "dot") for tone, text, _ in option_legend(self.options())]
        for name in self.drawn:
            x = self.dataset[name].values.astype(float)
            data = []
            for i, option in enumerate(self.options()):
                y = self.values("pue", site, option, "case")
                good = np.isfinite(y)
                if good.any():
                    data.append(
                        {
                            "type": "scatter", "mode": "markers", "x": rounded(x[good], 4), "y": rounded(y[good], 4),
                            "marker": {"size": 6, "color": colour(i), "opacity": 0.6},
                            "hovertemplate": f"{option}: %{{x}}, %{{y:.3f}}<extra></extra>",
                        }
                    )  # fmt: skip
            if data:
                figure.panel(data, {"xaxis": axis(self.label(name)), "yaxis": axis("PUE", nticks=7)}, 300, str(name))
        return figure

    def crossings(self, site):
        """[(metric, x, better, worse)] where curves along density cross, between whole servers by straight lines."""
        found = []
        along = self.density
        names = self.options()
        for metric in METRICS:
            for i, a in enumerate(names):
                for b in names[i + 1 :]:
                    gap = self.values(metric, site, a, along) - self.values(metric, site, b, along)
                    n = self.dataset[along].values.astype(float)
                    for (x0, g0), (x1, g1) in pairwise(zip(n, gap, strict=True)):
                        if g0 * g1 < 0.0:
                            better, worse = (a, b) if g1 < 0.0 else (b, a)
                            found.append((metric, x0 + (x1 - x0) * g0 / (g0 - g1), better, worse))
        return found

    def best(self, name, least=True):
        """(sites, options) best value of a variable over all other axes where every limit holds; NaN where none."""
        values = self.dataset[name]
        if "feasible" in self.dataset:
            values = values.where(self.dataset["feasible"] > 0.0)
        over = [d for d in values.dims if d not in (self.site, self.option)]
        found = values.min(over) if least else values.max(over)
        dims = [d for d in (self.site, self.option) if d is not None]
        return found.transpose(*dims).values.reshape(len(self.sites()), len(self.options()))

    def map(self, name, least=True):
        """A table of sites against options as a heat map with its numbers."""
        key = f"best_{name}"
        figure = Figure(key, word(key, self.language), word(f"{key}_note", self.language), wide=True)
        table = self.best(name, least)
        pue = self.best("pue")
        order = np.argsort(np.where(np.isfinite(pue), pue, np.inf).min(axis=1), kind="stable")
        form = TABLE_FORMS[name]
        texts = [["–" if not np.isfinite(v) else form.format(v) for v in table[k]] for k in order]
        data = [
            {
                "type": "heatmap",
                "z": [rounded(table[k], 4) for k in order],
                "x": [broken(o, 12) for o in self.options()],
                "y": [self.sites()[k] for k in order],
                "text": texts,
                "texttemplate": "%{text}",
                "textfont": {"size": 11},
                "colorscale": "Cividis" if not least else [[0, "#dcefe7"], [0.5, "#fff7e0"], [1, "#f2b48a"]],
                "reversescale": False,
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "hovertemplate": "%{y}, %{x}: %{text}<extra></extra>",
            }
        ]
        if not least:
            data[0]["colorscale"] = [[0, "#ffffff"], [1, "#7fb3d9"]]
        layout = {
            "xaxis": axis(side="top", showgrid=False, ticks="", tickfont={"size": 10}, tickangle=0),
            "yaxis": axis(autorange="reversed", showgrid=False, ticks=""),
        }
        figure.panel(data, layout, 90 + 24 * len(order))
        return figure
