"""Stores of sweeps: killed and resumed, full disk, another study, clusters that lose a worker, exports, misuse."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import xarray as xr

import thermo
from thermo.errors import ThermoError
from thermo.sweeping import export
from thermo.sweeping.info import info
from thermo.sweeping.store import Store

STUDY = {
    "name": "store",
    "site": {"climate": "us-ashburn"},
    "it": {"rack": "hgx-h100", "power": "1 MW", "utilization": 0.8},
    "option": [
        {"name": "air", "technology": "air", "air": {"plant": "chilled-water"}},
        {"name": "plate", "technology": "cold-plate", "liquid": {"plant": "dry-cooler"}},
    ],
}
AXES = {"it.servers": [2, 4], "option.supply_air": {"from": "22 degC", "to": "29 degC", "steps": 8}}
HOW = {"exact": False, "chunk": 4}  # 32 cases in 8 chunks
SCRIPT = f"import thermo, sys; thermo.sweep({STUDY!r}, {AXES!r}, output=sys.argv[1], threads=1, **{HOW!r})"


@pytest.fixture(scope="module")
def whole():
    """The uninterrupted sweep, in memory."""
    return thermo.sweep(STUDY, AXES, threads=2, **HOW)


def assert_same(found, whole):
    """Every variable and the measured error, bit for bit."""
    assert set(found.data_vars) == set(whole.data_vars)
    for name in whole.data_vars:
        assert found[name].values.tobytes() == whole[name].values.tobytes(), name
        assert found[name].attrs["units"] == whole[name].attrs["units"]
        assert found[name].attrs["long_name"]
    assert found.attrs["table_error"] == whole.attrs["table_error"]
    assert json.loads(found.attrs["study_json"]) == json.loads(whole.attrs["study_json"])


def done(path):
    return {p.name for p in (path / ".done").glob("*") if p.name.isdigit()} if path.exists() else set()


@pytest.mark.slow
def test_killed_at_random_points_it_goes_on(tmp_path, whole):
    """kill -9 while the store is made and after a random number of chunks; what is finished is not done again."""
    path, random = tmp_path / "out.zarr", np.random.RandomState(int(time.time()))
    for wanted in (0, *sorted(random.randint(1, 7, 2))):
        process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(path)])
        while len(done(path)) < wanted or (wanted == 0 and not list(tmp_path.glob("out.zarr*"))):
            assert process.poll() is None or len(done(path)) == 8
            time.sleep(0.002)
            if process.poll() is not None:
                break
        time.sleep(0.05 * random.rand())
        process.send_signal(signal.SIGKILL)
        process.wait()
    before = {name: (path / ".done" / name).stat().st_mtime_ns for name in done(path)}
    found = thermo.sweep(STUDY, AXES, output=path, **HOW)
    assert_same(found, whole)
    assert {name: (path / ".done" / name).stat().st_mtime_ns for name in before} == before
    assert not list(tmp_path.glob("*.new"))


def test_a_half_written_chunk_is_done_again(tmp_path, whole):
    path = tmp_path / "out.zarr"
    thermo.sweep(STUDY, AXES, output=path, **HOW)
    (path / ".done" / "3").unlink()
    pieces = [p for p in path.glob("pue/c/**/*") if p.is_file()]
    assert len(pieces) == 8
    pieces[3].write_bytes(pieces[3].read_bytes()[:7])
    store = Store(path, thermo.sweeping.store.Grid((2, 2, 8), (1, 1, 4)))
    assert store.todo() == [3]
    for piece in (p for p in path.glob("energy/c/**/*") if p.is_file()):
        if piece.relative_to(path / "energy").parts[1:4] == ("0", "1", "1"):
            piece.unlink()
    assert_same(thermo.sweep(STUDY, AXES, output=path, **HOW), whole)


def test_a_changed_study_is_refused_and_the_difference_named(tmp_path):
    path = tmp_path / "out.zarr"
    small = {"it.servers": [2, 4]}
    thermo.sweep(STUDY, small, output=path, exact=False)
    other = STUDY | {"it": STUDY["it"] | {"power": "2 MW"}}
    with pytest.raises(ThermoError, match=r'holds another sweep: it has study\.it\.power = "1 MW", now "2 MW"'):
        thermo.sweep(other, small, output=path, exact=False)
    with pytest.raises(ThermoError, match=r"axes\.it\.servers"):
        thermo.sweep(STUDY, {"it.servers": [2, 4, 6]}, output=path, exact=False)
    with pytest.raises(ThermoError, match=r"output\.exact = false, now true"):
        thermo.sweep(STUDY, small, output=path, exact=True)


def test_a_full_disk_loses_nothing(tmp_path, whole, monkeypatch):
    path, write = tmp_path / "out.zarr", Store.write

    class Full:
        def __getitem__(self, name):
            raise OSError(errno.ENOSPC, "No space left on device")

    def until_full(self, k, data, note):
        if len(self.done()) == 3:
            self._arrays = Full()
        write(self, k, data, note)

    monkeypatch.setattr(Store, "write", until_full)
    with pytest.raises(ThermoError, match="the disk is full; 3 of 8 chunks are finished and kept"):
        thermo.sweep(STUDY, AXES, output=path, **HOW)
    monkeypatch.undo()
    told = info(path)
    assert (told["chunks_done"], told["cases_done"], told["finished"]) == (3, 12, False)
    assert_same(thermo.sweep(STUDY, AXES, output=path, **HOW), whole)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_loses_a_worker_gives_the_same_bits(tmp_path, whole):
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        pids, path, lost = list(client.run(os.getpid).values()), tmp_path / "out.zarr", []

        def step(n, total):
            if n == 2 and not lost:
                lost.append(os.kill(pids[0], signal.SIGKILL))

        found = thermo.sweep(STUDY, AXES, output=path, client=client, step=step, **HOW)
        assert lost == [None]
        assert_same(found, whole)
        assert_same(thermo.sweep(STUDY, AXES, client=client, **HOW), whole)  # columns sent back, not written there


def test_exports_hold_every_case(tmp_path, whole):
    pandas = pytest.importorskip("pandas")
    for ending in (".csv", ".parquet", ".xlsx", ".nc"):
        path = tmp_path / f"cases{ending}"
        export.write(whole, path)
        if ending == ".nc":
            with xr.open_dataset(path, engine="h5netcdf") as found:
                assert found["pue"].equals(whole["pue"])
                assert found.attrs["study"] == "store"
            continue
        read = {".csv": pandas.read_csv, ".parquet": pandas.read_parquet, ".xlsx": pandas.read_excel}[ending]
        table = read(path)
        assert len(table) == 32
        assert {"option", "it.servers", "option.supply_air [degC]", "pue", "energy.chillers [kWh]", "limit"} <= set(
            table
        )
        row = table[(table["option"] == "plate") & (table["it.servers"] == 4)].iloc[3]
        case = whole.sel({"option": "plate", "it.servers": 4}).isel({"option.supply_air": 3})
        assert row["option.supply_air [degC]"] == 25.0
        np.testing.assert_allclose(row["energy_total [kWh]"], case["energy_total"], rtol=1e-14)
        assert row["limit"] == case["limit"].attrs["words"][int(case["limit"])]
    with pytest.raises(ThermoError, match=r"ending '.txt' is not known"):
        export.write(whole, tmp_path / "cases.txt")


@pytest.mark.slow
def test_a_damaged_store_is_named_and_mended(tmp_path, whole):
    """A flipped byte, a lost file, a cut marker and cut metadata: each is told, and computed or restored again."""
    path = tmp_path / "out.zarr"
    thermo.sweep(STUDY, AXES, output=path, threads=1, **HOW)
    assert info(path)["damaged"] == {}
    file = next(f for f in sorted((path / "pue" / "c").rglob("*")) if f.is_file())
    data = file.read_bytes()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    (path / ".done" / "5").write_text('{"seconds": 1')
    told = info(path)
    assert sorted(told["damaged"]) == ["0", "5"]
    assert told["damaged"]["0"] == ["pue"]
    assert not told["finished"]
    meta = path / "energy_total" / "zarr.json"
    root = path / "zarr.json"
    for cut in (meta, root):
        text = cut.read_bytes()
        cut.write_bytes(text[: len(text) // 2])
    with pytest.raises(ThermoError, match="damaged; run the same sweep again"):
        info(path)
    found = thermo.sweep(STUDY, AXES, output=path, threads=1, **HOW)
    assert_same(found, whole)
    told = info(path)
    assert told["finished"]
    assert told["damaged"] == {}
    for words in ("zarr.json was damaged and is restored", "chunk 0 was damaged (pue)", "chunk 5 was damaged"):
        assert any(words in text for text in told["repaired"]), words


MISUSE = {
    "no such key": ({"it.server": [1]}, {}, "Did you mean 'servers'"),
    "no such head": ({"hall.size": [1]}, {}, "starts with one of site, it, option, economics"),
    "no such group": ({"it.gpu.servers": [1]}, {}, "gpu"),
    "empty": ({"it.servers": []}, {}, "empty axis"),
    "no axis": ({}, {}, "no axis is given"),
    "no such option": ({"option": ["air", "plates"]}, {}, "Did you mean 'plate'"),
    "collide": (
        {"option.supply_air": ["24 degC"], "option.air.supply_air": ["25 degC"]},
        {},
        "collide: both set option",
    ),
    "too many": (
        {p: {"from": 1, "to": 1e6, "steps": 10**6} for p in ("it.servers", "it.racks")},
        {},
        r"= 2e\+12 cases.*core-years.*TB",
    ),
    "zip of two lengths": (
        {"it.servers": [2, 4], "option.supply_air": ["24 degC"]},
        {"design": "zip"},
        "it.servers has 2, option.supply_air has 1",
    ),
    "no samples": ({"it.servers": [2, 4]}, {"design": "latin-hypercube"}, "needs samples"),
    "no such design": ({"it.servers": [2, 4]}, {"design": "gird"}, "Did you mean 'grid'"),
    "a value out of range": ({"option.supply_air": ["24 degC", "99 degC"]}, {}, "out of range"),
    "no unit": ({"option.supply_air": [24]}, {}, "has no unit"),
    "no such hourly": ({"it.servers": [2]}, {"hourly": ["utilty"]}, "Did you mean 'utility'"),
    "no scheduler": ({"it.servers": [2]}, {"scheduler": "tcp://127.0.0.1:1"}, "no scheduler answers there"),
    "no workers": ({"it.servers": [2]}, {"workers": 0}, "is not a number of processes"),
    "not a store": ({"it.servers": [2]}, {"output": "cases.csv"}, r"end in \.zarr"),
    "no folder": ({"it.servers": [2]}, {"output": "/no/such/place/out.zarr"}, "is not a folder"),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", MISUSE)
def test_misuse_is_one_sentence(name, monkeypatch):
    axes, how, words = MISUSE[name]
    monkeypatch.setattr("thermo.sweeping.cluster.PATIENCE", "1 s")
    with pytest.raises(ThermoError, match=f"(?s){words}"):
        thermo.sweep(STUDY, axes, **how)


def test_what_is_there_already_is_not_overwritten(tmp_path):
    path = tmp_path / "out.zarr"
    path.mkdir()
    (path / "thesis.txt").write_text("years of work")
    with pytest.raises(ThermoError, match="exists and is no sweep of thermo"):
        thermo.sweep(STUDY, {"it.servers": [2]}, output=path)
    shutil.rmtree(path)
    new = tmp_path / "out.zarr.new"
    new.mkdir()
    (new / "thesis.txt").write_text("years of work")
    with pytest.raises(ThermoError, match="is something else"):
        thermo.sweep(STUDY, {"it.servers": [2]}, output=path)
    assert (new / "thesis.txt").exists()
