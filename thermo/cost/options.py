"""Accounts of all options of a study, each against its site's baseline."""

from typing import Any

from thermo.cost.account import Account, close, open_account, side_of
from thermo.cost.retrofit import remaining_of, work
from thermo.cost.terms import prices_of, terms_of
from thermo.study.retrofit import is_retrofit
from thermo.vocabulary import DO_NOTHING
from thermo.words import Message


def assess(study, outcomes, fitting=None):
    """The account of every outcome, in their order.

    Parameters
    ----------
    study : Study, expanded where it is a retrofit
    outcomes : list of evaluate.Outcome, each with its spec
    fitting : function of an outcome: IT power that its feed and given plant can carry [kW]; what is freed, if given

    Returns
    -------
    list of Account

    Raises
    ------
    ThermoError
        Prices in a currency without a rate, or a scenario without a figure.
    """
    accounts: dict[int, Account] = {}
    for site in dict.fromkeys(o.case.site for o in outcomes):
        here = [o for o in outcomes if o.case.site == site]
        for outcome, account in zip(here, assess_site(study, here, fitting), strict=True):
            accounts[id(outcome)] = account
    return [accounts[id(o)] for o in outcomes]


def assess_site(study, outcomes, fitting=None):
    """Accounts of the options of one site."""
    prices = prices_of(study, outcomes[0].spec.place)
    terms = terms_of(study, prices)
    sides = [side_of(outcome, terms, prices) for outcome in outcomes]
    existing: Any = study.economics.existing if is_retrofit(study) else None
    old = next((s for s in sides if s.case.option == DO_NOTHING), None) if existing is not None else None
    if old is not None:
        freed(outcomes, sides, old, existing, fitting)
    accounts = []
    for side in sides:
        extras = {}
        if old is not None:
            extras = {"old": old, "remaining": remaining_of(existing), "remove": existing.remove}
            extras["pipe_flow"] = float(existing.pipe_flow or 0.0)
            if side is not old:
                extras["extra_lines"] = work(side, old, existing, prices)
        accounts.append(open_account(side, terms, prices, **extras))
    named = terms.baseline or (DO_NOTHING if old is not None else None)
    baseline = next((a for a in accounts if a.side.case.option == named), accounts[0])
    for account in accounts:
        close(account, terms, baseline, old)
        remark(account, terms, prices, study, baseline, old)
    return accounts


def freed(outcomes, sides, old, existing, fitting):
    """IT power and white space that each option frees against doing nothing; noted in the sides."""
    power = {id(s): fitting(o) if fitting else s.it_power for o, s in zip(outcomes, sides, strict=True)}
    area = float(existing.area) if existing.area is not None else float(old.case.hall["area"])
    for side in sides:
        if side is old:
            continue
        side.notes["freed_power"] = power[id(side)] - power[id(old)]
        side.notes["freed_space"] = area - float(side.case.hall["area"])


def remark(account, terms, prices, study, baseline, old):
    """What a reader must know of an account: book, year, currency, rates, what has no price."""
    side, e = account.side, study.economics
    account.notes = {
        "economics.price_book": {"value": prices.book, "source": "study" if e.price_book else "site's region"},
        "economics.currency": {"value": prices.currency, "source": "study" if e.currency else "first price"},
        "economics.price_year": {"value": prices.year, "source": "study" if e.price_year else "price book"},
        "economics.horizon": {"value": f"{terms.horizon} years", "source": said(e, "horizon")},
        "economics.discount_rate": {"value": f"{terms.rate:.4g} nominal", "source": said(e, "discount_rate")},
        "economics.inflation": {"value": f"{terms.inflation:.4g}", "source": said(e, "inflation")},
        "economics.tax_rate": {"value": f"{terms.tax:.4g}", "source": said(e, "tax_rate")},
        "economics.server_life": {"value": f"{terms.server_life:g} years", "source": said(e, "server_life")},
        "economics.baseline": {"value": baseline.side.case.option, "source": said(e, "baseline")},
    }
    account.notes |= {k: v for k, v in side.notes.items() if isinstance(v, dict)}
    account.notes |= {f"price.{name}": note for name, note in sorted(prices.notes.items())}
    if not any(name.startswith("electricity.") for name in side.opex):
        account.warnings.append(Message("warning.no_electricity_price", key="site.electricity_price"))
    if terms.lease is not None and terms.chip_price is None:
        account.warnings.append(Message("warning.no_chip_price", key="economics.chip_price"))
    if old is not None and side is not old and terms.lease is None and terms.downtime:
        account.warnings.append(Message("warning.free_downtime", key="economics.lease_price"))


def said(economics, key):
    """Whether a term is the study's or the default."""
    return "study" if key in economics.given() else "default"
