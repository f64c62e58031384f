"""Writes one monthly data version to data/transactions.parquet, so that DVC can follow it."""

import sys
from pathlib import Path

from data import transactions


def main() -> None:
    Path("data").mkdir(exist_ok=True)
    transactions(sys.argv[1]).to_parquet("data/transactions.parquet", index=False)


if __name__ == "__main__":
    main()
