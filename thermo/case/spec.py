"""What to build: one site and one option of a study, and changes on top of them.

A change has the path that a study, `Study.vary` and a sweep's axis use, with a value as a study holds it:
"option.air.approach", "option.spray.drain_width", "it.compute.servers". Beside these "it.compute.rack.chip_tdp" is a
field of the group's rack record in engine units, which no study file holds.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from thermo import weather
from thermo.errors import LibraryError, nearest
from thermo.vocabulary import STREAMS


@dataclass
class Spec:
    """A study, one of its sites and options, the site's weather, and changes by path."""

    study: Any
    place: Any
    choice: Any
    weather: Any
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def site(self):
        """The site's name."""
        return self.place.name

    @property
    def option(self):
        """The option's name."""
        return self.choice.name

    def changed(self, changes):
        """This spec with changes on top of its own.

        Raises
        ------
        LibraryError
            For a path that this spec has no place for.
        """
        known = [f"option.{table}." for table in (*STREAMS, self.choice.technology)]
        for group in self.study.groups():
            known += [f"it.{group.name}.servers", f"it.{group.name}.rack."]
        for path in changes:
            if not any(path == k or (k.endswith(".") and path.startswith(k) and path != k) for k in known):
                raise LibraryError(f"'{path}' is no change of a case. {nearest(path, known)}")
        return replace(self, changes=self.changes | changes)

    def table(self, name):
        """A table of the option (a stream or a technology), changes on top."""
        return dict(getattr(self.choice, name.replace("-", "_"))) | self._below(f"option.{name}.")

    def servers(self, group):
        """Servers that share a rack of a group; None for the rack's own number."""
        return self.changes.get(f"it.{group.name}.servers", group.servers)

    def rack_fields(self, group):
        """Fields of a group's rack record that are changed, in engine units."""
        return self._below(f"it.{group.name}.rack.")

    def overrides(self, technology):
        """A technology's inputs as the option and the changes give them, in engine units by the record's fields."""
        given = self._below(f"option.{technology}.")
        if not given:
            return self.choice.overrides(technology)
        table = technology.replace("-", "_")
        own = self.choice.model_copy(update={table: dict(getattr(self.choice, table)) | given})
        return own.overrides(technology)

    def _below(self, head):
        return {path[len(head) :]: value for path, value in self.changes.items() if path.startswith(head)}


def cases_of(study, known=None):
    """A Spec for every site and option of a study, weather read once per site; `known` weather by site's name."""
    specs = []
    for place in study.sites():
        weather = (known or {}).get(place.name) or weather_of(place)
        specs += [Spec(study, place, choice, weather) for choice in study.option]
    return specs


def weather_of(place):
    """The weather of a site: its file, or the built-in year of its climate."""
    if place.weather is not None:
        return weather.read(place.weather, altitude=place.altitude, humidity=place.humidity)
    return weather.builtin(place.climate)
