"""The one room where arguments are checked, once, with a message that says what came, what was expected, and a remedy.

``@checked(x=examples)`` above a function puts a check on its argument x, from outside; ``bare(function)`` is the
function under its checks, for loops whose data has been checked before they began. A check is called as
``check(name, value, given)``: it returns what the function is to get, or raises.
"""

# ruff: noqa: F401  (what is imported here is meant for the other rooms)
from .choices import (
    executor,
    flag,
    float_dtype,
    function,
    generator,
    list_of_settings,
    one_of,
    optional,
    reduction,
    scale,
    span,
    text,
    widths,
)
from .data import class_labels, column, examples, mask, mask_meets, numbers, one_axis, values_per_network
from .decorators import bare, checked, interruptible, numbers_may_overflow
from .graphs import node, one_number
from .networks import (
    activation,
    index_of_member,
    network,
    one_float64_network,
    one_network,
    several_networks,
    stack_of_networks,
    stream,
    unitwise,
)
from .passes import (
    direction,
    error_of,
    gradients_of,
    inputs,
    memory_of,
    optimizer,
    pairs_of_gradients,
    place,
    shift,
    steps_of,
)
from .settings import above_lower, between, positive, rate, setting, whole
from .targets import (
    differentiable,
    fitting,
    loss,
    loss_of_network,
    loss_to_train,
    predictions,
    targets_of_network,
    targets_of_predictions,
)
from .unit import LOWS, convention, label_per_example, low_label, table, target_per_example, weights
