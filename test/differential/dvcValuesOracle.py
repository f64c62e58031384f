"""Reads params files with the real DVC. Takes a JSON list of [ending, text]; prints a JSON list of what each holds, scalars as `kind:text`, or
`refused`."""

import json
import os
import sys

from dvc.utils.serialize import PARSERS


def told(value):
    if value is None:
        return "none:None"
    for kind, name in ((bool, "bool"), (int, "int"), (float, "float"), (str, "text")):
        if isinstance(value, kind):
            return f"{name}:{value}"
    if isinstance(value, list):
        return [told(item) for item in value]
    if isinstance(value, dict):
        return {key: told(item) for key, item in value.items() if isinstance(key, str)}
    return "foreign"


def read(ending, text):
    try:
        return told(PARSERS[ending](text, f"params{ending}"))
    except Exception:
        return "refused"


said = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
json.dump([read(*case) for case in json.load(sys.stdin)], said)
said.flush()
