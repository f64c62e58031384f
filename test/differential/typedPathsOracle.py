"""Reads texts as the real DVC reads a `dvc.yaml`. Takes a JSON list of texts; prints a JSON list of what each holds, or why it is refused."""

import json
import os
import sys

from dvc.utils.serialize import parse_yaml


def read(text):
    try:
        return parse_yaml(text, "dvc.yaml")
    except Exception as error:
        return repr(error)


said = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
json.dump([read(text) for text in json.load(sys.stdin)], said)
said.flush()
