"""What formulas over metrics come to, as Python reads them and NumPy and pandas compute them.

Reads {"formulas": [text], "columns": {name: [numbers]}, "runs": [{name: {step: value}}]} from standard input. Prints {"values": [[numbers]], "met": [{"steps", "values"}]}
with texts for NaN and infinities: of each formula its values over the columns; of each run the difference of its metrics at the steps that both have.
"""

import json
import sys

import numpy
import pandas

FUNCTIONS = {
    **{name: getattr(numpy, name) for name in ("log", "log10", "exp", "sqrt", "abs")},
    "min": lambda *of: numpy.minimum.reduce(numpy.broadcast_arrays(*of)),
    "max": lambda *of: numpy.maximum.reduce(numpy.broadcast_arrays(*of)),
}


def plain(values):
    return [float(value) if numpy.isfinite(value) else str(float(value)) for value in values]


asked = json.load(sys.stdin)
columns = {name: numpy.array(values, dtype=float) for name, values in asked["columns"].items()}
size = len(next(iter(columns.values())))
numpy.seterr(all="ignore")
values = []
for formula in asked["formulas"]:
    # Every number is a column: Python itself raises where IEEE arithmetic has an infinity, and NumPy takes a root for a power of a single 0.5.
    names = {**FUNCTIONS, **columns, "number": lambda value: numpy.full(size, float(value))}
    source = "".join(f"number({piece})" if piece[0] in ".0123456789" else piece for piece in json.loads(formula))
    values.append(plain(numpy.broadcast_to(eval(source, {"__builtins__": {}}, names), size)))
met = []
for run in asked["runs"]:
    series = [pandas.Series({int(step): float(value) for step, value in run[name].items()}) for name in ("a", "b")]
    table = pandas.concat(series, axis=1, join="inner").sort_index()
    met.append({"steps": [int(step) for step in table.index], "values": plain(table[0] - table[1])})
print(json.dumps({"values": values, "met": met}))
