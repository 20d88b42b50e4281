"""What is wrong with a student's result, and what a student's error means, in words.

NumPy names sizes ("size 2 is different from 3") but not the arrays: they are looked up where the error happened.
"""

import ast
import linecache
import re
from pathlib import Path
from types import FrameType

import numpy as np

import mlp_core

NOT_THE_STUDENTS = tuple(str(Path(file).parent) for file in (np.__file__, mlp_core.__file__, __file__))

ADVICE = {
    "truth value of an array": "An `if` decides about one number. For a whole array write a comparison such as "
    "`z >= 0`, or np.where.",
    "only 0-dimensional arrays|only length-1 arrays": "A function for one number, such as those of math or float(), "
    "met an array: use the one of np.",
    "inhomogeneous": "An array has the same number of values in every row, and here the rows differ.",
    "axis .* is out of bounds": "The axes are counted from 0: a table has the axes 0 (down the rows) and 1 (along a "
    "row), a list of numbers has the axis 0 only.",
    "not support argument|unsupported operand.*'list'|multiply sequence": "Lists do not calculate: turn them into "
    "arrays with np.array.",
    "'NoneType'": "Something here is None: a function without `return`, or a print in place of a value.",
    "positional argument": "Keep the first line of the function, with its arguments, as it was given.",
    "is not defined": "Is the name spelt as above, and has the cell that defines it been run?",
}


def fault(result: np.ndarray, right: np.ndarray) -> str:
    """Return what is wrong with a result, as the rest of a sentence about it. The right value is not told."""
    if result.shape != right.shape:
        return _shape_fault(result, right)
    bad = ~np.isfinite(result) & np.isfinite(right)
    with np.errstate(all="ignore"):
        place = np.argmax(bad) if bad.any() else np.argmax(np.abs(result - right))
    at = tuple(int(i) for i in np.unravel_index(place, right.shape))
    where = f" at {at[0] if len(at) == 1 else at}" if at else ""
    if np.isnan(result[at]):
        return f"{where} is NaN, not a number: 0/0, 0·∞, ∞ − ∞ and the logarithm of a negative number give that"
    if bad.any():
        return f"{where} is infinite: a division by 0, the logarithm of 0 or an overflow gives that"
    return f"{where} is {said(result[at])}, which is not right"


def _shape_fault(result: np.ndarray, right: np.ndarray) -> str:
    """Return what is wrong with a shape, and what it usually comes from."""
    found, wanted = result.shape, right.shape
    if not wanted:
        return f" is an array of shape {found}, here a single number belongs"
    if not found:
        return f" is a single number, here an array of shape {wanted} belongs"
    plain = f" has shape {found}, here {wanted} belongs"
    if result.ndim == 2 and found == wanted[::-1]:
        numbers = " The numbers are right." if np.allclose(result.T, right) else ""
        return f"{plain}. Rows and columns are exchanged; in a batch, rows are examples.{numbers}"
    if [length for length in found if length != 1] == [length for length in wanted if length != 1]:
        numbers = "The numbers are right, but an" if np.allclose(result.reshape(wanted), right) else "An"
        if len(found) < len(wanted):
            return f"{plain}. {numbers} axis of length 1 got lost: keepdims=True keeps it in a sum or mean"
        return f"{plain}. {numbers} axis of length 1 is too many or in another place"
    if result.ndim == 2 and found[0] == found[1] == max(wanted) == right.size:
        return f"{plain}. A row met a column, and every value was combined with every other"
    if result.ndim == right.ndim == 2 and 1 in found and 1 in wanted:
        return f"{plain}. Was it summed along the other axis? axis=0 runs down the rows, axis=1 along each row"
    if len(found) < len(wanted):
        return f"{plain}. Was too much summed, or only one row taken?"
    return plain


def said(value) -> str:
    """Return a value as short text: its digits, or its shape where it is large."""
    if isinstance(value, float | np.number) or (isinstance(value, int) and abs(value) < 10**15):
        return _digits(value)
    if isinstance(value, list | tuple | np.ndarray):
        try:
            array = np.asarray(value, float)
        except (TypeError, ValueError, OverflowError):
            return f"a {type(value).__name__} of {len(value)}"
        if array.size > 9:
            return f"an array of shape {array.shape}"
        return np.array2string(array, separator=", ", formatter={"float_kind": _digits}).replace("\n", "")
    text = repr(value)
    return text if len(text) <= 40 else f"a {type(value).__name__}"


def _digits(number) -> str:
    return f"{number + 0.0:.6g}".replace("-", "−")


def met_dots(error: Exception) -> bool:
    """Return whether the error comes from dots (`...`) that were left standing in the student's code."""
    frame, node = _place(error)
    found = [*frame.f_locals.values(), *(value for _, value in _operands(frame, node))] if frame else []
    return "ellipsis" in str(error) or any(value is Ellipsis for value in found)


def explain(error: Exception) -> str:
    """Return one or two sentences on an error raised in a student's function: what, where, and what to try."""
    frame, node = _place(error)
    line = linecache.getline(frame.f_code.co_filename, _line_number(error, frame)).strip() if frame else ""
    if isinstance(node, ast.expr) and (len(line) > 60 or (node.end_lineno or 0) > node.lineno):
        line = ast.unparse(node)
    where = f" at `{line}`" if line else ""
    shapes = _shapes(error, frame, node)
    if shapes:
        return f"your function stops{where}: {shapes}"
    advice = next((text for sign, text in ADVICE.items() if re.search(sign, str(error))), "")
    message = str(error).rstrip(".") or "without a message"
    return f"your function stops{where} with {type(error).__name__}: {message}. {advice}".strip()


def _shapes(error: Exception, frame: FrameType | None, node) -> str:
    """Return a sentence on the shapes that met, or nothing for an error of another kind."""
    text = str(error)
    met = [
        (name, np.shape(value)) for name, value in _operands(frame, node) if isinstance(value, np.ndarray | float | int)
    ]
    names = " and ".join(f"`{name}` has shape {shape}" for name, shape in met)
    if "matmul" in text or "not aligned" in text:
        if "enough dimensions" in text:
            return f"{names or 'one side of @ is a single number'}. @ multiplies arrays; a single number needs *."
        return (
            f"{names or text}. For @ the left one needs as many columns as the right one has rows: "
            "is one to be transposed, or do they stand in the wrong order?"
        )
    if "broadcast" in text:
        printed = re.findall(r"\(([\d, ]*)\)", text)
        names = names or "the shapes " + " and ".join(f"({shape})" for shape in printed) + " meet"
        return (
            f"{names}. Value by value, lengths must agree, counted from the last axis, or be 1. Did a sum or mean "
            "lose an axis? keepdims=True keeps it, with length 1."
        )
    return ""


def _place(error: Exception) -> tuple[FrameType | None, ast.AST | None]:
    """Return the frame of the student's code in which the error happened, and the expression in it."""
    step, found = error.__traceback__, None
    while step:
        if not step.tb_frame.f_code.co_filename.startswith(NOT_THE_STUDENTS):
            found = step
        step = step.tb_next
    if not found or found.tb_frame.f_code.co_filename.startswith(NOT_THE_STUDENTS):
        return None, None
    code = found.tb_frame.f_code
    first, last, start, end = list(code.co_positions())[found.tb_lasti // 2]
    try:
        tree = ast.parse("".join(linecache.getlines(code.co_filename)))
    except SyntaxError:
        return found.tb_frame, None
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.stmt) and (first, last, start, end) == (
            node.lineno, node.end_lineno, node.col_offset, node.end_col_offset
        ):  # fmt: skip
            return found.tb_frame, node
    return found.tb_frame, None


def _line_number(error: Exception, frame: FrameType) -> int:
    step, number = error.__traceback__, frame.f_lineno
    while step:
        if step.tb_frame is frame:
            number = step.tb_lineno
        step = step.tb_next
    return number


def _operands(frame: FrameType | None, node) -> list[tuple[str, object]]:
    """Return what the failed expression worked on, as written and as it was."""
    if isinstance(node, ast.Expr | ast.Return | ast.Assign):
        node = node.value
    if isinstance(node, ast.BinOp):
        parts = [node.left, node.right]
    elif isinstance(node, ast.AugAssign):
        parts = [ast.parse(ast.unparse(node.target), mode="eval").body, node.value]
    elif isinstance(node, ast.Call):
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        parts = ([] if owner is None else [owner]) + node.args
    else:
        return []
    if frame is None:
        return []
    found = []
    for part in parts:
        try:
            value = eval(compile(ast.Expression(part), "<operand>", "eval"), frame.f_globals, frame.f_locals)
        except Exception:  # it only helps the message: what cannot be looked up again is left out
            continue
        found.append((ast.unparse(part), value))
    return found
