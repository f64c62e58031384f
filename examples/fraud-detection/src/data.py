"""Data of the sample: card transactions and customers, made by a small model of how fraud and churn come about.

A real project would read these tables from its feature store. The columns, their types and the share of fraud are what matters here.
"""

import numpy as np
import pandas as pd

VALIDATION_SEED = 70_001
ROWS_BY_VERSION = {"2026-08": 12_000, "2026-09": 15_000, "2026-10": 19_000}


def transactions(version: str) -> pd.DataFrame:
    """Training transactions of one monthly data version (`2026-10`)."""
    month = int(version.split("-")[1])
    return _transactions(ROWS_BY_VERSION[version], seed=month)


def validation_transactions() -> pd.DataFrame:
    """The held-out week; the same for every data version, so that runs can be compared."""
    return _transactions(12_000, seed=VALIDATION_SEED)


def _transactions(rows: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    tenure_days = rng.gamma(2.0, 420, rows).round()
    amount = np.exp(rng.normal(3.6, 1.1, rows)).round(2)
    hour = rng.integers(0, 24, rows)
    card_age_days = (tenure_days * rng.uniform(0.2, 1.0, rows)).round()
    device_age_days = np.where(rng.random(rows) < 0.12, rng.integers(0, 3, rows), rng.gamma(1.6, 190, rows)).round()
    chargebacks_90d = rng.poisson(0.05 + 0.25 * (tenure_days < 90), rows)
    distance_km = np.exp(rng.normal(2.0, 1.7, rows)).round(1)
    merchant_risk = rng.beta(1.6, 7.0, rows).round(4)
    spend_7d = (amount * rng.gamma(2.0, 1.4, rows)).round(2)
    tx_1h = rng.poisson(0.35, rows)
    night = (hour < 6).astype(float)
    log_odds = (
        -12.4
        + 2.6 * np.minimum(chargebacks_90d, 2)
        + 0.9 * np.log1p(distance_km) * (device_age_days < 3)
        + 13.0 * merchant_risk
        + 1.9 * tx_1h
        + 3.0 * night * (amount > 60)
        + 3.4 * (amount > 0.5 * spend_7d) * (card_age_days < 200)
        - 0.0016 * tenure_days
    )
    fraud = rng.random(rows) < 1 / (1 + np.exp(-1.1 * (log_odds + 1.4)))
    return pd.DataFrame(
        {
            "amount": amount,
            "hour": hour.astype("int64"),
            "tenure_days": tenure_days.astype("int64"),
            "card_age_days": card_age_days.astype("int64"),
            "device_age_days": device_age_days,
            # Banks report late: what is not known yet is missing, not zero.
            "chargebacks_90d": np.where(rng.random(rows) < 0.02, np.nan, chargebacks_90d),
            "distance_km": distance_km,
            "merchant_risk": merchant_risk,
            "spend_7d": spend_7d,
            "tx_1h": tx_1h.astype("int64"),
            "is_fraud": fraud,
        }
    )


def customers(week: str, rows: int = 1_600) -> pd.DataFrame:
    """Customers of one segment as they were in one week (`emea-2026-W31`), with who left in the four weeks after."""
    rng = np.random.default_rng(list(week.encode()))
    months = rng.gamma(2.2, 9.0, rows).round()
    sessions_30d = rng.poisson(rng.gamma(2.0, 4.0, rows))
    tickets_90d = rng.poisson(0.4, rows)
    discount = rng.choice([0.0, 0.1, 0.25], rows, p=[0.7, 0.2, 0.1])
    price_rise = rng.random(rows) < 0.2
    log_odds = -0.4 - 0.21 * sessions_30d + 0.75 * tickets_90d + 1.3 * price_rise * (discount == 0) - 0.035 * months
    churned = rng.random(rows) < 1 / (1 + np.exp(-log_odds))
    return pd.DataFrame(
        {
            "months": months.astype("int64"),
            "sessions_30d": sessions_30d.astype("int64"),
            "tickets_90d": tickets_90d.astype("int64"),
            "discount": discount,
            "price_rise": price_rise,
            "churned": churned,
        }
    )
