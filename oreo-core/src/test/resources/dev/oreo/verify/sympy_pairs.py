"""Adds sympy's verdict to pairs of formulas: reads rows {"a", "b"} on stdin, writes them with "equal".

Needs sympy==1.12 and antlr4-python3-runtime==4.11.1. A row's "ours" is kept: it names a verdict of
SympyEquality that differs from sympy's on purpose.
"""

import json
import math
import sys

import sympy
from sympy.parsing.latex import parse_latex
from sympy.parsing.sympy_parser import parse_expr


def formula(text):
    for read in (parse_latex, parse_expr):
        try:
            return read(text)
        except Exception:
            continue
    return text


def difference_is_zero(a, b):
    try:
        return bool(sympy.simplify(a - b) == 0)
    except Exception:
        return False


def numbers_are_close(a, b):
    try:
        return math.isclose(sympy.N(a), sympy.N(b), abs_tol=1e-3)
    except Exception:
        return False


for line in sys.stdin:
    row = json.loads(line)
    a, b = formula(row["a"]), formula(row["b"])
    row["equal"] = difference_is_zero(a, b) or numbers_are_close(a, b)
    print(json.dumps(row))
