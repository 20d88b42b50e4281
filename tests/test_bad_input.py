"""What bad input gets: an error at the door that names argument, value, expectation and remedy. One row a case."""

# ruff: noqa: E501  (a row of the table stays on one line)

import re

import numpy as np
import pytest

from mlp_core import (
    SGD,
    Adam,
    Layer,
    Momentum,
    backward,
    bias_direction,
    binary_cross_entropy,
    binary_cross_entropy_on_logits,
    compare,
    cross_entropy,
    cross_entropy_on_logits,
    curve,
    delta_rule,
    forward,
    gradient_check,
    gradients,
    graph,
    half_squared_error,
    hinge,
    identity,
    initialise,
    logical_xor,
    loss_surface,
    member,
    mistakes,
    no_improvement,
    numerical_gradients,
    one_hot,
    per_network,
    perceptron_rule,
    predict,
    prelu,
    random_direction,
    relu,
    repeat,
    rrelu,
    settled_loss,
    sigmoid,
    small_gradient,
    softmax,
    stack,
    threshold,
    train,
    weight_direction,
    will_i_pass,
    with_bias,
    within,
    zero_one,
)

X, Y = logical_xor()
LABELS = Y.ravel()
RNG = np.random.default_rng(0)
NET = initialise([2, 3, 1], RNG, output=sigmoid)
THREE = initialise([2, 3, 3], RNG, output=softmax)
LOGITS = initialise([2, 3, 3], RNG)
Z3 = np.zeros((4, 3))


def fit(network=NET, x=X, y=Y, loss=half_squared_error, optimizer=None, epochs=1, eta=0.1, **settings):
    """Pass the door of train; not one epoch is asked for."""
    train(network, x, y, loss, SGD(eta) if optimizer is None else optimizer, epochs, **settings)


def put(value, like=X):
    changed = like.astype(np.result_type(like, type(value)) if not isinstance(value, str) else object)
    changed[1, 0] = value
    return changed


NAN, INF, F32 = np.nan, np.inf, np.float32

DATA = [
    # what is wrong, the call, the error, and what its message says: argument, value, expectation, remedy
    ("NaN in x", lambda: fit(x=put(NAN)), ValueError, "x holds nan at index (1, 0); expected finite; drop or fill"),
    ("infinity in x", lambda: fit(x=put(-INF)), ValueError, "x holds -inf at index (1, 0); expected finite; drop or"),
    ("NaN in y", lambda: fit(y=put(NAN, Y)), ValueError, "y holds nan at index (1, 0); expected finite; drop or fill"),
    ("infinity in y", lambda: fit(y=put(INF, Y)), ValueError, "y holds inf at index (1, 0); expected finite; drop or"),
    ("NaN to predict from", lambda: predict(NET, put(NAN)), ValueError, "x holds nan; expected finite; drop or fill"),
    ("too large for float32", lambda: predict(initialise([2, 1], RNG, dtype=F32), 1e300 * np.ones((1, 2))), ValueError, "x holds inf; expected finite"),
    ("a column too few", lambda: fit(x=X[:, :1]), ValueError, "x has 1 columns; (4, 1); expected (examples, 2); give one column an input"),
    ("a column too many", lambda: forward(NET, np.ones((5, 3))), ValueError, "x has 3 columns; (5, 3); expected (examples, 2)"),
    ("transposed x", lambda: fit(x=np.ones((2, 4))), ValueError, "x has 4 columns; (2, 4); expected (examples, 2); use x.T"),
    ("1-D x", lambda: fit(x=X[:, 0]), ValueError, "x has shape (4,); expected (examples, 2); use x.reshape(-1, 1); reshape(1, -1)"),
    ("images for x", lambda: fit(x=np.ones((4, 4, 2))), ValueError, "x has shape (4, 4, 2); expected (examples, inputs); x.reshape(-1, 2)"),
    ("1-D targets", lambda: fit(y=LABELS), ValueError, "y has shape (4,); expected (4, 1); use y.reshape(-1, 1)"),
    ("transposed targets", lambda: fit(y=Y.T), ValueError, "y has shape (1, 4); expected (4, 1); use y.T"),
    ("a single number for targets", lambda: fit(y=1.0), ValueError, "y has shape (); expected (4, 1); give one row an example"),
    ("other rows in y than x", lambda: fit(y=Y[:3]), ValueError, "y has shape (3, 1); expected (4, 1); give one row an example"),
    ("1-D targets of another length", lambda: fit(y=LABELS[:3]), ValueError, "y has shape (3,); expected (4, 1); give one row an example"),
    ("too many targets a row", lambda: fit(y=np.ones((4, 2))), ValueError, "y has shape (4, 2); expected (4, 1)"),
    ("a stack of targets for one network", lambda: fit(y=np.stack([Y, Y])), ValueError, "y has shape (2, 4, 1); expected (4, 1)"),
    ("no rows", lambda: fit(x=X[:0], y=Y[:0]), ValueError, "x has no rows; (0, 2); expected at least one example; check your selection"),
    ("no rows in a loss", lambda: half_squared_error(Y[:0], Y[:0]), ValueError, "y_hat has shape (0, 1); expected at least one row"),
    ("complex x", lambda: fit(x=put(1j)), TypeError, "x holds 0j; expected real numbers; np.asarray(x, dtype=float)"),
    ("complex y", lambda: fit(y=put(1j, Y)), TypeError, "y holds 0j; expected real numbers; np.asarray(y, dtype=float)"),
    ("objects in x", lambda: fit(x=X.astype(object)), TypeError, "x holds object values; expected real numbers; np.asarray(x, dtype=float)"),
    ("None in y", lambda: fit(y=[[None], [0], [1], [0]]), TypeError, "y holds None; expected real numbers; convert it first"),
    ("a string in x", lambda: fit(x=put("much")), TypeError, "x holds 'much'; expected real numbers; convert it first"),
    ("strings for y", lambda: fit(y=[["cat"]] * 4), TypeError, "y holds 'cat'; expected real numbers; convert it first"),
    ("ragged x", lambda: fit(x=[[0, 1], [1]]), TypeError, "x is ragged; expected rows of equal length; give every row"),
    ("ragged y", lambda: fit(y=[[0, 1], [1]]), TypeError, "y is ragged; expected rows of equal length; give every row"),
    ("complex predictions", lambda: half_squared_error(1j * Y, Y), TypeError, "y_hat holds"),
    ("1-D predictions", lambda: half_squared_error(LABELS, LABELS), ValueError, "y_hat has shape (4,); expected (examples, units); use y_hat.reshape(-1, 1)"),
    ("a row of predictions against a column", lambda: half_squared_error(Y.T, Y), ValueError, "y has shape (4, 1); expected (1, 4); use y.T"),
    ("targets with more axes than the predictions", lambda: half_squared_error(Y, Y[None]), ValueError, "y has shape (1, 4, 1); expected (4, 1)"),
    ("labels where one-hot is wanted", lambda: fit(THREE, y=LABELS, loss=cross_entropy), ValueError, "y has shape (4,); expected (4, 3); class labels; one_hot(y.ravel(), 3)"),
    ("a column of labels where one-hot is wanted", lambda: fit(LOGITS, y=Y, loss=cross_entropy_on_logits), ValueError, "y has shape (4, 1); expected (4, 3); one_hot(y.ravel(), 3)"),
    ("rows that are no distribution", lambda: cross_entropy_on_logits(Z3, Z3 + [1, 1, 0]), ValueError, "y holds the row [1.0, 1.0, 0.0]; expected one-hot rows; one_hot(labels, 3)"),
    ("negative chances", lambda: cross_entropy_on_logits(Z3, Z3 + [2, -1, 0]), ValueError, "y holds the row [2.0, -1.0, 0.0]; expected one-hot"),
    ("one-hot where labels are wanted", lambda: fit(y=np.eye(4)[:, :2], loss=binary_cross_entropy), ValueError, "y has shape (4, 2); expected (4, 1); one-hot rows need one output unit a class"),
    ("one-hot for the zero-one loss", lambda: zero_one(Z3, Z3), ValueError, "y holds 3 columns; expected one column of labels; use argmax(axis=-1)"),
    ("-1 and 1 where 0 and 1 are wanted", lambda: fit(y=2 * Y - 1, loss=binary_cross_entropy), ValueError, "y holds -1; expected 0 or 1; use (y + 1) / 2"),
    ("-1 and 1 where 0 and 1 are wanted, on logits", lambda: binary_cross_entropy_on_logits(Y, 2 * Y - 1), ValueError, "y holds -1; expected 0 or 1; use (y + 1) / 2"),
    ("label 2 where 0 and 1 are wanted", lambda: binary_cross_entropy(Y, 2 * Y), ValueError, "y holds 2; expected 0 or 1"),
    ("0 and 1 where -1 and 1 are wanted", lambda: fit(initialise([2, 1], RNG), loss=hinge), ValueError, "y holds 0; expected −1 or 1; use 2 * y - 1"),
    ("label 2 where -1 and 1 are wanted", lambda: hinge(Y, 3 * Y - 1), ValueError, "y holds 2; expected −1 or 1"),
    ("scores where probabilities are wanted", lambda: binary_cross_entropy(3 * Y, Y), ValueError, "y_hat holds 3; expects probabilities from 0 to 1; binary_cross_entropy_on_logits"),
    ("negative scores where probabilities are wanted", lambda: cross_entropy(Z3 - 2, np.eye(3)[[0, 1, 2, 0]]), ValueError, "y_hat holds -2; expects probabilities; cross_entropy_on_logits"),
    ("one column where one a class is wanted", lambda: fit(initialise([2, 1], RNG), loss=cross_entropy_on_logits), ValueError, "y_hat has 1 column; expects one a class; binary cross-entropy"),
]  # fmt: skip

SETTINGS = [
    ("eta zero", lambda: fit(eta=0), ValueError, "eta is 0; expected a learning rate above 0; try 0.1"),
    ("eta negative", lambda: fit(eta=-0.5), ValueError, "eta is -0.5; expected a learning rate above 0; try 0.1"),
    ("eta NaN", lambda: fit(eta=NAN), ValueError, "eta holds nan; expected finite numbers"),
    ("eta infinite", lambda: fit(eta=INF), ValueError, "eta holds inf; expected finite numbers"),
    ("eta a string", lambda: fit(eta="0.1"), TypeError, "eta holds '0.1'; expected real numbers; np.asarray(eta, dtype=float)"),
    ("eta None", lambda: fit(eta=None), TypeError, "eta holds None; expected real numbers"),
    ("eta complex", lambda: fit(eta=1j), TypeError, "eta holds 1j; expected real numbers"),
    ("several etas for one network", lambda: fit(eta=[0.1, 0.2]), ValueError, "eta has shape (2,); expected one number, or one a network; use per_network"),
    ("etas without axes for a stack", lambda: fit(repeat(NET, 3), eta=[0.1, 0.2, 0.3]), ValueError, "eta has shape (3,); here shape (3, 1, 1); use per_network"),
    ("other number of etas than networks", lambda: fit(repeat(NET, 3), eta=per_network([0.1, 0.2])), ValueError, "eta has shape (2, 1, 1); here shape (3, 1, 1); a stack of as many"),
    ("one eta of a stack is zero", lambda: fit(repeat(NET, 2), eta=per_network([0.1, 0])), ValueError, "eta is 0; expected a learning rate above 0"),
    ("momentum of 1", lambda: Momentum(0.1, mu=1), ValueError, "mu is 1; expected a number from 0 to below 1; the default is 0.9"),
    ("momentum NaN", lambda: Momentum(0.1, mu=NAN), ValueError, "mu is nan; expected a number from 0 to below 1"),
    ("beta a string", lambda: Adam(0.1, beta2="high"), ValueError, "beta2 is 'high'; expected a number from 0 to below 1; 0.999"),
    ("a number for the optimizer", lambda: fit(optimizer=0.1), TypeError, "optimizer is 0.1; expected an optimizer; try SGD(0.1)"),
    ("an optimizer without its eta", lambda: fit(optimizer=SGD), TypeError, "optimizer is <class; expected an optimizer; try SGD(0.1)"),
    ("a name for the loss", lambda: fit(loss="mse"), TypeError, "loss is 'mse'; expected a Loss; use half_squared_error"),
    ("epochs negative", lambda: fit(epochs=-1), ValueError, "epochs is -1; expected a whole number of at least 0; 0 yields the untrained"),
    ("epochs fractional", lambda: fit(epochs=2.5), TypeError, "epochs is 2.5; expected a whole number of at least 0"),
    ("epochs a truth value", lambda: fit(epochs=True), TypeError, "epochs is True; expected a whole number"),
    ("batch size 0", lambda: fit(batch_size=0), ValueError, "batch_size is 0; expected a whole number of at least 1; use None for the full batch"),
    ("batch size negative", lambda: fit(batch_size=-4), ValueError, "batch_size is -4; expected a whole number of at least 1; use None"),
    ("batch size fractional", lambda: fit(batch_size=0.5), TypeError, "batch_size is 0.5; expected a whole number of at least 1; use None"),
    ("a seed for a generator", lambda: fit(rng=0), TypeError, "rng is 0; expected a random generator; use np.random.default_rng(0)"),
    ("an unknown reduction", lambda: fit(reduction="none"), ValueError, 'reduction is \'none\'; expected "mean" or "sum"; choose one'),
    ("an unknown reduction of a loss", lambda: half_squared_error(Y, Y, "total"), ValueError, "reduction is 'total'; expected"),
    ("a loss without a gradient", lambda: fit(loss=zero_one), ValueError, "zero-one loss has no gradient; train with hinge"),
    ("epsilon zero", lambda: settled_loss(X, Y, half_squared_error, 0), ValueError, "epsilon is 0; expected one number above 0; try 1e-5"),
    ("epsilon negative", lambda: small_gradient(X, Y, half_squared_error, -1), ValueError, "epsilon is -1; expected one number above 0; try 1e-3"),
    ("epsilon a string", lambda: within(X, Y, "small"), TypeError, "epsilon holds 'small'; expected real numbers"),
    ("1-D targets to be within", lambda: within(X, LABELS, 0.1)(None, NET), ValueError, "y has shape (4,); expected (4, 1); use y.reshape(-1, 1)"),
    ("patience 0", lambda: no_improvement(X, Y, half_squared_error, 0), ValueError, "patience is 0; expected a whole number of at least 1; try 10"),
]  # fmt: skip

W1, B1 = np.ones((2, 3)), np.ones((1, 3))
NETWORKS = [
    ("no layers", lambda: fit(()), ValueError, "the network is (); expected a tuple of at least one Layer; use initialise"),
    ("no network", lambda: fit(None), ValueError, "the network is None; expected a tuple of at least one Layer"),
    ("one width", lambda: initialise([2], RNG), ValueError, "widths is [2]; expected a list of an input width; try [2, 3, 1]"),
    ("widths not in a list", lambda: initialise(3, RNG), ValueError, "widths is 3; expected a list; try [2, 3, 1]"),
    ("a width of 0", lambda: initialise([2, 0, 1], RNG), ValueError, "a width is 0; expected a whole number of at least 1; at least one unit"),
    ("a fractional width", lambda: initialise([2, 1.5, 1], RNG), TypeError, "a width is 1.5; expected a whole number of at least 1"),
    ("an unknown scale", lambda: initialise([2, 1], RNG, scale="big"), ValueError, "scale is 'big'; expected \"glorot\", \"he\" or; try 1.0"),
    ("a negative scale", lambda: initialise([2, 1], RNG, scale=-1), ValueError, "scale is -1; expected; standard deviation ≥ 0; try 1.0"),
    ("a seed for a generator", lambda: initialise([2, 1], 0), TypeError, "rng is 0; expected a random generator; use np.random.default_rng(0)"),
    ("whole-number weights", lambda: initialise([2, 1], RNG, dtype=int), ValueError, "dtype is <class 'int'>; expected np.float32 or np.float64; leave it out"),
    ("no networks in a stack", lambda: initialise([2, 1], RNG, networks=0), ValueError, "networks is 0; expected a whole number of at least 1"),
    ("a name for an activation", lambda: initialise([2, 3, 1], RNG, hidden="relu"), TypeError, "layer 1 has activation 'relu'; expected an Activation; use sigmoid, relu"),
    ("a function for an activation", lambda: fit((Layer(W1, B1, np.tanh),)), TypeError, "layer 1 has activation <ufunc; expected an Activation"),
    ("lists for weights", lambda: fit((Layer([[1.0], [1.0]], [[1.0]]),)), TypeError, "layer 1 is Layer(W=[[1.0], [1.0]]; expected Layer(W, b, activation) with arrays; use np.array"),
    ("whole numbers for weights", lambda: fit((Layer(W1.astype(int), B1),)), TypeError, "layer 1 holds int64 W; expected floats of one dtype; W.astype(float)"),
    ("two dtypes in a layer", lambda: fit((Layer(W1, B1.astype(F32)),)), TypeError, "layer 1 holds float64 W and float32 b; expected floats of one dtype"),
    ("1-D bias", lambda: fit((Layer(W1, np.ones(3)),)), ValueError, "layer 1 has W of shape (2, 3) and b of shape (3,); expected; here b of shape (1, 3)"),
    ("a layer of no units", lambda: fit((Layer(np.ones((2, 0)), np.ones((1, 0))),)), ValueError, "layer 1 has W of shape (2, 0); expected; at least one"),
    ("layers that do not fit", lambda: predict((Layer(W1, B1), Layer(W1, B1)), X), ValueError, "layer 2 takes 2 inputs; expected 3, what layer 1 puts out; one row an input"),
    ("a stack on one network", lambda: fit((repeat(NET, 2)[0], NET[1])), ValueError, "layer 2 has stack axes (); expected (2,); stack(...)"),
    ("too few output units", lambda: fit(y=np.ones((4, 3))), ValueError, "y has shape (4, 3); expected (4, 1)"),
    ("softmax with binary cross-entropy", lambda: fit(THREE, y=np.eye(4)[:, :3], loss=binary_cross_entropy), ValueError, "the output activation is softmax; binary cross-entropy expects probabilities; use sigmoid"),
    ("softmax with cross-entropy on logits", lambda: fit(THREE, y=Z3 + [1, 0, 0], loss=cross_entropy_on_logits), ValueError, "the output activation is softmax; expects logits; use identity"),
    ("softmax with hinge", lambda: fit(THREE, y=Z3 + 1, loss=hinge), ValueError, "the output activation is softmax; hinge loss expects scores; use identity"),
    ("identity with cross-entropy", lambda: fit(LOGITS, y=Z3 + [1, 0, 0], loss=cross_entropy), ValueError, "the output activation is identity; expects rows that sum to 1; use softmax"),
    ("identity with binary cross-entropy", lambda: gradients(initialise([2, 1], RNG), X, Y, binary_cross_entropy), ValueError, "the output activation is identity; expects probabilities; use sigmoid"),
    ("sigmoid with logits", lambda: fit(loss=binary_cross_entropy_on_logits), ValueError, "the output activation is sigmoid; expects logits; use identity"),
    ("a foreign error to carry back", lambda: backward(NET, forward(NET, X), LABELS), ValueError, "da of shape (4,); expected 2 steps and shape (4, 1); loss.derivative(...)"),
    ("steps of another network", lambda: backward(NET, forward(NET, X)[1:], Y), ValueError, "1 steps; expected 2 steps; what forward(...)"),
]  # fmt: skip

DIRECTION = weight_direction(NET, 0, 0, 0)
GRID = np.linspace(-1, 1, 3)
OTHERS = [
    ("nothing to stack", lambda: stack([]), ValueError, "networks is empty; expected at least one; keep its list"),
    ("unequal networks to stack", lambda: stack([NET, THREE]), ValueError, "network 1 has layers; expected; sweep over unequal ones"),
    ("unequal activations to stack", lambda: stack([NET, (NET[0], NET[1]._replace(activation=relu))]), ValueError, "network 1 has layers; ReLU; expected; sigmoid"),
    ("unequal random ReLUs to stack", lambda: stack([(NET[0]._replace(activation=rrelu(RNG)), NET[1]) for _ in "ab"]), ValueError, "network 1 has layers; RReLU"),
    ("a network that is no stack", lambda: member(NET, 0), ValueError, "W has shape (2, 3); expected a stack; use stack(...)"),
    ("no copies", lambda: repeat(NET, 0), ValueError, "times is 0; expected a whole number of at least 1"),
    ("a direction without its layer", lambda: weight_direction(NET, 2, 0, 0), ValueError, "layer 2, W[0, 0] is not there; expected a place in W of shapes (2, 3), (3, 1); from 0"),
    ("a direction without its weight", lambda: weight_direction(NET, 0, 2, 0), ValueError, "layer 0, W[2, 0] is not there; (2, 3), (3, 1); from 0"),
    ("a direction without its bias", lambda: bias_direction(NET, 1, 1), ValueError, "layer 1, b[0, 1] is not there; expected a place in b of shapes (1, 3), (1, 1)"),
    ("a direction between two layers", lambda: weight_direction(NET, 0.5, 0, 0), ValueError, "layer 0.5, W[0, 0] is not there; from 0"),
    ("a seed for a direction", lambda: random_direction(NET, 0), TypeError, "rng is 0; expected a random generator; default_rng(0)"),
    ("a grid of two axes", lambda: loss_surface(NET, X, Y, half_squared_error, DIRECTION, DIRECTION, GRID[None], GRID), ValueError, "across_by and up_by have shapes (1, 3) and (3,); expected one axis; use np.linspace"),
    ("NaN in a grid", lambda: loss_surface(NET, X, Y, half_squared_error, DIRECTION, DIRECTION, GRID, GRID * NAN), ValueError, "up_by holds nan; expected finite"),
    ("the surface of a stack", lambda: loss_surface(repeat(NET, 3), X, Y, half_squared_error, DIRECTION, DIRECTION, GRID, GRID), ValueError, "W has shape (3, 2, 3); expected one network; use member"),
    ("a step of 0", lambda: numerical_gradients(NET, X, Y, half_squared_error, h=0), ValueError, "h is 0; expected one number above 0; try 1e-5"),
    ("a tolerance of 0", lambda: gradient_check(NET, X, Y, half_squared_error, rtol=0), ValueError, "rtol is 0; expected one number above 0; try 1e-6"),
    ("gradients of another shape", lambda: compare([(Y, Y)], [(X, Y)]), ValueError, "the gradient of W in layer 1 has shape (4, 1); expected (4, 2)"),
    ("NaN to an activation", lambda: sigmoid([0.0, NAN]), ValueError, "z holds nan at index (1,); expected finite"),
    ("text to an activation", lambda: relu("high"), TypeError, "z holds 'high'; expected real numbers"),
    ("a slope above 1", lambda: prelu(1.5), ValueError, "alpha is 1.5; expected one number from 0 to 1; try 0.01"),
    ("a slope of text", lambda: prelu("steep"), TypeError, "alpha holds 'steep'; expected real numbers"),
    ("a seed for a random slope", lambda: rrelu(0), TypeError, "rng is 0; expected a random generator"),
    ("a column of labels to the perceptron", lambda: perceptron_rule(X, Y, 5), ValueError, "y has shape (4, 1); expected (4,); use y.ravel()"),
    ("0 and 1 in the UB convention", lambda: perceptron_rule(X, LABELS, 5, convention="UB"), ValueError, "y holds 0; expected -1 or 1; use 2 * y - 1"),
    ("-1 and 1 in the UT convention", lambda: perceptron_rule(X, 2 * LABELS - 1, 5), ValueError, 'y holds -1; expected 0 or 1; convention="UB"'),
    ("an unknown convention", lambda: perceptron_rule(X, LABELS, 5, convention="ITAM"), ValueError, "convention is 'ITAM'; expected one of the two; use \"UT\""),
    ("epochs negative to the perceptron", lambda: perceptron_rule(X, LABELS, -1), ValueError, "epochs is -1; expected a whole number of at least 0"),
    ("too few weights", lambda: perceptron_rule(with_bias(X), LABELS, 5, w=[1, 2]), ValueError, "w has shape (2,); expected (3,); one weight an input; with_bias(x)"),
    ("a stack to the perceptron", lambda: perceptron_rule(X[None], LABELS, 5), ValueError, "x has shape (1, 4, 2); expected (examples, inputs)"),
    ("NaN to the perceptron", lambda: perceptron_rule(put(NAN), LABELS, 5), ValueError, "x holds nan; expected finite"),
    ("a column of labels to count mistakes", lambda: mistakes(X, Y, [1, 1]), ValueError, "y has shape (4, 1); expected (4,); use y.ravel()"),
    ("-1 and 1 to count mistakes", lambda: mistakes(X, 2 * LABELS - 1, [1, 1]), ValueError, "y holds -1; expected 0 or 1; low=-1"),
    ("too many weights to the threshold", lambda: threshold(X, [1, 2, 3]), ValueError, "w has shape (3,); expected (2,); with_bias(x)"),
    ("1-D x to the threshold", lambda: threshold(LABELS, [1]), ValueError, "x has shape (4,); expected (examples, columns); reshape(-1, 1)"),
    ("eta negative to the delta rule", lambda: delta_rule(X, LABELS, -0.1, 5), ValueError, "eta is -0.1; expected one number above 0; try 0.1"),
    ("eta a string to the delta rule", lambda: delta_rule(X, LABELS, "fast", 5), TypeError, "eta holds 'fast'; expected real numbers"),
    ("epochs fractional to the delta rule", lambda: delta_rule(X, LABELS, 0.1, 0.5), TypeError, "epochs is 0.5; expected a whole number"),
    ("softmax to the delta rule", lambda: delta_rule(X, LABELS, 0.1, 5, activation=softmax), ValueError, "softmax has no unit-by-unit derivative; use chain"),
    ("a name to the delta rule", lambda: delta_rule(X, LABELS, 0.1, 5, activation="tanh"), TypeError, "activation is 'tanh'; expected an Activation; use sigmoid"),
    ("a column to make one-hot", lambda: one_hot(Y, 2), ValueError, "labels has shape (4, 1); expected (examples,); use labels.ravel(); one-hot already"),
    ("a label too high", lambda: one_hot([0, 3], 3), ValueError, "labels holds 3; expected whole numbers from 0 to 2"),
    ("a negative label", lambda: one_hot([0, -1], 3), ValueError, "labels holds -1; expected whole numbers from 0 to 2; number the classes"),
    ("a fractional label", lambda: one_hot([0.5], 3), ValueError, "labels holds 0.5; expected whole numbers"),
    ("names for labels", lambda: one_hot(["cat"], 3), TypeError, "labels holds 'cat'; expected real numbers; convert it first"),
    ("one class", lambda: one_hot([0], 1), ValueError, "classes is 1; expected a whole number of at least 2"),
    ("no students", lambda: will_i_pass(RNG, 0), ValueError, "students is 0; expected a whole number of at least 1"),
    ("a seed for students", lambda: will_i_pass(0), TypeError, "rng is 0; expected a random generator"),
    ("no examples of a curve", lambda: curve(RNG, 0), ValueError, "examples is 0; expected a whole number of at least 1"),
    ("a seed for a curve", lambda: curve(0), TypeError, "rng is 0; expected a random generator"),
    ("NaN in the graph", lambda: graph.Node(NAN, name="a"), ValueError, "a holds nan; expected finite"),
    ("text in the graph", lambda: graph.Node(1.0) + "one", TypeError, "value holds 'one'; expected real numbers"),
]  # fmt: skip

ROWS = DATA + SETTINGS + NETWORKS + OTHERS


@pytest.mark.parametrize(("call", "error", "words"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_bad_input_is_refused_with_a_message_that_says_what_to_do(call, error, words):
    with pytest.raises(error) as caught:
        call()
    message = str(caught.value)
    missing = [word for word in words.split("; ") if word not in message]
    assert not missing, f"{missing} not in: {message}"
    assert not re.search(r"\n|  ", message)


def test_ordinary_input_passes_the_same_doors():
    fit()
    fit(x=X.tolist(), y=Y.astype(int).tolist(), batch_size=1000, epochs=np.int64(3), eta=np.float32(0.1))
    fit(THREE, y=one_hot([0, 1, 2, 0], 3), loss=cross_entropy)
    fit(LOGITS, y=np.full((4, 3), 1 / 3), loss=cross_entropy_on_logits)
    fit(loss=binary_cross_entropy, x=X.astype(bool), y=Y.astype(bool))
    fit(initialise([2, 1], RNG, hidden=identity, scale=np.float32(0.5)), y=2 * Y - 1, loss=hinge)
    fit(initialise(range(2, 0, -1), RNG, dtype=float, output=sigmoid))
    fit(repeat(NET, 3), eta=per_network([0.1, 0.2, 0.3]))
