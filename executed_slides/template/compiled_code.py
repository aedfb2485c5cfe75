"""Compiled templates as bytes, for a cache that gives back only what this user's engine put there.

Whoever loads other bytes runs what others wrote: nobody else in the house reads any as code.
"""

import marshal
from types import CodeType


def dump_code(code: CodeType) -> bytes:
    return marshal.dumps(code)


def load_code(kept: bytes) -> CodeType:
    code: CodeType = marshal.loads(kept)
    return code
