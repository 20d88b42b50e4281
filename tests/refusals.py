"""What the tables of bad input share: a network for every purpose, a run that is refused, and how a row is tested.

A row says what is wrong, the call, the error, and what its message says, parted by semicolons: argument, value,
expectation, remedy.
"""

import re

import numpy as np
import pytest

import mlp_core as mlp

X, Y = mlp.logical_xor()
LABELS = Y.ravel()
RNG = np.random.default_rng(0)
NET = mlp.initialise([2, 3, 1], RNG, output=mlp.sigmoid)
WIDE = mlp.initialise([2, 5, 1], RNG, output=mlp.sigmoid)
DEEP = mlp.initialise([2, 3, 3, 1], RNG, output=mlp.sigmoid)
THREE = mlp.initialise([2, 3, 3], RNG, output=mlp.softmax)
LOGITS = mlp.initialise([2, 3, 3], RNG)
Z3 = np.zeros((4, 3))
NAN, INF, F32 = np.nan, np.inf, np.float32
HIDDEN_ENTRIES = np.ma.masked_greater(X, 0.5)


def fit(network=NET, x=X, y=Y, loss=mlp.half_squared_error, optimizer=None, epochs=1, eta=0.1, **settings):
    """Ask for training; what is refused is refused before the first epoch is asked for."""
    mlp.train(network, x, y, loss, mlp.SGD(eta) if optimizer is None else optimizer, epochs, **settings)


def put(value, like=X):
    """Return a copy of the data with one strange entry."""
    changed = like.astype(np.result_type(like, type(value)) if not isinstance(value, str) else object)
    changed[1, 0] = value
    return changed


def assert_refused(call, error, words):
    """Hold that a call raises the error, and that its message says all these words, on one line."""
    with pytest.raises(error) as caught:
        call()
    message = str(caught.value)
    missing = [word for word in words.split("; ") if word not in message]
    assert not missing, f"{missing} not in: {message}"
    assert not re.search(r"\n|  ", message)


def each_row(rows):
    """Make one test of every row, named after what is wrong."""
    names = [row[0] for row in rows]
    assert len(set(names)) == len(names), "two rows of a table have the same name"
    return pytest.mark.parametrize(("call", "error", "words"), [row[1:] for row in rows], ids=names)
