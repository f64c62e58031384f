"""Reads run filters with the parser of the real MLflow (`SearchUtils`), as its stores do before they ask the database.

Reads a JSON list of filters from standard input; prints a JSON list of {"clauses": [[type, key, comparator, value], …]} or {"refused": why}.
"""

import json
import sys

from mlflow.entities import SourceType  # noqa: F401  (loads the package as a store does)
from mlflow.utils.search_utils import SearchUtils

types = {"parameter": "param", "metric": "metric", "tag": "tag", "attribute": "attribute", "dataset": "dataset"}


def clause(parsed):
    kind = parsed["type"]
    comparator, value = " ".join(parsed["comparator"].upper().split()), parsed["value"]
    key = SearchUtils.translate_key_alias(parsed["key"]) if kind == "attribute" else parsed["key"]
    if kind == "metric" or (kind == "attribute" and key in SearchUtils.NUMERIC_ATTRIBUTES):
        value = str(float(value))
    elif isinstance(value, tuple):
        if comparator not in ("IN", "NOT IN"):
            raise ValueError("the parser lets a list through, which no database compares with a text")
        value = list(value)
    return [types[kind], key, comparator, value]


def verdict(text):
    try:
        parsed = SearchUtils.parse_search_filter(text)
        # The database store refuses some comparisons only where it makes them.
        for one in parsed:
            refuse(one)
        return {"clauses": [clause(one) for one in parsed]}
    except Exception as error:
        return {"refused": f"{type(error).__name__}: {error}"}


def refuse(parsed):
    from mlflow.store.tracking.sqlalchemy_store import _get_sqlalchemy_filter_clauses

    class Session:
        def query(self, *args):
            return self

        def __getattr__(self, name):
            return lambda *args, **kwargs: self

    _get_sqlalchemy_filter_clauses([parsed], Session(), "sqlite")


print(json.dumps([verdict(text) for text in json.load(sys.stdin)]))
