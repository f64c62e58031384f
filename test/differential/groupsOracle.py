"""Welch's t-test as SciPy computes it, and the mean curve of runs as pandas and NumPy do.

Reads {"pairs": [[[numbers], [numbers]]], "curves": [[{step: value}]], "over": [[[{step: value}, {step: value}]]]} from standard input, values as numbers or
"NaN". Prints {"tests": [{"t", "df", "p"}], "curves", "relative" and "over": [{"x", "mean", "std", "min", "max", "n"}]} with null for NaN. A run's value at a
step is the last one logged, between its first step and its last; "relative": its steps are counted from its first one. "over": of a metric over the values of
another one, which is known from its first step on; a run's value is what NumPy interpolates between its points.
"""

import json
import math
import sys

import numpy
import pandas
from scipy.stats import ttest_ind


def plain(values):
    return [None if math.isnan(value) else float(value) for value in values]


def summed(table, places):
    of = {name: plain(getattr(table, name)(axis=1)) for name in ("mean", "std", "min", "max")}
    return {"x": places, **of, "n": [int(count) for count in table.count(axis=1)]}


def counted(run):
    first = min(int(step) for step in run)
    return {int(step) - first: value for step, value in run.items()}


def placed(run):
    own, other = ({int(step): float(value) for step, value in part.items()} for part in run)
    known = pandas.DataFrame({"step": sorted(other), "x": [other[step] for step in sorted(other)]})
    points = pandas.DataFrame({"step": sorted(own), "y": [own[step] for step in sorted(own)]})
    both = pandas.merge_asof(points, known, on="step").dropna(subset=["x"])
    return both.drop_duplicates("x", keep="last").sort_values("x")


def over(runs):
    points = [placed(run) for run in runs]
    places = sorted({x for each in points for x in each["x"]})
    lines = [numpy.interp(places, each["x"], each["y"], left=math.nan, right=math.nan) if len(each) else [math.nan] * len(places) for each in points]
    return summed(pandas.DataFrame(lines).T, places)


def curve(runs):
    series = []
    places = sorted({int(step) for run in runs for step in run})
    for run in runs:
        own = pandas.Series({int(step): float(value) for step, value in run.items()}, dtype=float).sort_index()
        # A NaN that was logged is a value: it must not be filled from before it.
        filled = pandas.Series([next((own[step] for step in reversed(own.index) if step <= place), math.nan) if len(own) and place <= own.index[-1] else math.nan for place in places], index=places, dtype=float)
        series.append(filled)
    table = pandas.concat(series, axis=1) if series else pandas.DataFrame(index=places)
    return summed(table, places)


asked = json.load(sys.stdin)
tests = []
for one, other in asked["pairs"]:
    told = ttest_ind(one, other, equal_var=False)
    tests.append({"t": float(told.statistic), "df": float(told.df), "p": float(told.pvalue)})
relative = [curve([counted(run) for run in runs]) for runs in asked["curves"]]
print(json.dumps({"tests": tests, "curves": [curve(runs) for runs in asked["curves"]], "relative": relative, "over": [over(runs) for runs in asked["over"]]}))
