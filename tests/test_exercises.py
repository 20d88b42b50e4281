"""The checker of the exercises: what it calls right, what it says about what is wrong, and what it never says."""

from collections import namedtuple

import numpy as np
import pytest

from companion import check

X = np.arange(1.0, 9.0).reshape(4, 2)
Y = np.array([[1.0], [0.0], [1.0], [1.0]])
CASES = [(X, Y), (X[:3] + 2, Y[:3])]


def mean_product(x, y):
    return x * y / len(x)


@pytest.fixture
def verdict(capsys):
    """Hand something in; return what is printed, its lines joined, after a look at how long they are."""

    def hand_in(student, reference=mean_product, what="the product", **more):
        capsys.readouterr()
        if callable(reference) and "cases" not in more:
            more["cases"] = CASES
        check(what, student, reference, **more)
        printed = capsys.readouterr().out
        assert printed and all(len(line) <= 88 for line in printed.splitlines()), printed
        return " ".join(printed.split())

    return hand_in


def test_right_is_right(verdict):
    assert verdict(lambda x, y: y / len(y) * x) == "Right: the product."
    assert verdict([1, 2.0], np.array([1.0, 2.0])) == "Right: the product."
    assert verdict(lambda x: [x / 2], lambda x: np.array([x / 2]), cases=[(1.0,)]) == "Right: the product."


@pytest.mark.parametrize("relative", [1e-5, 1e-4, 1e-3, -1e-5])
def test_nearly_right_is_not_right(verdict, relative):
    assert "Not right yet" in verdict(lambda x, y: mean_product(x, y) * (1 + relative))
    assert "Not right yet" in verdict(0.76543219 * (1 + relative), 0.76543219)
    assert "Not right yet" in verdict(lambda x, y: mean_product(x, y) * 1e-12 * (1 + relative),
                                      lambda x, y: mean_product(x, y) * 1e-12)  # fmt: skip


def test_round_off_is_right_and_a_small_number_beside_a_large_one_is_none(verdict):
    assert "Not right yet" in verdict([1.0, 1e-7], [1.0, 2e-7])
    assert verdict(lambda x: x + 1e-16, lambda x: x, cases=[(0.0,), (1.0,)]) == "Right: the product."


@pytest.mark.parametrize(
    ("answer", "right", "expected"),
    [
        (0.222, 2 / 9, "Right"),
        (0.2222, 2 / 9, "Right"),
        (0.22222, 2 / 9, "Right"),
        (-0.0238, -0.02375, "Right"),
        (0.22, 0.21996, "Right"),  # 0.220: the last zero cannot be seen
        (0.1, 0.099961, "Right"),
        (0.22, 2 / 9, "rounded too far"),
        (0.223, 2 / 9, "very near"),
        (0.2223, 2 / 9, "very near"),
        (0.2, 2 / 9, "Not right yet"),
        (65500, 65536, "Not right yet"),
        (65500.0, 65536.0, "Not right yet"),
        (10.0004, 10, "Not right yet"),
        (1e-4, 0, "Not right yet"),
        ([0.222, 0.333], np.array([2 / 9, 1 / 3]), "Right"),
        ([0.222, 0.3], np.array([2 / 9, 1 / 3]), "Not right yet"),
    ],
)
def test_a_typed_number_may_be_rounded_but_not_too_far_and_a_count_not_at_all(verdict, answer, right, expected):
    assert expected in verdict(answer, right)


def test_what_a_function_returns_may_not_be_rounded(verdict):
    assert "Not right yet" in verdict(lambda x: np.round(x / 9, 4), lambda x: x / 9, cases=[(2.0,), (1.0,)])


@pytest.mark.parametrize("answer", [1 / 9, 0.1111, 0.111, 0.11])
def test_a_rounded_misconception_is_recognised(verdict, answer):
    assert "this one arrives" in verdict(answer, 2 / 9, mistakes={"the root": 1 / 3, "this one arrives": 1 / 9})


def test_between_two_misconceptions_the_nearer_one_is_named(verdict):
    mistakes = {"first": 0.1234, "second": 0.1226}
    assert "first" in verdict(0.123, 5.0, mistakes={"first": 0.1231, "second": 0.12345})
    assert "second" in verdict(0.1226, 5.0, mistakes=mistakes) and "first" in verdict(0.1234, 5.0, mistakes=mistakes)


def test_a_misconception_told_from_the_right_number_by_a_digit_is_not_taken_for_rounding(verdict):
    assert "cut off" in verdict(0.667, 2 / 3, mistakes={"cut off": 0.667}) and "Right" in verdict(0.667, 2 / 3)


def test_a_listed_mistake_must_agree_in_every_case(verdict):
    mistakes = {"the y is missing": lambda x, y: x / len(x), "the square": lambda x, y: x**2}
    assert "What happened: the y is missing." in verdict(lambda x, y: x / len(x), mistakes=mistakes)

    def sometimes(x, y):
        return x / len(x) if len(x) == 4 else np.sin(x)

    assert "What happened" not in verdict(sometimes, mistakes=mistakes)


def test_a_mistake_may_have_another_shape_than_the_right_result(verdict):
    mistakes = {"summed": lambda x, y: x.sum(), "an axis is lost": lambda x, y: x.mean(axis=1)}
    for text, mistake in mistakes.items():
        assert f"What happened: {text}." in verdict(mistake, mistakes=mistakes)
    assert "What happened" not in verdict(lambda x, y: x[:, 0] ** 2, mistakes=mistakes)
    assert "What happened" not in verdict(lambda x, y: np.sin(x), mistakes=mistakes)


def test_how_many_cases_are_right_is_told(verdict):
    printed = verdict(lambda w: abs(w), lambda w: w, cases=[(1.0,), (-2.0,), (3.0,)])
    assert "For w = −2: your result is 2, which is not right. In 2 of 3 cases it is right." in printed


SLIPS = {
    "the sign is turned": lambda r, x: -r,
    "it is twice what it should be": lambda r, x: 2 * r,
    "it is half of what it should be": lambda r, x: r / 2,
    "it is len(x) times what it should be": lambda r, x: len(x) * r,
    "it is divided by len(x) once too often": lambda r, x: r / len(x),
    "it is 1 too large": lambda r, x: r + 1,
    "it is 1 too small": lambda r, x: r - 1,
    "it is 1 minus what it should be": lambda r, x: 1 - r,
    "the rows stand in reversed order": lambda r, x: r[::-1],
    "the columns stand in reversed order": lambda r, x: r[:, ::-1],
    "the rows stand one place too late": lambda r, x: np.roll(r, 1, 0),
    "the y is missing": lambda r, x: x / len(x),
    "every value is 3.3 times what it should be": lambda r, x: 3.3 * r,
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_that_nobody_listed_is_named(verdict, slip):
    mistakes = {"the y is missing": lambda x, y: x / len(x), "the 1/N is taken twice": lambda x, y: x * y / len(x) ** 3}
    printed = verdict(lambda x, y: SLIPS[slip](mean_product(x, y), x), mistakes=mistakes)
    assert f"What happened: {slip}" in printed and "two things" not in printed


@pytest.mark.parametrize(
    ("first", "second", "student"),
    [
        ("the sign is turned", "it is twice", lambda x, y: -2 * x * y / len(x)),
        ("the sign is turned", "it is len(x) times", lambda x, y: -x * y),
        ("the rows stand in reversed order", "the sign is turned", lambda x, y: -(x * y)[::-1] / len(x)),
        ("the y is missing", "the sign is turned", lambda x, y: -x / len(x)),
        ("the y is missing", "it is len(x) times", lambda x, y: x),
        ("the sign is turned", "it is transposed", lambda x, y: -(x * y).T / len(x)),
        ("the y is missing", "the cube", lambda x, y: x**3 / len(x)),
    ],
)
def test_two_slips_at_once_are_both_named(verdict, first, second, student):
    mistakes = {"the y is missing": lambda x, y: x / len(x), "the cube": lambda x, y: x**3 * y / len(x)}
    cases = [(X, Y + 0.5), (X[:3] + 2, Y[:3] + 0.5)]
    printed = verdict(student, cases=cases, mistakes=mistakes)
    assert "two things" in printed and first in printed and second in printed


def test_a_number_is_not_explained_by_a_coincidence(verdict):
    mistakes = {"one layer more": 9, "not that of σ": 20}
    for answer in (7, 12, 13, 18, 40, 100):
        assert "two things" not in verdict(answer, 10, mistakes=mistakes)
    assert "two things" not in verdict(20, 180, mistakes={"the epoch of the other curve": 10})
    for answer in (1 + 1 / 9, 1 / 9 - 1, 1 - 1 / 9):
        assert "What happened" not in verdict(answer, 2 / 9, mistakes={"a": 1 / 9, "b": 1 / 3})
    assert "very near" not in verdict(4810, 4820) and "What" not in verdict(lambda x: 0.1, lambda x: x, cases=[(0.7,)])
    rng = np.random.default_rng(0)
    explained = sum(
        "two things" in verdict(x, 2 / 9, mistakes={"a": 1 / 9, "b": 1 / 3}) for x in rng.uniform(0, 1, 200)
    )
    assert explained == 0


def test_ones_and_zeros_are_not_explained_by_a_coincidence(verdict):
    right = np.array([0.0, 1, 1, 0])
    mistakes = {"OR": [0, 1, 1, 1], "AND": [0, 0, 0, 1]}
    told = {
        bits: verdict([int(bit) for bit in f"{bits:04b}"], right, mistakes=mistakes) for bits in range(16) if bits != 6
    }
    explained = {bits for bits, text in told.items() if "What happened" in text}
    assert explained == {0b0111, 0b0001, 0b1001} and "it is 1 minus what it should be" in told[0b1001]


def test_a_rule_that_does_nothing_is_not_explained_by_two_mistakes_that_cancel(verdict):
    mistakes = {"the sign is turned": lambda w, s: w - s, "twice as long": lambda w, s: w + 2 * s}
    steps = [(np.array([1.0, 2, 3]), np.array([0.3, 0.2, 0.7]))]
    assert "What happened" not in verdict(lambda w, s: w, lambda w, s: w + s, cases=steps, mistakes=mistakes)


def test_a_missing_term_is_named_and_so_is_one_with_the_wrong_sign(verdict):
    terms = {"sin x": np.sin, "cos x": np.cos, "x²": lambda x: x**2}
    sums = {"cases": [(np.arange(4.0),)], "terms": terms, "reference": lambda x: np.sin(x) + np.cos(x) + x**2}
    assert "What happened: the term cos x is missing." in verdict(lambda x: np.sin(x) + x**2, **sums)
    assert "the term x² has the wrong sign." in verdict(lambda x: np.sin(x) + np.cos(x) - x**2, **sums)
    printed = verdict(lambda x: x**2, **sums)
    assert "two things" in printed and "sin x is missing" in printed and "cos x is missing" in printed
    with pytest.raises(ValueError, match="do not add up"):
        verdict(np.sin, np.sin, cases=[(1.0,)], terms={"cos x": np.cos})


def test_hints_come_one_per_wrong_run_and_begin_again_after_a_right_one(verdict):
    hints = ["Look at y.", "Look at N."]
    runs = [verdict(lambda x, y: np.sin(x), what="by steps", hints=hints) for _ in range(3)]
    assert "Hint 1 of 2: Look at y." in runs[0] and "N." not in runs[0]
    assert "Hint 2 of 2: Look at N." in runs[1] and "y." not in runs[1]
    assert "All hints are given" in runs[2]
    assert "Hint" not in verdict(mean_product, what="by steps", hints=hints)
    assert "Hint" not in verdict(..., what="by steps", hints=hints) + verdict(lambda x, y: None, hints=hints)
    assert "Hint 1 of 2" in verdict(lambda x, y: np.sin(x), what="by steps", hints=hints)
    assert "Hint 1 of 2" in verdict(lambda x, y: np.sin(x), what="another", hints=hints)


@pytest.mark.parametrize("student", [lambda x: 0.2, lambda x: -0.4321, lambda x: [0.4321], lambda x: np.nan, 3.0])
def test_the_right_value_is_never_told(verdict, student):
    assert "0.4321" not in verdict(student, lambda x: 0.4321, cases=[(1.0,)]).replace("−0.4321", "")
    if not callable(student):
        assert "0.4321" not in verdict(student, 0.4321)


@pytest.mark.parametrize(
    "student",
    [
        ...,
        lambda x, y: ...,
        lambda x, y: (..., ...),
        lambda x, y: x @ ...,
        lambda x, y: ... @ x,
        lambda x, y: np.exp(...),
        lambda x, y: x if len(x) == 4 else ...,
    ],
)
def test_dots_are_not_an_answer_yet(verdict, student):
    assert verdict(student).startswith("Not answered yet: replace the dots")


def test_dots_in_a_variable_of_the_function_are_not_an_answer_yet(verdict):
    def student(x, y):
        z = ...
        return z @ x

    assert verdict(student).startswith("Not answered yet")
    assert verdict(..., 3.0).startswith("Not answered yet") and verdict([1, ...], [1, 2]).startswith("Not answered yet")


def test_none_is_a_missing_return(verdict):
    assert "Your function returns None: is `return` missing?" in verdict(lambda x, y: None)
    assert "Your result is None: it was given no value." in verdict(None, 3.0)
    assert "holds None" in verdict([1, None], [1, 2])


@pytest.mark.parametrize(
    ("student", "reference", "expected"),
    [
        (3.0, mean_product, "A function is expected here, and you hand in 3."),
        (lambda: 3.0, 3.0, "A value is expected here, and you hand in a function."),
        (lambda x, y: mean_product, mean_product, "your result is a function: call it"),
        (lambda x, y: "0.2", mean_product, "is the text '0.2'"),
        ("0.2", 0.2, "is the text '0.2'"),
        (1j, 0.2, "complex"),
        ([1, [2, 3]], [1, 2], "as many in every row"),
        (np.nan, 0.2, "Your result is NaN, not a number"),
        (lambda x, y: x / y * y, mean_product, "at (1, 0) is NaN"),
        (lambda x, y: x / y, mean_product, "at (1, 0) is infinite"),
    ],
)
def test_what_is_not_a_number_is_named(verdict, student, reference, expected):
    assert expected in verdict(student, reference)


def test_infinity_where_it_belongs_is_right(verdict):
    assert verdict([np.inf, 1], [np.inf, 1]) == "Right: the product." and "Not right" in verdict([1, 1], [np.inf, 1])


@pytest.mark.parametrize(
    ("result", "right", "expected"),
    [
        ([[1.0], [2]], [[1.0, 2]], "has shape (2, 1), here (1, 2) belongs. Rows and columns are exchanged; in a batch, "
                                   "rows are examples. The numbers are right."),
        ([[2.0], [2]], [[1.0, 2]], "in a batch, rows are examples. What"),
        ([1.0, 2], [[1.0, 2]], "The numbers are right, but an axis of length 1 got lost: keepdims=True keeps it"),
        ([[1.0, 2]], [1.0, 2], "an axis of length 1 is too many"),
        ([1.0, 2], 3.0, "is an array of shape (2,), here a single number belongs"),
        (3.0, [1.0, 2], "is a single number, here an array of shape (2,) belongs"),
        (np.ones((3, 3)), np.ones((3, 1)), "every value was combined with every other"),
        (np.ones((4, 1)), np.ones((1, 3)), "summed along the other axis"),
        (np.ones(3), np.ones((2, 3)), "Was too much summed, or only one row taken?"),
        (np.ones((5, 3)), np.ones((2, 3)), "has shape (5, 3), here (2, 3) belongs."),
    ],
)  # fmt: skip
def test_a_wrong_shape_is_told_in_words(verdict, result, right, expected):
    printed = verdict(
        lambda: np.array(result), lambda: np.array(right), cases=[()], mistakes={"ones": lambda: [[2.0], [2]]}
    )
    assert expected in printed


def test_numpys_errors_are_told_with_the_shapes_that_met(verdict):
    def matmul(x, y):
        return x @ y

    def dot(x, y):
        both = np.dot(
            x,
            y,
        )
        return both

    def lost_axis(x, y):
        ŷ = x - x.mean(axis=1)
        return ŷ

    assert "your function stops at `return x @ y`: `x` has shape (4, 2) and `y` has shape (4, 1). For @" in verdict(
        matmul
    )
    assert "at `np.dot(x, y)`: `x` has shape (4, 2) and `y` has shape (4, 1). For @" in verdict(dot)
    lost = verdict(lost_axis)
    assert "`x` has shape (4, 2) and `x.mean(axis=1)` has shape (4,)" in lost and "keepdims=True keeps it" in lost
    assert "a single number needs *" in verdict(lambda x, y: x @ 2.0)


@pytest.mark.parametrize(
    ("student", "expected"),
    [
        (lambda x, y: x[:, 0].sum(axis=1), "axes are counted from 0"),
        (lambda x, y: 1 if x > 0 else 0, "An `if` decides about one number"),
        (lambda x, y: float(x), "met an array: use the one of np"),
        (lambda x, y: [1, 2] * 0.5, "turn them into arrays with np.array"),
        (lambda x: x, "takes 1 positional argument but 2 were given. Keep the first line"),
        (lambda x, y: nothing_of_this_name, "name 'nothing_of_this_name' is not defined. Is the name spelt"),  # noqa: F821
        (lambda x, y: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda x, y: x[9], "IndexError: index 9 is out of bounds for axis 0 with size 4"),
        (lambda x, y: print(end="") * 2, "a function without `return`, or a print"),
    ],
)
def test_other_errors_are_told_with_advice(verdict, student, expected):
    printed = verdict(student)
    assert expected in printed and "Not right yet, the product. For " in printed


def test_an_error_without_source_is_told_too(verdict):
    names = {}
    exec("def student(x, y):\n    return x @ y", names)
    assert "needs as many columns as the right one has rows" in verdict(names["student"])


def test_working_in_place_is_right_but_told_and_spoils_nothing(verdict):
    def in_place(x, y):
        x *= y
        x /= len(x)
        return x

    before = X.copy()
    printed = verdict(in_place)
    assert printed.startswith("Right: the product.") and "changes its argument `x` itself" in printed
    assert (before == X).all() and verdict(mean_product) == "Right: the product."
    assert "changes its argument `items`" in verdict(
        lambda items: items.pop(), lambda items: items[-1], cases=[([1, 2],)]
    )


def test_a_reference_and_a_mistake_that_work_in_place_spoil_nothing(verdict):
    def in_place(x, y):
        x *= y / len(x)
        return x

    assert verdict(mean_product, in_place, mistakes={"twice": lambda x, y: 2 * in_place(x, y)}) == "Right: the product."


def test_a_mistake_that_raises_is_the_exercises_fault_and_other_mistakes_still_count(verdict):
    mistakes = {"broken": lambda x, y: x @ y, "the y is missing": lambda x, y: x / len(x)}
    printed = verdict(lambda x, y: x / len(x), mistakes=mistakes)
    assert "What happened: the y is missing." in printed and "The exercise has a fault: its mistake “broken”" in printed
    assert verdict(mean_product, mistakes=mistakes) == "Right: the product."


@pytest.mark.parametrize(
    ("error", "match", "arguments"),
    [
        (ValueError, "cases of 'it' is empty", {"reference": mean_product}),
        (ValueError, "remove the cases", {"reference": 3.0, "cases": [(1,)]}),
        (TypeError, "expected a tuple of arguments", {"reference": np.sin, "cases": [1.0]}),
        (ValueError, "has no reference", {}),
        (TypeError, "expected a list of texts", {"reference": 1.0, "hints": "one hint"}),
        (ValueError, "is NaN", {"reference": np.nan}),
        (ValueError, "remove reference", {"reference": 1.0, "steps": {"z": 1.0}}),
        (ValueError, "does not have the steps", {"reference": (1.0, 2.0), "steps": ["z"]}),
    ],
)
def test_an_exercise_that_cannot_be_checked_is_refused(error, match, arguments):
    with pytest.raises(error, match=match):
        check("it", np.sin, **arguments)


STEPS = {"z": lambda x: 2 * x, "a": lambda x: x**2, "delta": lambda x: x * np.ones((2, 1))}
LINES = {"steps": STEPS, "reference": None, "cases": [(3.0,), (5.0,)]}
Lines = namedtuple("Lines", ["z", "a", "delta"])


def lines(x, **wrong):
    return {name: step(x) for name, step in STEPS.items()} | wrong


def test_the_lines_of_a_derivation_may_come_as_a_dict_a_named_tuple_or_in_order(verdict):
    assert verdict(lines, **LINES) == "Right: the product."
    assert verdict(lambda x: Lines(**lines(x)), **LINES) == "Right: the product."
    assert verdict(lambda x: tuple(lines(x).values()), **LINES) == "Right: the product."
    assert verdict({"z": 0.222, "a": 4.0}, None, steps={"z": 2 / 9, "a": 4}) == "Right: the product."


def test_the_first_wrong_line_is_named_and_only_that(verdict):
    mistakes = {"a is cubed": lambda x: {"a": x**3}}
    printed = verdict(lambda x: lines(x, a=x**3, delta=7.0), mistakes=mistakes, **LINES)
    assert "the first wrong line is a. Right so far: z. For x = 3: a is 27, which" in printed and "delta" not in printed
    assert "What happened: a is cubed." in printed
    same = {"z is as it should be": lambda x: {"z": 2 * x}}
    assert "What happened" not in verdict(lambda x: lines(x, a=np.sin(x)), mistakes=same, **LINES)
    assert "first wrong line is delta" in verdict(lambda x: lines(x, delta=np.ones((1, 2))), **LINES)
    assert "sign is turned" in verdict(lambda x: lines(x, z=-2 * x), **LINES)


def test_a_mistake_in_one_line_says_nothing_about_a_wrong_number_in_another(verdict):
    for a in (4.1, 8.2):
        printed = verdict({"z": 0.37, "a": a}, None, steps={"z": 0.21, "a": 4.1}, mistakes={"doubled": {"a": 8.2}})
        assert "the first wrong line is z" in printed and "What happened" not in printed


@pytest.mark.parametrize(("name", "told"), [("δ₃", "δ₃ is 4"), ("dW", "dW is 4"), ("the new w", "The new w is 4")])
def test_a_symbol_at_the_start_of_a_sentence_stays_the_symbol_it_is(verdict, name, told):
    assert f". {told}, which is not right." in verdict({name: 4.0}, None, steps={name: 3.0})


def test_open_and_missing_lines_are_named(verdict):
    assert verdict(lambda x: lines(x, a=..., delta=...), **LINES) == "Right so far: z. Not answered yet: a."
    assert "first wrong line is z" in verdict(lambda x: lines(x, z=9 * x, a=...), **LINES)
    assert verdict(lambda x: dict.fromkeys(STEPS, ...), **LINES).startswith("Not answered yet: replace the dots")
    assert "In your result delta cannot be found" in verdict(lambda x: {"z": 2 * x, "a": x**2}, **LINES)
    assert "3 values belong here: z, a, delta." in verdict(lambda x: 4.0, **LINES)
    assert "a is None" in verdict(lambda x: lines(x, a=None), **LINES).replace("holds", "is")


def test_several_values_of_different_shapes_can_be_named_and_told_apart_by_all_of_them(verdict):
    backward = {"cases": [(X.T @ X + 1, X.T @ X, X.T @ X - 3), (np.ones((1, 2)), np.ones((1, 3)), np.ones((3, 2)))]}
    mistakes = {
        "both": lambda dC, A, B: (2 * dC @ B.T, 2 * A.T @ dC),
        "dA only": lambda dC, A, B: (2 * dC @ B.T, A.T @ dC),
    }
    for text, mistake in mistakes.items():
        printed = verdict(
            mistake, lambda dC, A, B: (dC @ B.T, A.T @ dC), steps=["dA", "dB"], mistakes=mistakes, **backward
        )
        assert f"What happened: {text}." in printed and "the first wrong line is dA" in printed
    printed = verdict(lambda dC, A, B: (dC @ B.T, 2 * A.T @ dC), lambda dC, A, B: (dC @ B.T, A.T @ dC), **backward)
    assert "the first wrong line is value 2 of 2" in printed


ODD = [
    None, ..., np.nan, -np.inf, "a", b"a", 1j, {}, {"z": ...}, {1, 2}, [], (), [[]], range(3), object(), int, True,
    np.array(["a"]), np.array([None]), np.ones((0, 3)), np.ones((2, 2, 2)), (None, 1), (..., 1), (np.ones(2), 3),
    [[1], 2], 10**400,
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: f"{odd!r:.20}")
def test_whatever_a_student_hands_in_is_answered_in_words(verdict, odd):
    for student in (odd, lambda *case: odd, lambda x, y: x + odd, lambda x, y: x @ odd, lambda x, y: [odd, x]):
        for exercise in ({"reference": mean_product}, {"reference": 0.5}, LINES):
            told = verdict(student, **exercise)
            assert "Not right yet" in told or "Not answered yet" in told
