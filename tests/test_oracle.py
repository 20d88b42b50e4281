"""The core against scikit-learn, which was written by others: the same networks, data and rates, the same ends."""

import numpy as np
import pytest
from sklearn.datasets import make_moons
from sklearn.metrics import hinge_loss, log_loss, mean_squared_error, zero_one_loss
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import OneHotEncoder

import mlp_core as mlp

X, LABELS = make_moons(30, noise=0.2, random_state=0)
THREE = np.random.default_rng(0).integers(0, 3, 30)
PLANE = X @ [[1.0, -2.0], [0.5, 3.0]]
EPOCHS = 6


def theirs(kind, network, y, **settings):
    """Let scikit-learn train our network, with the examples in order, for a few epochs."""
    hidden = [layer.b.shape[-1] for layer in network[:-1]]
    model = kind(hidden_layer_sizes=hidden, alpha=0.0, batch_size=7, shuffle=False, **settings)
    more = {"classes": np.unique(y)} if kind is MLPClassifier else {}
    model.partial_fit(X, y, **more)  # makes its arrays; what it has learned is thrown away
    model.coefs_ = [layer.W.copy() for layer in network]
    model.intercepts_ = [layer.b[0].copy() for layer in network]
    del model._optimizer
    for _ in range(EPOCHS):
        model.partial_fit(X, y)
    return model


def assert_same(network, model, rtol):
    for layer, W, b in zip(network, model.coefs_, model.intercepts_, strict=True):
        np.testing.assert_allclose(layer.W, W, rtol=rtol, atol=rtol)
        np.testing.assert_allclose(layer.b[0], b, rtol=rtol, atol=rtol)


HIDDEN = {"logistic": mlp.sigmoid, "tanh": mlp.tanh, "relu": mlp.relu, "identity": mlp.identity}
RULES = {
    "descent": (mlp.SGD(0.1), {"solver": "sgd", "momentum": 0.0, "learning_rate_init": 0.1}, 1e-11),
    "momentum": (
        mlp.Momentum(0.05, mu=0.8),
        {"solver": "sgd", "momentum": 0.8, "nesterovs_momentum": False, "learning_rate_init": 0.05},
        1e-11,
    ),
    "Adam": (  # scikit-learn adds its ε in another place, so ε is as good as nothing here
        mlp.Adam(0.01, epsilon=1e-30),
        {"solver": "adam", "learning_rate_init": 0.01, "epsilon": 1e-30},
        1e-9,
    ),
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize("task", ["two classes", "three classes", "numbers"])
def test_training_ends_where_scikit_learn_ends(task, activation, rule):
    optimizer, settings, rtol = RULES[rule]
    kind, labels, y, loss = {
        "two classes": (MLPClassifier, LABELS, LABELS[:, None], mlp.binary_cross_entropy_on_logits),
        "three classes": (MLPClassifier, THREE, mlp.one_hot(THREE, 3), mlp.cross_entropy_on_logits),
        "numbers": (MLPRegressor, PLANE, PLANE, mlp.half_squared_error),
    }[task]
    rng = np.random.default_rng(1)
    network = mlp.initialise([2, 5, 4, y.shape[1]], rng, hidden=HIDDEN[activation], scale=0.5)
    model = theirs(kind, network, labels, activation=activation, **settings)
    *_, ours = mlp.train(network, X, y, loss, optimizer, EPOCHS, batch_size=7, shuffle=False)
    assert_same(ours, model, rtol)


def test_losses_are_scikit_learns_metrics():
    z = np.random.default_rng(2).normal(size=(30, 3))
    assert mlp.cross_entropy_on_logits(z, mlp.one_hot(THREE, 3)) == pytest.approx(log_loss(THREE, mlp.softmax(z)))
    p, y = mlp.sigmoid(z[:, :1]), LABELS[:, None]
    assert mlp.binary_cross_entropy(p, y) == pytest.approx(log_loss(LABELS, p.ravel()))
    assert mlp.hinge(z[:, :1], 2 * y - 1) == pytest.approx(hinge_loss(2 * LABELS - 1, z[:, 0]))
    assert mlp.zero_one(np.round(p), y) == pytest.approx(zero_one_loss(LABELS, np.round(p.ravel()).astype(int)))
    assert mlp.mean_squared_error(z, X @ np.ones((2, 3))) == pytest.approx(mean_squared_error(X @ np.ones((2, 3)), z))


def test_one_hot_rows_are_scikit_learns():
    encoded = OneHotEncoder(sparse_output=False).fit_transform(THREE[:, None])
    np.testing.assert_array_equal(mlp.one_hot(THREE, 3), encoded)
