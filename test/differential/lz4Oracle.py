"""Packs bytes with the LZ4 that pyarrow has: reads a list of texts in base64 from standard input, and prints them packed, the same way."""

import base64
import json
import sys

import pyarrow

codec = pyarrow.Codec("lz4_raw")
print(json.dumps([base64.b64encode(codec.compress(base64.b64decode(text)).to_pybytes()).decode() for text in json.load(sys.stdin)]))
