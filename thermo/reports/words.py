"""The words of the page, in English and Chinese, and the engine's sentences in Chinese.

Sentences of limits and warnings are made by the engine in English. `say` finds the template a sentence was made from
and fills the Chinese one with the same figures; a sentence without a Chinese template stays as it is.
"""

import re
from functools import cache

LANGUAGES = ("en", "zh")

# key: (English, Chinese)
WORDS = {
    "report": ("Cooling report", "冷却方案报告"),
    "site": ("Site", "地点"),
    "sites": ("Sites", "地点"),
    "option": ("Option", "方案"),
    "made": ("Made by thermo {version}", "由 thermo {version} 生成"),
    "findings": ("In short", "要点"),
    "comparison": ("Comparison", "方案对比"),
    "limits": ("Limits and notes", "超限与提示"),
    "policies": ("Rules that apply", "适用的政策要求"),
    "year": ("Through the year", "全年运行"),
    "places": ("Sites against caps", "各地点与限值"),
    "density": ("Density", "机柜密度"),
    "money": ("Costs", "费用"),
    "optimum": ("Set points", "设定值优化"),
    "inputs": ("Inputs the study gives", "算例给定的输入"),
    "terms": ("Words used", "名词解释"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "none": ("none", "无"),
    "met": ("met", "达标"),
    "missed": ("missed", "未达标"),
    "unjudged": ("not judged", "未判定"),
    "no_limits": ("No limit is exceeded.", "未超过任何限值。"),
    "feasible_count": (
        "{n} of {m} options keep every limit, with one spare unit of every kind out.",
        "{m} 个方案中有 {n} 个满足全部限值（每类设备各停一台备用）。",
    ),
    "lowest_pue": ("Lowest PUE: {name}, {value}.", "PUE 最低：{name}，{value}。"),
    "best_chip": (
        "Least energy per chip-hour: {name}, {value} kWh{less}.",
        "单位芯片小时能耗最低：{name}，{value} kWh{less}。",
    ),
    "less_than": (", {percent} less than {other}", "，比 {other} 低 {percent}"),
    "best_water": ("Least water: {name}, {value} m³ a year.", "用水最少：{name}，每年 {value} m³。"),
    "best_tco": (
        "Least total cost of ownership: {name}, {value}.",
        "总拥有成本最低：{name}，{value}。",
    ),
    "at_site": (" at {site}", "（地点：{site}）"),
    "only_feasible": ("Only options that keep every limit are ranked.", "仅对满足全部限值的方案排序。"),
    "none_feasible": (
        "No option keeps every limit; the figures below say by how much each falls short.",
        "没有方案满足全部限值；下文给出各方案的差距。",
    ),
    "caps_short": ("Missed: {names}.", "未达标：{names}。"),
    "detail_site": (
        "Hourly figures are of {site}; `--site` chooses another: {others}.",
        "逐时图为 {site}；用 `--site` 选择其他地点：{others}。",
    ),
    "missing_hourly": (
        "“{title}” needs hourly values, which this file does not hold: run `thermo evaluate STUDY -o result.nc` and "
        "`thermo report result.nc`.",
        "“{title}”需要逐时数据，该文件不含：请运行 `thermo evaluate 算例 -o result.nc`，再运行 "
        "`thermo report result.nc`。",
    ),
    "missing_document": (
        "The comparison, limits and rules need an evaluation: run `thermo evaluate STUDY -o result.nc` and give that "
        "file too.",
        "方案对比、限值与政策需要评估结果：请运行 `thermo evaluate 算例 -o result.nc` 并一并给出该文件。",
    ),
    "missing_density": (
        "Density curves: run `thermo frontier STUDY -o frontier.json` and give both files, "
        "`thermo report result.nc frontier.json`.",
        "密度曲线：请运行 `thermo frontier 算例 -o frontier.json`，再运行 `thermo report result.nc frontier.json`。",
    ),
    "missing_money": (
        "Costs: the result holds none; give `[economics]` and prices in the study.",
        "费用：结果中没有费用；请在算例中给出 `[economics]` 和价格。",
    ),
    "script": ("The figures need JavaScript; the tables do not.", "图需要启用 JavaScript；表格不需要。"),
    "swipe": ("Swipe sideways to see all of it.", "可左右滑动查看全部。"),
    # figures
    "end_uses": ("Where the energy goes beyond the chips", "芯片以外的能耗去向"),
    "end_uses_note": (
        "Energy of the year by end use, in percent of what chips, memory and drives take; bars end at TUE − 1, which "
        "counts fans and supplies inside the rack as overhead.",
        "全年各用途能耗占芯片、内存和硬盘能耗的百分比；条形总长为 TUE − 1，机柜内风扇和电源也计为附加能耗。",
    ),
    "end_uses_axis": ("% of the chips' energy", "占芯片能耗的百分比"),
    "heat_map": ("PUE over the year", "全年 PUE"),
    "heat_map_note": (
        "Each column is a day, each row an hour of the day (local standard time). One colour scale for all options.",
        "每列为一天，每行为一天中的一小时（当地标准时）。各方案使用同一色标。",
    ),
    "hour_of_day": ("hour of day", "时刻"),
    "months": ("Monthly energy by end use", "各月分项能耗"),
    "months_note": (
        "Energy beyond chips, memory and drives, which take {value} a month on average in the first option and are "
        "not drawn. One scale for all options.",
        "不含芯片、内存和硬盘的能耗（首个方案平均每月 {value}，未画出）。各方案使用同一比例。",
    ),
    "duration": ("Load duration", "负荷持续曲线"),
    "duration_note": (
        "Power from the utility, hours sorted from the highest; the left end sizes the connection.",
        "电网供电功率，按小时从高到低排列；左端决定接入容量。",
    ),
    "duration_x": ("hours a year at or above", "全年达到或超过的小时数"),
    "power_mw": ("power, MW", "功率，MW"),
    "sankey": ("Power and heat, from the meter to outdoor air", "从电表到室外的电力与热量"),
    "sankey_note": (
        "Energy of the year, {unit}. Heat that never enters a cooled room leaves beside the plant: transformers and "
        "pumps in plant rooms, fans and compressors outdoors.",
        "全年能量，{unit}。未进入被冷却房间的热量不经冷却系统直接散出：机房外的变压器和水泵、室外风机和压缩机等。",
    ),
    "meter": ("Utility meter", "电表"),
    "rack_heat": ("IT equipment", "IT 设备"),
    "facility_node": ("Facility", "基础设施"),
    "liquid_heat": ("Heat into liquid", "进入液体的热"),
    "air_heat": ("Heat into air", "进入空气的热"),
    "plant_node": ("Plant", "冷却"),
    "straight": ("Outside cooled rooms", "不经冷却系统"),
    "outdoors": ("Outdoors", "室外"),
    "customer": ("Heat customer", "供热用户"),
    "psychro": ("Outdoor air and cooling mode", "室外空气状态与冷却模式"),
    "psychro_note": (
        "Hours of the year on the psychrometric chart; a mark's area is its number of hours. Grey lines: relative "
        "humidity 20 to 100 %.",
        "全年各小时在焓湿图上的位置；点的面积表示小时数。灰线为相对湿度 20% 至 100%。",
    ),
    "psychro_stream": ("{stream} stream", "{stream}侧"),
    "stream_air": ("air", "空气"),
    "stream_liquid": ("liquid", "液体"),
    "dry_bulb": ("outdoor dry bulb, °C", "室外干球温度，°C"),
    "humidity": ("humidity ratio, g/kg", "含湿量，g/kg"),
    "free": ("free cooling", "自然冷却"),
    "partial": ("compressors help", "部分自然冷却"),
    "mechanical": ("compressors carry all", "机械制冷"),
    "hours_unit": ("h", "小时"),
    "margins": ("Temperature margins", "温度裕度"),
    "margins_note": (
        "How far temperatures stay below their limits: dot at the tightest hour of the year, band to the widest. "
        "Left of zero a limit is exceeded.",
        "温度与限值之间的裕度：圆点为全年最小值，色带延伸至最大值。零线左侧表示超限。",
    ),
    "margins_axis": ("margin, K", "裕度，K"),
    "margin_chip": ("Junction to throttling", "结温至降频"),
    "margin_case": ("Case", "壳温"),
    "margin_memory": ("Memory", "内存"),
    "margin_intake": ("Server intake", "服务器进风"),
    "margin_coolant": ("Coolant", "冷却液"),
    "ranking": ("PUE of sites and options against caps", "各地点各方案的 PUE 与限值"),
    "ranking_note": (
        "Black bars are caps that apply, the strictest of each kind; hollow marks are options that exceed a limit.",
        "黑色竖线为适用的限值（每类取最严）；空心标记为存在超限的方案。",
    ),
    "law": ("law", "法规"),
    "target": ("target", "目标"),
    "incentive": ("incentive", "激励"),
    "voluntary": ("voluntary", "自愿"),
    "draft": ("draft", "草案"),
    "report_status": ("reporting duty", "报告义务"),
    "cap": ("cap", "限值"),
    "pue_axis": ("annual PUE", "全年 PUE"),
    "density_title": ("Energy along density", "能效随密度的变化"),
    "density_curve": ("{metric} along density", "{metric} 随密度的变化"),
    "density_note": (
        "More servers share the rack's height to the right; options stand at the same servers, by their nameplate in "
        "air-cooled form. Crosses mark the densest rack that keeps every limit; dotted lines, where one option "
        "overtakes another.",
        "向右为同一机柜高度内服务器更多；各方案按相同服务器数、以风冷形式的铭牌功率表示。叉号为满足全部限值的最高密度；"
        "虚线为一个方案开始优于另一个方案的密度。",
    ),
    "density_axis": ("rack nameplate, kW", "机柜铭牌功率，kW"),
    "density_ends": ("Densest rack and what ends it", "最高密度及其限制因素"),
    "densest": ("Densest rack, kW nameplate", "最高密度（铭牌），kW"),
    "full_load": ("Its power at full load, kW", "满载功率，kW"),
    "servers": ("Whole servers", "整数服务器"),
    "chips_could": ("Power chips could take there, and what ends it", "该密度下芯片可达功率及其限制因素"),
    "ended_by": ("Ended by", "限制因素"),
    "crossovers": ("Crossovers", "交叉点"),
    "crossover": (
        "{metric}: above {power} kW a rack {better} is better than {worse}.",
        "{metric}：单柜超过 {power} kW 时，{better} 优于 {worse}。",
    ),
    "no_crossover": (
        "No option overtakes another between {low} and {high} kW a rack.",
        "单柜 {low} 至 {high} kW 之间没有方案互相超越。",
    ),
    "waterfall": ("Cost from capital to total cost of ownership", "从投资到总拥有成本"),
    "waterfall_note": (
        "Present value over {horizon} at a discount rate of {rate}, by group; green lowers the cost. One scale for all "
        "options.",
        "{horizon} 内按贴现率 {rate} 计算的现值，按类别；绿色为抵减。各方案使用同一比例。",
    ),
    "tornado": ("What moves the result", "结果对什么最敏感"),
    "tornado_note": (
        "Value of each option with one input at its tenth and ninetieth percentile and the others at their modes; the "
        "line is the result as given.",
        "单个输入取第 10 与第 90 百分位、其余取众数时各方案的结果；竖线为给定结果。",
    ),
    "spread": ("P10 | P50 | P90 of {n} samples", "{n} 个样本的 P10 | P50 | P90"),
    "money_note": (
        "In {currency}, millions where marked M; prices of {book}; baseline: {baseline}.",
        "币种 {currency}，标 M 者单位为百万；价格集 {book}；基准方案：{baseline}。",
    ),
    "cooling_capital": ("Cooling, capital", "冷却投资"),
    "electrical_capital": ("Electrical, capital", "电气投资"),
    "building_capital": ("Building, capital", "建筑投资"),
    "it_capital": ("IT, capital", "IT 投资"),
    "overhead_capital": ("Commissioning, contingency, soft", "调试、预备费与软成本"),
    "replacement": ("Replacement", "更换"),
    "electricity": ("Electricity, all charges", "电费（含需量等）"),
    "water_cost": ("Water", "水费"),
    "maintenance": ("Maintenance", "维护"),
    "other_cost": ("Carbon, heat, other", "碳、售热及其他"),
    "residual": ("Left at the end", "期末残值"),
    "npv": ("NPV", "净现值"),
    "npv_against_baseline": ("NPV against the baseline", "相对基准方案的净现值"),
    "tco": ("Total cost of ownership, M", "总拥有成本，百万"),
    "pue": ("PUE", "PUE（全年）"),
    "cost_per_chip_hour": ("Cost of a chip-hour", "单位芯片小时成本"),
    "sweep": ("Sweep", "参数扫描"),
    "sweep_about": ("{cases} cases, {done} within every limit.", "共 {cases} 个工况，{done} 个满足全部限值。"),
    "sweep_curves": (
        "Curves are of {site}; other axes stand at their first value.",
        "曲线为 {site}；其余变量取第一个值。",
    ),
    "sweep_note": (
        "Only cases within every limit are drawn; a cross marks the last one before a limit.",
        "仅画出满足全部限值的工况；叉号为超限前的最后一个。",
    ),
    "sweep_crossover": (
        "{metric}: from {servers} servers a rack, {better} is better than {worse}.",
        "{metric}：单柜约 {servers} 台服务器起，{better} 优于 {worse}。",
    ),
    "clouds": ("PUE over what varies", "PUE 与各变量"),
    "clouds_note": (
        "One dot per case within every limit; all inputs vary at once.",
        "每个点为一个满足全部限值的工况；各变量同时变化。",
    ),
    "axis_title": ("Along {axis}", "随 {axis} 的变化"),
    "rack_power_axis": ("rack power at full load, kW", "满载机柜功率，kW"),
    "best_pue": ("Lowest PUE by site and option", "各地点各方案的最低 PUE"),
    "best_pue_note": (
        "Lowest annual PUE over the other axes among cases within every limit; best site first.",
        "满足全部限值的工况中，其余变量下的最低全年 PUE；最优地点在前。",
    ),
    "best_rack_power": ("Densest rack by site and option, kW", "各地点各方案的最高单柜功率，kW"),
    "best_rack_power_note": (
        "Highest rack power at full load among the sweep's cases within every limit.",
        "扫描工况中满足全部限值的最高满载机柜功率。",
    ),
    "low": ("low", "低值"),
    "high": ("high", "高值"),
    "optimum_note": (
        "Set points chosen to minimise {goal}, every figure from the full year.",
        "以{goal}最小为目标选出的设定值，数值均为全年计算结果。",
    ),
    "set_point": ("Set point", "设定值"),
    "study_value": ("Study", "算例"),
    "chosen": ("Chosen", "选出"),
    "bounds": ("Bounds", "范围"),
    "gain": ("Gain", "收益"),
    "active": ("What holds it", "起作用的约束"),
    "per_goal_energy": ("Energy per chip-hour", "单位芯片小时能耗"),
    "per_goal_tco": ("Total cost of ownership", "总拥有成本"),
    "per_goal_carbon": ("Carbon per chip-hour", "单位芯片小时碳排放"),
    "per_goal_water": ("Water per chip-hour", "单位芯片小时用水"),
    "goal_energy": ("energy", "能耗"),
    "goal_tco": ("total cost of ownership", "总拥有成本"),
    "goal_carbon": ("carbon", "碳排放"),
    "goal_water": ("water", "用水"),
    "input": ("Input", "输入"),
    "comparison_technology": ("Technology", "冷却技术"),
    "all_options": ("All options", "所有方案"),
    "value": ("Value", "数值"),
    "unit": ("Unit", "单位"),
    "defaults_note": (
        "{n} further inputs stand at their sourced defaults; `thermo show` and the result file list them.",
        "其余 {n} 项输入取有来源的默认值；`thermo show` 和结果文件列出全部。",
    ),
    "rule": ("Rule", "政策"),
    "status": ("Status", "性质"),
    "metric": ("Metric", "指标"),
    "limit": ("Limit", "限值"),
    "verdict": ("Verdict", "结论"),
    "by": ("by {by}", "差 {by}"),
    "unsourced": ("figure not sourced", "数值无来源"),
    # groups of end uses
    "it_compute": ("Chips, memory, drives", "芯片、内存、硬盘"),
    "rack_supply": ("Rack supplies and regulators", "机柜电源与稳压"),
    "it_fans": ("Server fans and pumps", "服务器风扇与泵"),
    "electrical": ("UPS, distribution, transformer", "UPS、配电、变压器"),
    "terminal_fans": ("Terminal fans", "末端风机"),
    "pumps": ("Pumps", "水泵"),
    "chillers": ("Compressors", "压缩机"),
    "heat_rejection_fans": ("Heat rejection fans", "散热风机"),
    "other": ("Lighting, heating, heat pumps", "照明、加热、热泵等"),
    "short_it_compute": ("Chips, memory, drives", "芯片、内存、硬盘"),
    "short_rack_supply": ("Rack supplies", "机柜电源"),
    "short_it_fans": ("Server fans", "服务器风扇"),
    "short_electrical": ("Electrical losses", "供电损耗"),
    "short_heat_rejection_fans": ("Rejection fans", "散热风机"),
    "short_other": ("Heating, lighting", "加热、照明等"),
    "overview": ("All sites", "所有地点"),
    "full_table": ("{site}: all figures", "{site}：全部指标"),
    "full_rules": ("{site}: rules that apply", "{site}：适用政策"),
    "best_marked": ("Shaded: the best of the options that keep every limit.", "底色表示满足全部限值的方案中最优者。"),
}

# variable: Chinese label of a row of the comparison; English stands in reports.table
LABELS = {
    "feasible": "可行",
    "pue": "PUE",
    "pue_worst_hour": "最差小时 PUE",
    "pue_design_hour": "设计工况 PUE",
    "tue": "TUE",
    "itue": "ITUE",
    "energy_per_chip_hour": "单位芯片小时能耗",
    "energy_per_pflop_hour": "单位 PFLOP 小时能耗",
    "compute_delivered": "实际交付算力",
    "energy_total": "总能耗",
    "energy_it": "IT 能耗",
    "power_peak": "峰值功率",
    "server_fan_share": "服务器风扇占 IT 能耗",
    "wue": "WUE",
    "water": "用水",
    "cue": "CUE",
    "erf": "ERF",
    "heat_liquid_fraction": "进入液体的热占比",
    "chip_temperature_max": "最高结温",
    "chip_margin_min": "距降频裕度",
    "supply_temperature_max": "最高供给温度",
    "hours_over_limit": "超限小时数",
    "hours_throttled": "降频小时数",
    "hours_free_cooling.air": "空气侧自然冷却",
    "hours_free_cooling.liquid": "液体侧自然冷却",
    "rack_power": "单柜功率",
    "rack_power_max": "可冷却的最高单柜功率",
    "it_power_available": "给定接入容量下的 IT 功率",
    "mlc": "年化 MLC",
    "elc": "设计 ELC",
    "area": "面积",
    "floor_load": "楼板荷载",
    "critical_heat_flux_margin": "临界热流裕度",
    "capex": "投资",
    "opex_annual": "年运行费用",
    "npv": "净现值",
    "irr": "增量内部收益率",
    "payback": "回收期（年）",
    "tco": "总拥有成本",
    "lcoc": "冷却成本（每 kWh IT）",
    "cost_per_chip_hour": "单位芯片小时成本",
    "cost_per_pflop_hour": "单位 PFLOP 小时成本",
    "capex_it": "其中服务器与网络",
    "capex_per_kw": "不含 IT 的单位功率投资（每 kW）",
    "capex_cooling": "其中冷却",
    "npv_against_baseline": "相对基准方案",
    "payback_discounted": "贴现回收期（年）",
    "lcoc_kw_year": "冷却成本（每 kW·年）",
    "lease_revenue": "年租赁收入",
    "margin": "利润率",
    "freed_power": "释放的 IT 功率（kW）",
    "freed_space": "释放的面积（m²）",
    "exit_quality_max": "最高出口干度",
    "exit_quality_margin": "距干涸裕度",
    "fluid_charge": "冷却液充注量",
    "fluid_loss": "冷却液年损失",
}

RULE_METRICS = {
    "pue_at_full_load": "满载 PUE",
    "renewable_share": "可再生能源占比",
    "domestic_share": "国产化占比",
    "nabers_stars": "NABERS 星级",
    "mlc_design": "设计 MLC",
    "report": "报告",
}
SET_POINTS = {
    "supply_air": "末端送风温度",
    "supply_liquid": "机柜进口冷却液温度",
    "flow": "冷却液设计流量",
    "approach": "冷却塔或冷却器逼近度（尺寸）",
    "approach_set": "冷却水设定值高于湿球",
    "condenser_min": "最低冷凝侧设定值",
    "air_fraction": "冷却塔或冷却器空气温升份额（风量与面积）",
    "tower_range": "冷却水温降（流量）",
    "hx_approach": "板换逼近度",
    "dry_switch": "干式运行切换温度",
    "crah_approach": "空调末端盘管逼近度",
    "crah_water_rise": "冷冻水温升（流量）",
    "cdu_approach": "CDU 逼近度",
    "cdu_water_rise": "一次侧水温升（流量）",
}

# items of the price book: Chinese
ITEMS = {
    "pump": "水泵", "pipe": "管道", "cooling_tower": "冷却塔", "closed_circuit_tower": "闭式冷却塔",
    "plate_exchanger": "板式换热器", "chiller_water_cooled": "水冷冷机", "chiller_air_cooled": "风冷冷机",
    "dry_cooler": "干冷器", "adiabatic_cooler": "绝热冷却器", "crah_fan": "空调末端风机", "crah_coil": "空调末端盘管",
    "rear_door": "背板换热器", "air_handler": "空气处理机组", "dx": "直膨机组", "cdu": "CDU", "cdu_air": "风液 CDU",
    "cold_plate": "冷板", "manifold": "分集水器", "quick_disconnect": "快速接头", "tank": "浸没槽",
    "tank_two_phase": "两相浸没槽", "spray_plate": "喷淋板", "spray_cabinet": "喷淋柜", "air_sink": "风冷散热器",
    "cabinet": "机柜", "server_modification": "服务器改造", "fluid": "冷却液", "transformer": "变压器",
    "switchgear": "开关柜", "ups": "UPS", "hvdc": "高压直流", "panama": "巴拿马电源", "dc_800v": "800V 直流",
    "battery": "电池", "generator": "柴油发电机", "distribution": "配电", "electrical_installation": "电气安装",
    "controls": "自控", "shell": "土建", "site_work": "场地工程", "white_space": "机房装修",
    "floor_reinforcement": "楼板加固", "maintenance": "维护", "rack": "机柜侧", "electrical": "电气",
    "mechanical": "机械", "building": "建筑", "synthetic": "合成油", "commissioning": "调试", "contingency": "预备费",
    "soft_cost": "软成本", "escalation": "涨价", "electricity_price": "电价", "water_price": "水价",
}  # fmt: skip

TECHNOLOGIES = {
    "air": "风冷",
    "cold-plate": "冷板",
    "cold-plate-two-phase": "两相冷板",
    "immersion": "浸没",
    "immersion-two-phase": "两相浸没",
    "spray": "喷淋",
}

TERMS = [
    ("PUE", "Power usage effectiveness: energy of the site over energy of the IT equipment, by the year's sums "
            "(ISO/IEC 30134-2).", "电能利用效率：全年场地总能耗与 IT 设备能耗之比（ISO/IEC 30134-2）。"),
    ("ITUE, TUE", "IT energy over energy of the compute components alone; TUE = ITUE × PUE, so that fans inside the "
                  "servers count as overhead too.",
     "ITUE 为 IT 能耗与计算部件能耗之比；TUE = ITUE × PUE，服务器内部风扇也计为附加能耗。"),
    ("WUE, CUE", "Site water and operational carbon per IT energy.", "单位 IT 能耗的场地用水和运行碳排放。"),
    ("ERF", "Share of the site's energy handed to a heat customer.", "交给供热用户的能量占场地能耗的比例。"),
    ("MLC, ELC", "Mechanical load and electrical loss components of ASHRAE 90.4-2019.",
     "ASHRAE 90.4-2019 的机械负荷分量和电气损失分量。"),
]  # fmt: skip

# the engine's sentences: English template, Chinese template; places by name; {rest} is a sentence of its own
SENTENCES = [
    ("at design weather, full load and one spare unit of every kind out: {rest}",
     "设计气象、满载且每类设备各停一台备用时：{rest}"),
    ("{n} h of the year, worst hour {h}: {rest}", "全年 {n} 小时，最差为第 {h} 小时：{rest}"),
    ("{n} h of the year: {rest}", "全年 {n} 小时：{rest}"),
    ("at full work the junction would be {a} K above throttling (throttling holds it at {b} °C)",
     "满负荷时结温将高出降频温度 {a} K（降频后保持在 {b} °C）"),
    ("at full work the junction would be {a} K above throttling", "满负荷时结温将高出降频温度 {a} K"),
    ("the case is {a} K above its limit", "壳温超出限值 {a} K"),
    ("memory is {a} K above its limit", "内存温度超出限值 {a} K"),
    ("server intake reaches {a} °C, {b} K outside its class", "服务器进风达到 {a} °C，超出所属等级 {b} K"),
    ("needs {a} m^3/s of air through one rack; limit {b} m^3/s", "单柜需要风量 {a} m³/s；上限 {b} m³/s"),
    ("coolant is {a} K above its limit", "冷却液温度超出限值 {a} K"),
    ("heat flux leaves a critical-flux margin of {a}; at least 1.43 is needed", "临界热流裕度为 {a}；至少需要 1.43"),
    ("the sinks are {a} mm too high for the servers at this density", "该密度下散热器对服务器而言过高 {a} mm"),
    ("coolant is only {a} K above the room's dew point; 2 K are needed", "冷却液仅高于室内露点 {a} K；需要 2 K"),
    ("the electrical chain carries {a} % more than its needed modules are rated for",
     "供电链路超出所需模块额定容量 {a} %"),
    ("air plant runs short: supply {a} °C, {b} K above its set point",
     "空气侧冷却能力不足：供给 {a} °C，高于设定值 {b} K"),
    ("liquid plant runs short: supply {a} °C, {b} K above its set point",
     "液体侧冷却能力不足：供给 {a} °C，高于设定值 {b} K"),
    ("plates leave at a quality {a} above that of dry-out (exit quality {b})",
     "冷板出口干度比干涸干度高 {a}（出口干度 {b}）"),
    ("the coolant pump lacks {a} m of net positive suction head", "冷却液泵汽蚀余量不足 {a} m"),
    ("flow between parallel plates is unstable: Ledinegg slope {a}; raise inlet_drop",
     "并联冷板间流动不稳定：Ledinegg 斜率 {a}；请提高 `inlet_drop`"),
    ("the bath reaches {a} °C, {b} K above where its relief valve opens or its materials end",
     "槽内达到 {a} °C，超出安全阀或材料限值 {b} K"),
    ("the condenser is short of cold water: the bath floats to {a} °C, {b} K above its set point",
     "冷凝器冷水不足：槽温上浮至 {a} °C，高于设定值 {b} K"),
    ("leakage grows faster than the cooling takes heat away: no steady junction temperature",
     "漏电增长快于散热，结温无稳态"),
    ("chips are above their trip temperature even when throttled to the floor", "芯片降频到下限仍高于保护温度"),
    ("a coolant is below its freezing point", "冷却液低于冰点"),
    ("the plates dry out", "冷板干涸"),
    ("critical heat flux is exceeded", "超过临界热流密度"),
    ("compressors trip above their maximum ambient temperature", "环境温度超过压缩机上限而停机"),
    ("a stream is asked to carry heat without flow", "某一侧无流量却需带走热量"),
    ("needs {a} MVA from the utility; the feed gives {b} MVA", "需要电网 {a} MVA；接入容量为 {b} MVA"),
    ("{rest} is used outside its published range in {n} h", "{rest}有 {n} 小时超出公布的适用范围"),
    ("a heat-transfer correlation of the racks", "机柜的传热关联式"),
    ("a curve of the air stream's plant", "空气侧设备的性能曲线"),
    ("a curve of the liquid stream's plant", "液体侧设备的性能曲线"),
    ("chips throttle in {n} h; compute per chip-hour counts it", "芯片降频 {n} 小时；单位芯片小时指标已计入"),
    ("room air is outside its moisture limits in {n} h", "室内空气含湿量有 {n} 小时超出范围"),
    ("capacity of a plant runs out in {n} h; temperatures float until heat balances",
     "冷却能力有 {n} 小时不足；温度上浮直至热平衡"),
    ("optimal control; the default control needs {a} more energy", "最优控制；默认控制多耗能 {a}"),
    ("{a} is not sold or warranted in {technology} (sold: {technologies})",
     "{a} 不以{technology}形式销售或质保（在售：{technologies}）"),
    ("group {a}: {rest}", "IT 组 {a}：{rest}"),
    ("design value {a}", "设计参数 {a}"),
    ("weather file repaired: {a}", "已修补气象文件：{a}"),
    ("pressure is missing in every hour; the standard atmosphere at the site's altitude is used",
     "气象文件无气压；采用当地海拔的标准大气压"),
    ("no altitude in the file; {a} m follows from its mean pressure", "文件无海拔；由平均气压推得 {a} m"),
    ("electricity has no price: give {a}", "未给电价：请给出 {a}"),
    ("downtime has no cost without {a}", "未给 {a}，停机不计费用"),
    ("{a} rests on an assumption: {b}", "{a} 基于假设：{b}"),
    # frontier
    ("with one server a rack, {rest}", "单柜 1 台服务器时，{rest}"),
    ("with {n} servers a rack, {rest}", "单柜 {n} 台服务器时，{rest}"),
    ("even one server a rack is too many: {rest}", "单柜 1 台服务器即超限：{rest}"),
    ("rack '{a}' keeps its density: {b}", "机柜“{a}”密度不可变：{b}"),
    ("the option houses the chips in a rack of its own, whose density the study does not set",
     "该方案使用自己的机柜，算例不设定其密度"),
    ("the option cannot be built as the study gives it", "该方案无法按算例构建"),
    ("{a} stands at its lowest, {b}", "{a} 位于下限 {b}"),
    ("{a} stands at its highest, {b}", "{a} 位于上限 {b}"),
    ("{a} cannot be lower: {rest}", "{a} 不能更低：{rest}"),
    ("{a} cannot be higher: {rest}", "{a} 不能更高：{rest}"),
    ("a cap would be missed", "政策限值将不达标"),
    ("missed even so: {a}", "仍未达标：{a}"),
    ("another limit is exceeded", "超过其他限值"),
    ("the junction reaches throttling", "结温达到降频温度"),
    ("the case reaches its limit", "壳温达到限值"),
    ("the memory reaches its limit", "内存温度达到限值"),
    ("the server intake reaches its class limit", "服务器进风达到等级限值"),
    ("the rack needs all the air its face and fans can pass", "机柜所需风量达到正面和风扇所能通过的上限"),
    ("the coolant reaches its limit", "冷却液温度达到限值"),
    ("the heat flux reaches its share of the critical flux", "热流密度达到临界热流的允许份额"),
    ("the sinks no longer fit", "散热器放不下"),
    ("no more servers fit the rack's height", "机柜高度放不下更多服务器"),
    ("the coolant reaches the room's dew point guard", "冷却液达到室内露点保护值"),
    ("the electrical chain is full", "供电链路满载"),
    ("the plates leave at the quality of dry-out", "冷板出口达到干涸干度"),
    ("the coolant pump lacks suction head", "冷却液泵汽蚀余量不足"),
    ("the flow between parallel plates becomes unstable", "并联冷板间流动失稳"),
    ("the utility feed is full", "接入容量用尽"),
    ("the air stream's plant runs short", "空气侧冷却能力不足"),
    ("the liquid stream's plant runs short", "液体侧冷却能力不足"),
]  # fmt: skip


def word(key, language, **values):
    """A word or sentence of the page, filled with `values`."""
    return WORDS[key][LANGUAGES.index(language)].format(**values) if values else WORDS[key][LANGUAGES.index(language)]


@cache
def _patterns():
    patterns = []
    for english, chinese in SENTENCES:
        pieces = re.split(r"\{(\w+)\}", english)
        text = "".join(f"(?P<{p}>.+?)" if i % 2 else re.escape(p) for i, p in enumerate(pieces))
        patterns.append((re.compile(text + r"\Z"), chinese))
    return patterns


def say(sentence, language):
    """A sentence of the engine in the page's language."""
    if language == "en":
        return sentence
    for pattern, chinese in _patterns():
        if found := pattern.match(sentence):
            values = found.groupdict()
            if "rest" in values:
                values["rest"] = say(values["rest"], language)
            for key in values.keys() & {"technology", "technologies"}:
                values[key] = "、".join(technology(name, language) for name in values[key].split(", "))
            return chinese.format(**values)
    return sentence


def unit_word(name):
    """A unit as a reader writes it."""
    return {"degC": "°C", "1": "", "m^3": "m³"}.get(name, name)


def technology(name, language):
    """A technology's name."""
    return TECHNOLOGIES.get(name, name) if language == "zh" else name
