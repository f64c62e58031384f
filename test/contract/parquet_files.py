"""Parquet files of all usual types and packings, and beside each what pandas writes of it as CSV (what lists hold: as JSON)."""

import datetime
import decimal
import json
import os
import random

import pandas
import pyarrow
import pyarrow.parquet

ROWS = 120
TEXTS = ['a,b"c\nd', "<img src=x onerror=alert(1)>", "\u202egpj.exe", "ü😀", "", None, "x" * 500, "=1+1"]
NESTED = ("list", "lists", "struct", "map")


def table():
    at = range(ROWS)
    day = datetime.datetime(2026, 1, 1, 10)
    decimals = decimal.Context(prec=40)
    return pyarrow.table(
        {
            "id": pyarrow.array([None if n % 7 == 3 else n * 12345678901 for n in at], pyarrow.int64()),
            "u8": pyarrow.array(at, pyarrow.uint8()),
            "u64": pyarrow.array([2**64 - 1 - n for n in at], pyarrow.uint64()),
            "i8": pyarrow.array([-n for n in at], pyarrow.int8()),
            "f64": pyarrow.array([None if n % 5 == 0 else n / 7 for n in at], pyarrow.float64()),
            "f32": pyarrow.array([n / 7 for n in at], pyarrow.float32()),
            "powers": pyarrow.array([10.0 ** (n - 20) for n in at]),
            "infinite": pyarrow.array([float("inf"), float("-inf"), 0.0] * (ROWS // 3)),
            "flag": pyarrow.array([None if n % 9 == 0 else n % 2 == 0 for n in at]),
            "text": pyarrow.array([TEXTS[n % len(TEXTS)] for n in at]),
            "category": pyarrow.array([["red", "green", None][n % 3] for n in at]).dictionary_encode(),
            "date": pyarrow.array([datetime.date(1969, 12, 1) + datetime.timedelta(days=n) for n in at]),
            "micros": pyarrow.array([day + datetime.timedelta(milliseconds=123 * (n % 2)) for n in at], pyarrow.timestamp("us")),
            "nanos": pyarrow.array([n * 1_000_000_001 - 5 for n in at], pyarrow.timestamp("ns")),
            "utc": pyarrow.array([n * 1000 for n in at], pyarrow.timestamp("ms", "UTC")),
            "time": pyarrow.array([datetime.time(10, n % 60, 0, n) for n in at], pyarrow.time64("us")),
            "price": pyarrow.array([None if n == 4 else decimal.Decimal(n * 7 - 30) / 100 for n in at], pyarrow.decimal128(10, 2)),
            "exact": pyarrow.array(
                [decimals.create_decimal("12345678901234567890123456789012345.678").copy_sign(n % 2 - 1) for n in at],
                pyarrow.decimal128(38, 3),
            ),
            "bytes": pyarrow.array([bytes([0, 39, 92, n]) for n in at]),
            "list": pyarrow.array([None if n == 2 else list(range(n % 4)) for n in at], pyarrow.list_(pyarrow.int64())),
            "lists": pyarrow.array([[[n / 2], None, []] for n in at], pyarrow.list_(pyarrow.list_(pyarrow.float64()))),
            "struct": pyarrow.array([None if n == 1 else {"a": n, "b": [{"c": f'x"{n}', "d": None}]} for n in at]),
            "map": pyarrow.array([[("k", n), ("l", None)] for n in at], pyarrow.map_(pyarrow.string(), pyarrow.int64())),
            "nothing": pyarrow.nulls(ROWS),
        }
    )


def as_csv(made, path):
    """As pandas says it, with whole numbers that lack a value left whole."""
    frame = made.drop_columns(NESTED).to_pandas(types_mapper=pandas.ArrowDtype)
    frame["f32"] = made.drop_columns(NESTED).to_pandas()["f32"]
    for name in NESTED:
        values = [dict(each) if name == "map" else each for each in made[name].to_pylist()]
        frame[name] = ["" if each is None else json.dumps(each, ensure_ascii=False) for each in values]
    frame[made.column_names].to_csv(path, index=False)


def parquet_files(folder):
    """Writes them to the folder; gives their paths."""
    os.makedirs(folder, exist_ok=True)
    made = table()
    as_csv(made, f"{folder}/expected.csv")
    for codec in ("none", "snappy", "gzip", "zstd", "brotli", "lz4"):
        for version in ("1.0", "2.0"):
            pyarrow.parquet.write_table(made, f"{folder}/{codec}-{version}.parquet", compression=codec, data_page_version=version)
    pyarrow.parquet.write_table(made, f"{folder}/groups.parquet", row_group_size=20)
    pyarrow.parquet.write_table(made, f"{folder}/plain.parquet", use_dictionary=False, write_page_index=True, store_schema=False)
    numbers = random.Random(7)
    large = pyarrow.table(
        {
            "value": pyarrow.array([numbers.random() for _ in range(400_000)]),
            "vector": pyarrow.array([[float(n)] * (n % 9) for n in range(400_000)], pyarrow.list_(pyarrow.float64())),
        }
    )
    pyarrow.parquet.write_table(large, f"{folder}/large.parquet", compression="none")
    return sorted(f"{folder}/{name}" for name in os.listdir(folder))
