"""Notation: one idea, five decks, five symbols. The table is the source of the switch at the top of the notebooks."""

import re

import ipywidgets as widgets
from IPython.display import Markdown

SOURCES = ("ours", "ITAM", "UT", "MELB", "UB", "NUS")

# key: (meaning, one LaTeX symbol a source in the order of SOURCES)
SYMBOLS = {
    "x": ("input", "x", "x", "x", "x", "x", "x"),
    "w": ("one weight", "w", r"\omega", "w", r"\theta", "w", "w"),
    "W": ("the weights of a layer", "W", r"\Omega", r"\mathbf{W}", r"\theta", "w", "W"),
    "b": ("bias", "b", "b", "b", r"\theta_0", "b", "b"),
    "z": ("pre-activation", "z", "s", "z", "s", "a", "z"),
    "f": ("activation function", "f", r"\sigma", "f", "g", "f", "g"),
    "a": ("activation of a unit", "a", "a", "y", "a", "f", "h"),
    "y_hat": ("prediction", r"\hat{y}", r"\hat{y}", "o", r"a^{(2)}", r"\hat{y}", r"\tilde{y}"),
    "y": ("target", "y", "y", "t", "y", "y", "y"),
    "p": ("probability", "p", r"\hat{y}", "f(x)", r"\hat{y}_1", "p", "p"),
    "L": ("loss", "L", "E", "J", "L", r"\mathcal{L}", "L"),
    "N": ("number of examples", "N", "N", "n", "N", "N", "m"),
    "eta": ("learning rate", r"\eta", r"\eta", r"\eta", r"\eta", r"\eta", r"\alpha"),
    "delta": ("error of a unit, ∂L/∂z", r"\delta", r"\delta", r"(-\delta)", r"\delta", r"\partial L/\partial a",
              r"\partial L/\partial z"),
}  # fmt: skip

NOTES = (
    "MELB writes v for weights into the hidden layer and w for those out of it, r for the hidden layer's z, and counts "
    "the bias as weight 0. UT's δ is −∂E/∂net, so the sign is turned; UT writes T for a threshold, which is −b, and d "
    "for the target of ADALINE. UB writes a for the pre-activation and f for the unit's answer."
)


def symbol(key: str, source: str = "ours") -> str:
    """Answer a source's LaTeX symbol for a key of the table. Raises KeyError, naming the keys there are."""
    if key not in SYMBOLS:
        raise KeyError(f"{key!r} is not in the notation table; expected one of {', '.join(SYMBOLS)}")
    return SYMBOLS[key][1 + SOURCES.index(source)]


def written(equation: str, source: str) -> str:
    """Write an equation with <key> placeholders in a source's symbols."""
    return re.sub(r"<(\w+)>", lambda found: f"{{{symbol(found[1], source)}}}", equation)


def table_of_symbols(keys=tuple(SYMBOLS)) -> str:
    """Write the notation table, or some of its rows, in Markdown: a row an idea, a column a deck."""
    head = f"| idea | {' | '.join(SOURCES)} |\n|{'---|' * (len(SOURCES) + 1)}\n"
    rows = [
        f"| {SYMBOLS[key][0]} | " + " | ".join(f"${symbol(key, source)}$" for source in SOURCES) + " |\n"
        for key in keys
    ]
    return head + "".join(rows)


def table() -> Markdown:
    """Show the whole notation table, with its notes."""
    return Markdown(f"{table_of_symbols()}\n{NOTES}")


def switch(equations: list[tuple[str, str]]) -> "Switch":
    """Show a notebook's key equations in the symbols of the deck the reader chooses, each with the same numbers put in.

    ``equations``: pairs of LaTeX, with <key> for a symbol: (r"<z> = <x> <W> + <b>", r"0.2 \\cdot 3 = 0.6").
    """
    return Switch(equations)


class Switch(widgets.VBox):
    """The notation switch: a menu of decks over the equations. Without a kernel: ours, and the table of all."""

    def __init__(self, equations: list[tuple[str, str]]):
        self.equations = equations
        self.used = [key for key in SYMBOLS if any(f"<{key}>" in equation for equation, _ in equations)]
        self.menu = widgets.Dropdown(options=SOURCES, description="symbols of")
        self.page = widgets.HTMLMath()
        super().__init__([self.menu, self.page])
        self.add_class("companion-notation")
        self.menu.observe(lambda change: self._write(), "value")
        self._write()

    def in_symbols_of(self, source: str) -> list[str]:
        """Answer the equations, numbers put in, in the symbols of one source."""
        return [f"{written(equation, source)} \\quad [\\,{numbers}\\,]" for equation, numbers in self.equations]

    def _write(self) -> None:
        lines = [f"<p>\\[{line}\\]</p>" for line in self.in_symbols_of(self.menu.value)]
        self.page.value = "".join(lines)

    def _repr_mimebundle_(self, **options):
        """Answer the live widget, and for pages without a kernel our equations with the table of all decks' symbols."""
        bundle = super()._repr_mimebundle_(**options)
        bundle = bundle[0] if isinstance(bundle, tuple) else bundle
        ours = "\n\n".join(f"$${line}$$" for line in self.in_symbols_of("ours"))
        still = f"{ours}\n\n{table_of_symbols(self.used)}"
        return {**bundle, "text/markdown": still, "text/plain": still}
