"""The figures of a brokerage note on AI compute in China (Soochow Securities, April 2024), computed again.

Each stands with its verdict: what re-derives must match to the digits printed, what does not is shown with our value
and the reason. Tolerance is half of the last digit printed, unless the verdict says otherwise.
"""

from thermo.markets import formulas as m

NOTE = "Soochow Securities note, April 2024"
WAN, YI = 1e4, 1e8  # 万, 亿
COLD_PLATE, IMMERSION = 4.0, 11.818  # CNY/W
SERVER = 10e3  # W


def case(number, name, expected, value, tolerance, verdict):
    """One figure: number in the note's list, what it prints, what follows from its inputs."""
    difference = None if expected is None or value is None else value - expected
    return {
        "name": f"brokerage figure {number}: {name}",
        "expected": expected,
        "value": value,
        "difference": difference,
        "tolerance": tolerance,
        "ok": difference is not None and abs(difference) <= tolerance * (1.0 + 1e-12),
        "source": f"{NOTE}: {verdict}",
    }


def at_least(number, name, bound, value, verdict):
    """A claim of one side, which any figure above its bound bears out."""
    return case(number, name, bound, value, 0.0, verdict) | {"kind": "at least", "ok": value >= bound}


def cases():
    """All figures of the note that carry arithmetic."""
    return [*compute_cases(), *cost_cases(), *network_cases()]


def compute_cases():
    """Chips, campaigns and the server market."""
    from thermo.library import find

    day = 86400.0
    energy = 15e6 * 90.0 * day
    gb200 = find("servers", "gb200-tray")
    chips = gb200.si("chip_count", "count") * 18.0
    hosts = gb200.si("host_count", "count") * 18.0
    market_2022 = 9.1 / (1.0 + 0.825)
    growth = 100.0 * m.growth_rate(market_2022, 13.4, 5.0)
    return [
        at_least(1, "transistors, B200 over H100", 2.0, 208e9 / 80e9, "'more than 2 times': true but loose (2.6)"),
        case(2, "performance, B200 over H100", 5.0, 20.0 / 4.0, 0.0, "exact, but FP4 against sparse FP8"),
        case(3, "units, 8,000 Hopper over 2,000 Blackwell", 4.0, 8000.0 / 2000.0, 0.0, "consistent; power 3.75 times"),
        case(4, "energy of 8,000 Hopper, 90 days [GWh]", 32.4, energy / 3.6e12, 0.05, "exact"),
        case(5, "power per Hopper [W]", 1875.0, 15e6 / 8000.0, 0.5, "exact"),
        case(5, "power per Blackwell [W]", 2000.0, 4e6 / 2000.0, 0.5, "exact"),
        case(6, "power per Hopper over DGX H100's [1]", 1.47, 1875.0 / nameplate("dgx-h100"), 0.005, "1275 W a GPU"),
        case(7, "H100 of ten model companies", 80000.0, 10.0 * 8000.0, 0.0, "exact; 150 MW at 1.875 kW"),
        case(8, "AI server market, growth 2022 to 2027 [%]", 21.8, growth, 0.1, "21.86: the note cuts, does not round"),
        case(17, "GPUs of GB200 NVL72", 72.0, chips, 0.0, "exact; '25 times' is a claim without inputs"),
        case(17, "CPUs of GB200 NVL72", 36.0, hosts, 0.0, "exact"),
    ]


def nameplate(rack):
    """Nameplate per chip of a rack of the library [W]."""
    from thermo.markets.fleet import power_per_chip

    return power_per_chip(rack)


def cost_cases():
    """Costs per server, the stock and new build."""
    one = {"immersion": 1.0}
    server_immersion = m.conversion_cost(1.0, SERVER, 1.0, one, {"immersion": IMMERSION})["immersion"]
    server_plate = m.conversion_cost(1.0, SERVER, 1.0, {"cold-plate": 1.0}, {"cold-plate": COLD_PLATE})["cold-plate"]
    new = m.conversion_cost(65 * WAN, SERVER, 1.0, {"cold-plate": 1.0}, {"cold-plate": COLD_PLATE})["cold-plate"]
    tanks = m.conversion_cost(65 * WAN, SERVER, 1.0, one, {"immersion": IMMERSION})["immersion"]
    percent = m.conversion_cost(1900 * WAN, SERVER, 0.01, {"cold-plate": 1.0}, {"cold-plate": COLD_PLATE})
    percent |= m.conversion_cost(1900 * WAN, SERVER, 0.01, one, {"immersion": IMMERSION})
    ceiling = m.conversion_cost(520 * WAN, 2500.0, 1.0, {"cold-plate": 1.0}, {"cold-plate": COLD_PLATE})
    ceiling |= m.conversion_cost(520 * WAN, 2500.0, 1.0, one, {"immersion": IMMERSION})
    path = m.growth_path(65.0, 0.18, 2022, 2027)
    return [
        case(9, "immersion of a 10 kW server [CNY]", 110000.0, server_immersion, 500.0, "118,180: 11.8 万 cut to 11"),
        case(9, "immersion of a 10 kW server, uncut [CNY]", 118180.0, server_immersion, 0.5, "11,818 CNY/kW × 10 kW"),
        case(10, "cold plates of a 10 kW server [CNY]", 40000.0, server_plate, 0.5, "exact; an assumption, not data"),
        case(11, "servers per rack of the stock", 3.65, 1900.0 / 520.0, 0.005, "consistent ratio only"),
        case(12, "retrofit market [亿 CNY]", None, None, 0.0, "its table is lost, and penetrations and shares with it"),
        case(12, "1 % of the stock on plates [亿 CNY]", 76.0, percent["cold-plate"] / YI, 0.5, "sensitivity of 12"),
        case(12, "1 % of the stock in tanks [亿 CNY]", 224.5, percent["immersion"] / YI, 0.05, "sensitivity of 12"),
        case(13, "power of the stock at 10 kW a server [GW]", 13.0, 1900 * WAN * SERVER / 1e9, 1.0, stock_words()),
        case(13, "5.2 million racks of 2.5 kW on plates [亿 CNY]", 520.0, ceiling["cold-plate"] / YI, 0.5, "13 GW"),
        case(13, "the same in tanks [亿 CNY]", 1536.0, ceiling["immersion"] / YI, 0.5, "13 GW"),
        case(14, "new build 2027, all cold plates [亿 CNY]", 260.0, new / YI, 0.05, "exact; 6.5 GW"),
        case(14, "the same servers in tanks [亿 CNY]", 768.17, tanks / YI, 0.005, "exact"),
        case(15, "shipments 2022 [万]", 28.412, path[2022], 0.0005, "consistent with 65 万 in 2027 and 18 %"),
        case(15, "shipments 2023 to 2027 [万]", 239.9, sum(list(path.values())[1:]), 0.05, "consistent"),
    ]


def stock_words():
    """Why the note's stock is refused, in the words of the engine."""
    from thermo.markets.fleet import market

    entry = market(
        {
            "prices": {"scenario": "brokerage-2024"},
            "stock": [
                {
                    "count": 1900 * WAN,
                    "power": "10 kW",
                    "penetration": 0.01,
                    "shares": {"cold-plate": 1.0},
                    "country": "CN",
                }
            ],
        }
    )["stock"][0]
    assert entry["cost"] is None
    return "a flaw: " + entry["limits"][0]


def network_cases():
    """The compute network: IaaS revenue, idle compute, what a dispatcher keeps."""
    idle = m.idle_revenue(4778.2 * YI, 0.35)
    rounded = m.idle_revenue(4778.0 * YI, 0.35)
    return [
        case(18, "IaaS 2022 [亿 CNY]", 3413.0, 2442.0 + 971.0, 0.0, "exact; how 971 was obtained is not shown"),
        case(19, "compute of 2023 behind 300 EFLOPS [EFLOPS]", 214.3, 300.0 / 1.4, 0.05, "consistent"),
        case(20, "IaaS 2025 [亿 CNY]", 4778.2, 3413.0 * 1.4, 0.05, "exact; revenue taken proportional to EFLOPS"),
        case(21, "idle compute [亿 CNY]", 8873.0, rounded / YI, 0.5, "exact from the rounded base"),
        case(21, "idle compute, unrounded base [亿 CNY]", 8873.8, idle / YI, 0.05, "exact"),
        case(21, "idle compute at 30 % [亿 CNY]", 11149.0, m.idle_revenue(4778.0 * YI, 0.30) / YI, 0.5, "sensitivity"),
        *[
            case(22, f"dispatch at {take:.0%} [亿 CNY]", kept, 8873.0 * take, 0.005, f"exact; printed {round(kept)}")
            for take, kept in ((0.05, 443.65), (0.08, 709.84), (0.10, 887.30))
        ],
    ]
