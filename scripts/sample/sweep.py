"""What the sample's people ran, when, and what became of it: the plan that make_store.py carries out with real fits."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=timezone.utc)


@dataclass
class Plan:
    """One run to be made. `outcome` is the MLflow status; `until` cuts its history (share of the whole)."""

    name: str
    start: datetime
    user: str
    params: dict
    outcome: str = "FINISHED"
    until: float = 1.0
    every: int = 10
    parent: str = ""
    fold: int = 0
    dirty: bool = False
    register: bool = False
    tags: dict = field(default_factory=dict)


@dataclass
class Version:
    """One registered version and the run that it comes from."""

    run: str
    tags: dict
    signed: bool = True
    aliases: tuple = ()
    stage: str = ""
    description: str = ""


def at(day: str, time: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{time}+00:00")


def gbm_sweep() -> list[Plan]:
    """A random search over a small grid, in bursts of a few runs a day."""
    draw = random.Random(20)
    plans = []
    for number in range(1, 42):
        params = {
            "data_version": "2026-08" if number < 10 else "2026-09" if number < 23 else "2026-10",
            "learning_rate": draw.choice([0.01, 0.02, 0.03, 0.05, 0.1]),
            "num_leaves": draw.choice([8, 15, 31, 63]),
            "max_depth": draw.choice([3, 4, 6, 8, -1]),
            "feature_fraction": draw.choice([0.6, 0.8, 1.0]),
            "min_child_samples": draw.choice([10, 20, 40, 60]),
            "l2": draw.choice([0.0, 0.1, 1.0]),
            "iterations": 200,
            "seed": 7,
        }
        plans.append(Plan(f"gbm-{number:03}", _sweep_start(number, draw), "bruno" if number % 5 == 0 else "ana", params))
    by_name = {plan.name: plan for plan in plans}
    by_name["gbm-019"].params |= by_name["gbm-017"].params | {"min_child_samples": 20, "l2": 1.0}
    by_name["gbm-031"].params |= by_name["gbm-019"].params | {"data_version": "2026-10", "max_depth": -1, "learning_rate": 0.05, "num_leaves": 8}
    for name in ("gbm-012", "gbm-019", "gbm-027", "gbm-031"):
        by_name[name].every = 2
    for fold, name in enumerate(("gbm-032", "gbm-033", "gbm-034"), start=1):
        plan = by_name[name]
        plan.parent, plan.fold, plan.user = "gbm-031", fold, "ana"
        plan.params, plan.start = dict(by_name["gbm-031"].params), by_name["gbm-031"].start + timedelta(seconds=20 + 6 * fold)
    by_name["gbm-037"].outcome = "FAILED"
    by_name["gbm-037"].params["data_version"] = "2026-11"
    by_name["gbm-039"].outcome, by_name["gbm-039"].until = "KILLED", 0.4
    by_name["gbm-041"].outcome, by_name["gbm-041"].until = "RUNNING", 0.6
    by_name["gbm-036"].dirty = True
    return plans


def _sweep_start(number: int, draw: random.Random) -> datetime:
    if number >= 35:
        return NOW - timedelta(minutes=12 + (41 - number) * 52 + (draw.randrange(20) if number < 41 else 0))
    days = {1: "2026-09-08", 5: "2026-09-15", 9: "2026-09-29", 13: "2026-10-13", 17: "2026-10-27", 20: "2026-11-10", 25: "2026-11-17"}
    first = max(day for day in days if day <= number)
    start = at(days[first], "09:10:00") + timedelta(minutes=37 * (number - first) + draw.randrange(25), seconds=draw.randrange(60))
    return start if number < 31 else start.replace(day=18)


def baseline() -> list[Plan]:
    """Step size and regularisation of the logistic regression."""
    plans = []
    for number, (alpha, eta0) in enumerate(((a, e) for a in (1e-5, 1e-4, 1e-3) for e in (0.001, 0.003, 0.01, 0.03)), start=1):
        params = {"data_version": "2026-08", "alpha": alpha, "eta0": eta0, "epochs": 20, "seed": 3}
        start = at("2026-09-01", "08:30:00") + timedelta(minutes=9 * number, seconds=(number * 17) % 60)
        plans.append(Plan(f"lr-{number:02}", start, "ana", params))
    return plans


def churn_weekly() -> list[Plan]:
    """Every Friday morning, one model per segment; the job runs from whatever is committed by then."""
    plans = []
    for week in range(16, 48):
        friday = datetime.fromisocalendar(2026, week, 5).replace(hour=5, tzinfo=timezone.utc)
        for index, segment in enumerate(("amer", "apac", "emea", "latam")):
            params = {
                "week": f"{segment}-2026-W{week}",
                "segment": segment,
                "learning_rate": 0.1 if week < 30 else 0.05,
                "max_depth": 3 if week < 38 else 2,
                "trees": 80,
                "seed": 1,
            }
            start = friday + timedelta(minutes=4 * index, seconds=(week * 7 + index * 13) % 60)
            plans.append(Plan(f"{segment}-w{week}", start, "chen", params))
    return plans


def fraud_versions() -> list[Version]:
    def august(run: str) -> Version:
        return Version(run, {"data_version": "2026-08"})

    def september(run: str, **more: str) -> Version:
        return Version(run, {"data_version": "2026-09"} | more)

    return [
        Version("lr-04", {"data_version": "2026-08"}, signed=False, description="Logistic regression, to have something to beat."),
        august("lr-05"),
        august("gbm-003"),
        august("gbm-004"),
        august("gbm-005"),
        august("gbm-007"),
        august("gbm-009"),
        september("gbm-010"),
        september("gbm-011"),
        september("gbm-013", bias_review="done"),
        september("gbm-017"),
        Version(
            "gbm-019",
            {"data_version": "2026-09", "bias_review": "done"},
            aliases=("champion",),
            description="In production since the October release.",
        ),
        Version(
            "gbm-031",
            {"data_version": "2026-10"},
            aliases=("challenger",),
            description="Retrained on October data, looks at the age of the device.",
        ),
    ]


def churn_versions() -> list[Version]:
    return [
        Version("emea-w20", {"data_version": "2026-W20"}, stage="Archived"),
        Version("emea-w28", {"data_version": "2026-W28"}, stage="Archived"),
        Version("emea-w36", {"data_version": "2026-W36"}, aliases=("champion",), stage="Production"),
        Version("emea-w44", {"data_version": "2026-W44"}, aliases=("challenger",)),
        Version("emea-w47", {"data_version": "2026-W47"}),
    ]
