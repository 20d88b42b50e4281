"""How constants that hold lambdas travel to other processes, as a sweep over a pool of processes needs them to."""

import sys
from typing import Any, SupportsIndex


class PickledByName:
    """What is a constant of its module is pickled as that constant's name, as functions are; all else as usual."""

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        """Return the constant's name, or the usual recipe where no constant of the module is this very object."""
        for name, value in vars(sys.modules[type(self).__module__]).items():
            if value is self:
                return name
        return super().__reduce_ex__(protocol)
