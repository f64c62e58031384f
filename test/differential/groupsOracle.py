"""Welch's t-test as SciPy computes it, and the mean curve of runs as pandas does.

Reads {"pairs": [[[numbers], [numbers]]], "curves": [[{step: value}]]} from standard input, values as numbers or "NaN". Prints {"tests": [{"t", "df", "p"}],
"curves": [{"x", "mean", "std", "min", "max", "n"}]} with null for NaN. A run's value at a step is the last one logged, between its first step and its last.
"""

import json
import math
import sys

import pandas
from scipy.stats import ttest_ind


def plain(values):
    return [None if math.isnan(value) else float(value) for value in values]


def curve(runs):
    series = []
    places = sorted({int(step) for run in runs for step in run})
    for run in runs:
        own = pandas.Series({int(step): float(value) for step, value in run.items()}, dtype=float).sort_index()
        # A NaN that was logged is a value: it must not be filled from before it.
        filled = pandas.Series([next((own[step] for step in reversed(own.index) if step <= place), math.nan) if len(own) and place <= own.index[-1] else math.nan for place in places], index=places, dtype=float)
        series.append(filled)
    table = pandas.concat(series, axis=1) if series else pandas.DataFrame(index=places)
    of = {name: plain(getattr(table, name)(axis=1)) for name in ("mean", "std", "min", "max")}
    return {"x": places, **of, "n": [int(count) for count in table.count(axis=1)]}


asked = json.load(sys.stdin)
tests = []
for one, other in asked["pairs"]:
    told = ttest_ind(one, other, equal_var=False)
    tests.append({"t": float(told.statistic), "df": float(told.df), "p": float(told.pvalue)})
print(json.dumps({"tests": tests, "curves": [curve(runs) for runs in asked["curves"]]}))
