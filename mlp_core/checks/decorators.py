"""How checks are put on a function from outside, and how one gets at the function under them."""

import inspect
import warnings
from collections.abc import Callable, Iterator
from contextvars import copy_context
from functools import wraps
from typing import Any, TypeVar

import numpy as np

Check = Callable[[str, Any, dict[str, Any]], Any]
"""``check(name, value, given)`` returns what the function is to get, or raises; ``given`` holds all arguments."""

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


def numbers_may_overflow() -> np.errstate:
    """Make the error state all numbers live in: 1 / (1 + exp(1000)) is 0, and a run that diverges yields NaN.

    Neither is worth a warning. It serves as a decorator and in a ``with`` statement.
    """
    return np.errstate(over="ignore", invalid="ignore", divide="ignore")


def checked(**checks: Check) -> Callable[[T], T]:
    """Put checks on a function: every argument named here passes its check, in this order, before the function runs.

    Above a class, they are put on its making. The function runs where numbers may overflow; if it is a stream, so does
    each of its steps. The checks of a stream come at once, not when it is first asked for something.
    """

    def put_on(thing: Any) -> Any:
        if isinstance(thing, type):
            thing.__init__ = put_on(thing.__init__)  # type: ignore[misc]
            return thing
        parameters = inspect.signature(thing).parameters
        by_place = [name for name, each in parameters.items() if each.kind is not each.KEYWORD_ONLY]
        defaults = {name: each.default for name, each in parameters.items() if each.default is not each.empty}

        @wraps(thing)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            given = {**defaults, **dict(zip(by_place, args, strict=False)), **kwargs}
            twice = any(name in kwargs for name in by_place[: len(args)])
            if twice or len(args) > len(by_place) or len(given) != len(parameters):
                return thing(*args, **kwargs)  # Python's own message names the function, and what is wrong
            with numbers_may_overflow():
                for name, check in checks.items():
                    given[name] = check(name, given[name], given)
                result = thing(**given)
            return _each_step_may_overflow(result) if inspect.isgenerator(result) else result

        return guarded

    return put_on


def bare(function: F) -> F:
    """Return the function under its checks, for loops whose data has been checked before they began."""
    under: F = inspect.unwrap(function)
    return under


def _each_step_may_overflow(steps: Iterator[T]) -> Iterator[T]:
    inside, end = copy_context(), object()  # NumPy keeps its error state in the context
    inside.run(np.seterr, over="ignore", invalid="ignore", divide="ignore")
    while True:
        step: Any = inside.run(next, steps, end)
        if step is end:
            return
        yield step


def interruptible(last_words: str) -> Callable[[F], F]:
    """Let an interrupt end a stream, with a warning that holds ``last_words``: what was yielded before is complete.

    In ``last_words``, {done} is the number of the last thing yielded, from 0; other names are the stream's arguments.
    """

    def put_on(function: Any) -> Any:
        @wraps(function)
        def stream(*args: Any, **kwargs: Any) -> Iterator[Any]:
            return until_interrupted(function(*args, **kwargs), args, kwargs)

        def until_interrupted(steps: Iterator[Any], args: Any, kwargs: Any) -> Iterator[Any]:
            done = -1
            try:
                for step in steps:
                    done += 1
                    yield step
            except KeyboardInterrupt:
                given = inspect.signature(function).bind(*args, **kwargs).arguments
                warnings.warn("interrupted: " + last_words.format(done=max(done, 0), **given), stacklevel=2)

        return stream

    return put_on
