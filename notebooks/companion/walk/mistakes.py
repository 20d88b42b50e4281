"""The mistakes that a number of a training step is often got wrong by: for each kind of step, lines and their names.

Each function returns pairs (expression, what is told to who has typed its value). They are made of the step's own
factors: one dropped, one taken from the neighbour, a sign turned. ACT and SLOPE as in training_step.py.
"""

Mistakes = list[tuple[str, str]]


def of_product(w: str, x: str, neighbour: str) -> Mistakes:
    """An activation goes along an edge: w·x. ``neighbour`` is another unit's activation, or x itself."""
    return [
        (f"{w} + {x}", f"that is {{{w}}} + {{{x}}}; along an edge one multiplies"),
        (w, f"that is the weight alone; it multiplies {{{x}}}"),
        *_if(neighbour != x, f"{w}*{neighbour}", f"that is {{{w}}}·{{{neighbour}}}; this edge begins at {{{x}}}"),
    ]


def of_sum(z: str, total: str, b: str, act: str) -> Mistakes:
    """A unit adds up what has arrived, and its bias."""
    return [
        (total, f"the bias {{{b}}} is missing"),
        (f"{total} - {b}", "the bias is added, not subtracted"),
        (act, f"that is the activation already; {{{z}}} is the sum"),
    ]


def of_activation(z: str, slope: str) -> Mistakes:
    """A unit applies its activation function to its sum."""
    return [
        (z, f"that is {{{z}}}, the sum; the activation function has yet to be applied"),
        (slope, "that is the slope of the activation function, not its value"),
    ]


def of_error(cost: str, y: str, a: str, halved: bool) -> Mistakes:
    """The error of a prediction; ``halved`` where it is half a square."""
    return [
        (f"-({cost})", "the sign is turned"),
        *_if(halved, f"2*({cost})", "the ½ of the error is missing"),
        *_if(halved, f"{y} - {a}", f"that is {{{y}}} − {{{a}}}; the error takes its square, and half of it"),
    ]


def of_error_slope(slope: str, y: str, a: str) -> Mistakes:
    """The derivative of the error by an output."""
    return [
        (f"-({slope})", f"the sign is turned: what happens to the error when {{{a}}} comes closer to {{{y}}}?"),
        ("E", "that is the error itself; its derivative is wanted"),
    ]


def of_output_delta(dE: str, a: str, slope: str) -> Mistakes:
    """The δ of an output: the derivative of the error, times the slope of the unit."""
    return [
        (dE, "the slope of the activation function is missing"),
        (f"-{dE}*{slope}", "the sign is turned: look at the derivative of the error again"),
        (slope, "that is the slope alone; the derivative of the error is missing"),
        (f"{dE}*{a}", f"that is the derivative of the error times {{{a}}}; the factor is the slope"),
    ]


def of_way_back(delta: str, w: str, a: str, neighbour: str) -> Mistakes:
    """A δ goes back along an edge: δ·w. ``neighbour`` is the weight of another edge, or w itself."""
    return [
        (delta, f"that is {{{delta}}}; it comes back through the weight {{{w}}}"),
        (f"{delta}*{a}", f"that is {{{delta}}}·{{{a}}}, a gradient; on its way back δ is multiplied by the weight"),
        *_if(neighbour != w, f"{delta}*{neighbour}", f"that is {{{delta}}}·{{{neighbour}}}; this edge has {{{w}}}"),
        (f"-{delta}*{w}", "the sign is turned: δ comes back with the sign of the weight"),
    ]


def of_hidden_delta(arrived: str, last: str, z: str, a: str, slope: str, later: tuple[str, str]) -> Mistakes:
    """The δ of a hidden unit: what has arrived, added up, times its slope. ``later``: z and slope of the next layer."""
    return [
        (arrived, f"that is what has arrived; the slope at {{{z}}} is missing"),
        (f"-{arrived}*{slope}", "the sign is turned"),
        *_if(arrived != last, f"{last}*{slope}", "that is one path only: add up all that arrive"),
        (f"{arrived}*{a}", f"that is what has arrived times {{{a}}}; the factor is the slope"),
        (f"{arrived}*{later[1]}", f"that is the slope at {{{later[0]}}}; this unit has its own"),
    ]


def of_gradient(delta: str, x: str, w: str, own: str, neighbour: str) -> Mistakes:
    """δ lands on the weight: δ·x. ``own`` is the activation of the unit the weight leads to."""
    multiplies = f"the weight multiplies {{{x}}}"
    return [
        (f"{delta}*{own}", f"that is {{{delta}}}·{{{own}}}; {multiplies}"),
        (delta, f"that is {{{delta}}} alone, the gradient of the bias; {multiplies}"),
        *_if(neighbour != x, f"{delta}*{neighbour}", f"that is {{{delta}}}·{{{neighbour}}}; {multiplies}"),
        (f"{delta}*{w}", f"that is {{{delta}}}·{{{w}}}, which goes back along the edge; {multiplies}"),
        (f"-{delta}*{x}", "the sign is turned"),
        (x, f"that is {{{x}}} alone; δ is missing"),
    ]


def of_bias_gradient(delta: str, x: str, b: str) -> Mistakes:
    """δ lands on a bias."""
    return [
        (f"{delta}*{x}", f"that is {{{delta}}}·{{{x}}}; the bias multiplies 1"),
        (f"-{delta}", "the sign is turned"),
        (f"{delta}*{b}", "the bias itself is no factor: it multiplies 1"),
    ]


def of_update(w: str) -> Mistakes:
    """A parameter moves against its derivative."""
    return [
        (f"{w} + eta*d{w}", "that step goes up: the update has a minus"),
        (w, "that is the old number; it has yet to move"),
        (f"{w} - d{w}", "the learning rate η is missing"),
        (f"eta*d{w}", f"that is η times the derivative; subtract it from {{{w}}}"),
    ]


def _if(there: bool, expression: str, words: str) -> Mistakes:
    return [(expression, words)] if there else []
