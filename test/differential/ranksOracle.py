"""Spearman's rank correlation and the Kruskal-Wallis test as SciPy computes them.

Reads a JSON list of {"x": [numbers], "y": [numbers], "groups": [numbers]} from standard input; prints a JSON list of {"rho": …, "h": …}.
"""

import json
import sys

from scipy.stats import kruskal, spearmanr

answers = []
for case in json.load(sys.stdin):
    y, groups = case["y"], case["groups"]
    parts = [[value for value, group in zip(y, groups) if group == wanted] for wanted in sorted(set(groups))]
    answers.append({"rho": float(spearmanr(case["x"], y).statistic), "h": float(kruskal(*parts).statistic)})
print(json.dumps(answers))
