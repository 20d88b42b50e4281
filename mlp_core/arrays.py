"""What an array is in this package: floats, whose last two axes are (examples, units).

Axes in front of those two are the *stack*: more networks, carried along by broadcasting (see stacks.py).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
