"""Notation: one idea, many letters. The letters of each group of slides, and the switch that writes equations in them.

A deck changes its letters from section to section, so a table per deck would be wrong: what counts is the group of
slides that shares its letters. Layer and example numbers in brackets, such as (k) and [i], are left out: z, not z⁽ᵏ⁾.
"""

import re
from html import escape
from typing import NamedTuple
from zlib import crc32

OURS = "ours"

# key: (our letter, what it stands for). A key in _h is for the hidden layer of two, where decks may have others.
SYMBOLS = {
    "x": ("x", "input"),
    "w": ("w", "a weight"),
    "w_h": ("w", "a weight into the hidden layer"),
    "W": ("W", "the weights of a layer"),
    "W_h": ("W", "the weights into the hidden layer"),
    "b": ("b", "bias"),
    "b_h": ("b", "bias of a hidden unit"),
    "theta": (r"\theta", "all parameters"),
    "z": ("z", "pre-activation"),
    "z_h": ("z", "pre-activation of a hidden unit"),
    "f": ("f", "activation function"),
    "a": ("a", "activation of a (hidden) unit"),
    "y_hat": (r"\hat{y}", "prediction"),
    "y": ("y", "target"),
    "p": ("p", "predicted probability"),
    "L": ("L", "loss"),
    "delta": (r"\delta", r"error of a unit, $\partial L / \partial z$"),
    "delta_h": (r"\delta", "error of a hidden unit"),
    "eta": (r"\eta", "learning rate"),
    "N": ("N", "number of examples"),
    "B": ("B", "examples in a batch"),
}


class Group(NamedTuple):
    """Slides that share their letters: their IDs, the letter per key, whether examples are columns there, and a remark.

    Where examples are columns the weights stand in front, W x, and not behind as with us, x W.
    """

    slides: str
    letters: dict[str, str]
    columns: bool = False
    remark: str = ""


GROUPS = {
    # Ω = {ω_i} is the set of all parameters. N there counts the examples of a batch.
    "ITAM, gradient descent": Group(
        "ITAM-02 ITAM-03 ITAM-04",
        dict(x="x", w=r"\omega", theta=r"\Omega", y=r"y", y_hat=r"\hat{y}", L="E", eta=r"\eta", B="N"),
    ),
    "ITAM, AND by one perceptron": Group(
        "ITAM-09",
        dict(x="x", w=r"\omega", b=r"\omega_0", y="y"),
        remark="The bias is a weight on an input that is always 1.",
    ),
    # y there is a column of the truth table; the letters of the worked example continue these.
    "ITAM, XOR network": Group("ITAM-10", dict(x="x", w=r"\omega", b="b", y="y")),
    "ITAM, worked example": Group(
        "ITAM-15 ITAM-16 ITAM-17 ITAM-18 ITAM-19 ITAM-20 ITAM-21 ITAM-22 ITAM-23 ITAM-24 ITAM-25",
        dict(x="x", w=r"\omega", b="b", z="s", f=r"\sigma", a="a", y_hat=r"\hat{y}", y="y", L="E", eta=r"\eta",
             delta=r"\delta"),
    ),
    "ITAM, several outputs": Group(
        "ITAM-26 ITAM-27",
        dict(y_hat=r"\hat{y}", y=r"\mathbf{y}", p=r"\hat{y}"),
        remark="The prediction is a vector; for classes it holds their probabilities.",
    ),
    # The prediction is f(x; W) throughout, the target y; one example's loss is a script L, their mean J(W).
    "UT, losses": Group(
        "UT-04 UT-05 UT-06",
        dict(x="x", theta=r"\mathbf{W}", y_hat="f(x)", p="f(x)", y="y", L=r"J(\mathbf{W})", N="n"),
    ),
    # W = [w_1 … w_N]; N counts the inputs. The output is y, and so is the target in the pairs (X, y).
    "UT, perceptron": Group(
        "UT-07 UT-08 UT-09",
        dict(x="X", w="w", W=r"\mathbf{W}", b="b", y_hat="y"),
        columns=True,
        remark="$N$ counts the inputs there, and $y$ is also the target of a pair $(X, y)$.",
    ),
    # δ = d − z belongs to this slide's error, so our δ = ∂L/∂z is its negative; "out" is z thresholded.
    "UT, delta rule": Group(
        "UT-10",
        dict(x="x", w="w", z="z", y_hat="z", y="d", L=r"\mathrm{Err}(x)", delta=r"(-\delta)", eta=r"\eta"),
        remark=r"$\delta = d - z$ there, the negative of ours; $out$ is $z$ after the threshold.",
    ),
    "UT, generalized delta rule": Group(
        "UT-11",
        dict(x="x", w="w", z="z", f="f", a="y", y_hat="y", y="d", delta=r"(-\delta f'(z))", eta=r"\eta"),
        remark=r"$\delta = d - y$ there: the slope $f'(z)$ is not part of it.",
    ),
    "UT, differentiable neuron": Group("UT-12", dict(x="x", w="w", z="z", f=r"\sigma", a="y", y_hat="y")),
    "UT, activations": Group("UT-13", dict(z="z", f="f", a="f(z)")),
    # The rule moves all weights at once, W ← W − η ∂J(W)/∂W; single weights are w_0 and w_1.
    "UT, gradient descent": Group(
        "UT-14 UT-16 UT-31 UT-33",
        dict(x="x", w="w", theta=r"\mathbf{W}", y_hat="f(x)", y="y", L=r"J(\mathbf{W})", eta=r"\eta", N="n", B="B"),
    ),
    "UT, computing gradients": Group("UT-17", dict(w="w", z="z", y_hat=r"\hat{y}", L=r"J(\mathbf{W})")),
    # o = σ(net − T): what we call z is net − T, and T is −b. δ = (t − o) o (1 − o) is −∂E/∂net.
    "UT, learning rule": Group(
        "UT-21 UT-22 UT-23 UT-24",
        dict(x="x", w="w", b="(-T)", z=r"(\mathrm{net} - T)", f=r"\sigma", a="o", y_hat="o", y="t", L="E",
             delta=r"(-\delta)", eta=r"\eta"),
        remark=r"$\delta = (t - o)\,o\,(1 - o)$ there, the negative of ours; the threshold $T$ is a bias turned round.",
    ),
    # Y = y^(N) is the output, d what is desired; N counts the layers and D_k the units of one.
    "UT, forward and backward sweep": Group(
        "UT-25 UT-26 UT-27 UT-28",
        dict(x="x", w="w", b="b", z="z", f="f", a="y", y_hat="Y", y="d", L=r"\mathrm{Div}",
             delta=r"\partial\mathrm{Div}/\partial z"),
        remark="$N$ counts the layers there.",
    ),
    "UT, vector form": Group(
        "UT-29",
        dict(x=r"\mathbf{x}", W=r"\mathbf{W}", b=r"\mathbf{b}", z=r"\mathbf{z}", f="f", a=r"\mathbf{y}", y_hat="Y",
             y="d", L=r"\mathrm{Div}"),
        columns=True,
        remark="Vectors are columns, so the weights stand in front of them.",
    ),
    # φ(x): x is there what φ is given; what a unit receives is h of the layer below. θ_0j is the bias.
    "MELB, XOR network": Group(
        "MELB-01",
        dict(x=r"h^{(l-1)}", w=r"\theta", W=r"\theta", b=r"\theta_0", f=r"\phi", a=r"h^{(l)}"),
    ),
    # p(y = 1 | x; θ) is ŷ_1 for two classes; one class j of several is ŷ_j.
    "MELB, losses": Group(
        "MELB-03",
        dict(x="x", theta=r"\theta", y_hat=r"\hat{y}", y="y", p=r"\hat{y}_1", L=r"\mathcal{L}", N="N"),
    ),
    "MELB, loss of several classes": Group(
        "MELB-03",
        dict(x="x", theta=r"\theta", y_hat=r"\hat{y}", y="y", p=r"\hat{y}", L=r"\mathcal{L}"),
    ),
    "MELB, gradient descent": Group("MELB-06 MELB-07", dict(w="w", L="L", eta=r"\eta")),
    # B counts the batches there, T the epochs.
    "MELB, batches": Group("MELB-08", dict(theta=r"\theta"), remark="$B$ counts the batches there."),
    "MELB, stochastic gradient descent": Group(
        "MELB-09", dict(x=r"\mathbf{x}", y="y", w=r"\mathbf{w}", theta=r"\mathbf{w}", L="L", eta=r"\eta", N="N")
    ),
    # v and r belong to the hidden layer, w and s to the output; sums begin at 0, so the bias is weight number 0.
    "MELB, two layers": Group(
        "MELB-10 MELB-12 MELB-13 MELB-14",
        dict(x="x", w_h="v", W_h="v", b_h="v_0", z_h="r", a=r"a^{(1)}", w="w", W="w", b="w_0", z="s", f="g",
             y_hat=r"a^{(2)}", y="y", L="L", delta=r"\delta^{(2)}", delta_h=r"\delta^{(1)}", eta=r"\eta"),
        remark="The bias is weight number 0, on an input that is always 1.",
    ),
    # a_i^(l−1) is what a layer receives, so both our x and our a are a there; z_o is printed once.
    "MELB, any number of layers": Group(
        "MELB-15 MELB-16 MELB-17",
        dict(x="a", w=r"\theta", W=r"\theta", theta=r"\theta", z="z", f="g", a="a", y_hat=r"a^{(out)}", L="L",
             delta=r"\delta", eta=r"\eta"),
        remark="A layer receives $a^{(l-1)}$ and passes on $a^{(l)}$: both are $a$.",
    ),
    # Equations (1) and (2): x_j = Σ y_i w_ji and y_j = 1/(1 + e^(−x_j)).
    "UB, the paper of 1986": Group(
        "UB-02",
        dict(x="y_i", w="w_{ji}", z="x_j", a="y_j"),
        remark="$x$ is a unit's total input there, and $y$ the output of any unit.",
    ),
    "UB, perceptron": Group("UB-04 UB-05", dict(x="x", w="w", y_hat=r"\hat{y}", y="y")),
    "UB, loss functions": Group("UB-10 UB-11", dict(y_hat=r"\hat{y}", y="y", L=r"\ell(\hat{y}, y)")),
    # ŷ = wx has no activation: the pre-activation is the prediction.
    "UB, smallest perceptrons": Group(
        "UB-09 UB-12 UB-16 UB-17 UB-18",
        dict(x="x", w="w", z=r"\hat{y}", y_hat=r"\hat{y}", y="y", L=r"\mathcal{L}", eta=r"\eta", N="N"),
        remark=r"$\nabla w$ is short there for $d\mathcal{L}/dw$.",
    ),
    # a_3 = w_3 · f_2(w_2 · f_1(w_1 · x + b_1)); the output is y.
    "UB, chain of layers": Group(
        "UB-19",
        dict(x="x", w="w", b="b", z="a", f="f", a="f(a)", y_hat="y"),
        remark="$a$ is what goes into $f$ there; a unit's output has no letter but $f(a)$.",
    ),
    # f_3 stands for the value f_3(a_3); the function itself is S(x) = 1/(1 + e^(−x)) on the slide that puts it in.
    "UB, backpropagation": Group(
        "UB-20 UB-21 UB-22",
        dict(x="x", w="w", b="b", theta=r"\theta", z="a", f="S", a="f", y_hat=r"\hat{y}", y="y", L=r"\mathcal{L}",
             eta=r"\eta"),
        remark="$a$ is what goes into a unit there and $f$ what comes out; $S$ is the sigmoid.",
    ),
    "UB, softmax and cross-entropy": Group(
        "UB-23 UB-24",
        dict(z="x", p="p", y_hat="p", y="t", L=r"L_{\mathrm{CE}}"),
        remark="$x$ is a logit there, and $n$ the number of classes.",
    ),
    "UB, gradient of cross-entropy": Group("UB-25", dict(p="p", y_hat="p", y="y", L="L")),
    # y = 1 if wᵀx > 0; the b of the weights for AND is not in that rule.
    "NUS, perceptron": Group(
        "NUS-02", dict(x=r"\mathbf{x}", w="w", W=r"\mathbf{w}^T", b="b", y_hat="y"), columns=True
    ),
    # h = max(0, Wx + c), then hᵀw + b.
    "NUS, XOR with ReLU": Group(
        "NUS-03",
        dict(x="x", W_h="W", b_h="c", a="h", w="w", W="w", b="b", y_hat=r"\tilde{y}"),
        columns=True,
    ),
    "NUS, layers of an MLP": Group(
        "NUS-04 NUS-07",
        dict(W="W", b=r"\mathbf{b}", z=r"\mathbf{z}", f="g", x=r"\mathbf{h}", a=r"\mathbf{h}"),
        columns=True,
        remark="A layer receives $h^{[i-1]}$ and passes on $h^{[i]}$: both are $h$.",
    ),
    "NUS, table of activations": Group("NUS-08", dict(z="x", f="f", a="f(x)")),
    # Each sample's loss is L; J is what they add up to, and what the updates differentiate.
    "NUS, training": Group("NUS-09", dict(w="w", W=r"\mathbf{W}", b=r"\mathbf{b}", L="J", eta=r"\alpha")),
    "NUS, simple MLP": Group(
        "NUS-10",
        dict(x="x", w="w", b="b", f="g", a="h", y_hat=r"\tilde{y}", y="y", L="L", eta=r"\alpha"),
        remark="The updates differentiate $J$, the sum of the samples' losses $L$.",
    ),
    "NUS, linear models": Group(
        "NUS-11", dict(x="x", w="w", W="W", y_hat=r"\tilde{y}", y="y", p="p", L="L"), columns=True
    ),
    # dz is short for ∂L/∂z.
    "NUS, regression graphs": Group(
        "NUS-18 NUS-19",
        dict(x=r"\mathbf{x}", w=r"\mathbf{w}", W="W", z="z", f=r"\sigma", p="p", y_hat="p", y="y", L="L", delta="dz"),
        columns=True,
    ),
    # Rows are examples here, as with us: Z = XW + b.
    "NUS, operations on matrices": Group(
        "NUS-21",
        dict(x="X", W="W", b="b", z="Z", f=r"\sigma", p="P", y_hat="P", y="Y", L="L", delta="dZ", N="m"),
    ),
}  # fmt: skip

UNDERLINED = "Underlined: these slides print no letter for it, so it is ours."


def symbol(key: str, group: str = OURS) -> str:
    """Return the LaTeX letter for a key in a group of slides, and ours, underlined, where the slides print none.

    Raises ValueError for an unknown key or group, naming those there are.
    """
    letter = _letter(key, group)
    return _ours(key) if group == OURS else letter or rf"\underline{{{_ours(key)}}}"


def written(equation: str, group: str = OURS) -> str:
    """Write an equation with <key> placeholders in the letters of a group of slides."""
    if _group(group).columns:  # x W becomes W x
        equation = re.sub(r"<(x|a)>(\s*)<(W|W_h)>", r"<\3>\2<\1>", equation)
    equation = re.sub(r"<(\w+)>", lambda found: f"{{{symbol(found[1], group)}}}", equation)
    return re.sub(r"\({\(([^()]*)\)}\)", r"({\1})", equation)  # σ(net − T), not σ((net − T))


def _ours(key: str) -> str:
    if key not in SYMBOLS:
        raise ValueError(f"key: {key!r} is not in the notation table; expected one of {', '.join(SYMBOLS)}")
    return SYMBOLS[key][0]


def _group(group: str) -> Group:
    if group == OURS:
        return Group("", {})
    if group not in GROUPS:
        deck = str(group).split(",")[0]
        near = [name for name in GROUPS if name.startswith(f"{deck},")] or [OURS, *GROUPS]
        raise ValueError(f"group: there is no {group!r}; expected one of {'; '.join(near)}")
    return GROUPS[group]


def _letter(key: str, group: str) -> str | None:
    """The letter that a group's slides print for a key, or None; the hidden layer's own, or that of any layer."""
    _ours(key)
    letters = _group(group).letters
    return letters.get(key) or letters.get(key.removesuffix("_h"))


class Static:
    """What a notebook shows as one piece of HTML that needs no kernel and no script, and as plain text elsewhere."""

    def __init__(self, html: str, text: str):
        self.html, self.text = html, text

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


class Switch(Static):
    """A notebook's key equations in our letters and in those of some groups of slides, each folded behind its name."""

    def __init__(self, equations, groups=None):
        self.equations = [_equation(equation) for equation in equations]
        self.groups = _groups(self.equations, groups)
        super().__init__(self._page(), self._plain())

    def in_letters_of(self, group: str = OURS) -> list[str]:
        """Return the equations in LaTeX, numbers put in, in the letters of one group of slides, shown or not."""
        _group(group)
        return [
            f"{written(own.get(group, equation), group)} \\quad [\\,{numbers}\\,]"
            for equation, numbers, own in self.equations
        ]

    def remarks(self, group: str) -> list[str]:
        """Return what has to be said about a group's letters: on which slides they stand, and what is not theirs."""
        if group == OURS:
            return []
        own = any(r"\underline" in line for line in self.in_letters_of(group))
        told = [f"Letters as on {_range(GROUPS[group].slides)}.", GROUPS[group].remark, UNDERLINED if own else ""]
        return [remark for remark in told if remark]

    def _page(self) -> str:
        name = f"notation-{crc32(repr(self.equations).encode()):08x}"
        folds = []
        for group in [OURS, *self.groups]:
            lines = [f"<p>$\\displaystyle {escape(line, quote=False)}$</p>" for line in self.in_letters_of(group)]
            small = f"<p><small>{' '.join(self.remarks(group))}</small></p>" if self.remarks(group) else ""
            mark = " open" if group == OURS else ""
            title = "this course" if group == OURS else group
            folds.append(f'<details name="{name}"{mark}><summary>{title}</summary>{"".join(lines)}{small}</details>')
        return f'{STYLE}<div class="companion-notation"><span>In the letters of:</span>{"".join(folds)}</div>'

    def _plain(self) -> str:
        parts = []
        for group in [OURS, *self.groups]:
            lines = [*self.in_letters_of(group), *self.remarks(group)]
            parts.append("\n".join([f"In the letters of {'this course' if group == OURS else group}:", *lines]))
        return "\n\n".join(parts)


# A closed fold is a word in the line. An open one lies below the line, its name staying in it where the browser can.
STYLE = (
    "<style>"
    ".companion-notation{display:flex;flex-wrap:wrap;align-items:baseline;gap:.1em 1.1em;font-size:.9em;max-width:60em}"
    ".companion-notation summary{cursor:pointer;list-style:none;text-decoration:underline dotted;"
    "text-underline-offset:.2em}"
    ".companion-notation [open]>summary{font-weight:600;text-decoration:none}"
    ".companion-notation p{margin:.35em 0;overflow-x:auto;overflow-y:hidden}"
    ".companion-notation>[open]{order:1;flex-basis:100%}"
    "@supports selector(::details-content){.companion-notation>[open]{display:contents}"
    ".companion-notation>[open]::details-content{order:1;flex:0 0 100%}}"
    "</style>"
)


def switch(equations, groups=None) -> Switch:
    """Show a notebook's key equations in our letters and, folded, in those of groups of slides, with the same numbers.

    ``equations``: pairs of LaTeX, with <key> for a letter: (r"<z> = <x> <W> + <b>", r"0.2 \\cdot 3 = 0.6"). Where
    slides write an equation in another form, a third part holds that form: {"UT, perceptron": r"W = W + X_i"}.
    ``groups``: names of GROUPS; left out, of each deck the group that prints most of the letters. Raises ValueError for
    an unknown key or group.
    """
    return Switch(equations, groups)


def _equation(equation) -> tuple[str, str, dict[str, str]]:
    parts = [type(part) for part in equation] if isinstance(equation, tuple) else []
    if parts not in ([str, str], [str, str, dict]):
        raise ValueError(f"equations: {equation!r} is no pair of LaTeX texts; expected (equation, numbers put in)")
    latex, numbers, own = (*equation, {})[:3]
    for group in own:
        _group(group)
    for key in re.findall(r"<(\w+)>", latex):
        _ours(key)
    return latex, numbers, own


def _groups(equations, groups) -> list[str]:
    if groups is None:
        keys = dict.fromkeys(key for latex, _, _ in equations for key in re.findall(r"<(\w+)>", latex))
        decks = dict.fromkeys(name.split(",")[0] for name in GROUPS)
        return [max((g for g in GROUPS if g.startswith(f"{d},")), key=lambda g: _printed(keys, g)) for d in decks]
    if isinstance(groups, str) or not groups or len(set(groups)) < len(groups):
        raise ValueError(f"groups: {groups!r}; expected a list of different names, or nothing for one per deck")
    for group in groups:
        _group(group)
    hidden = {group for _, _, own in equations for group in own} - set(groups)
    if hidden:
        raise ValueError(f"equations: a form of its own is given for {sorted(hidden)}, which groups does not name")
    return list(groups)


def _printed(keys, group: str) -> int:
    return sum(_letter(key, group) is not None for key in keys)


def _range(slides: str) -> str:
    """Shorten a list of slides: UT-07 UT-08 UT-09 is "UT-07 to UT-09", UT-14 UT-16 is "UT-14, UT-16"."""
    runs: list[tuple[str, int, str]] = []
    for name in slides.split():
        number = int(name.split("-")[1])
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number, name)
        else:
            runs.append((name, number, name))
    return ", ".join(first if first == last else f"{first} to {last}" for first, _, last in runs)


def table() -> Static:
    """Show our letters, and per deck, folded, what each group of slides prints for them: one row per group."""
    ours = " · ".join(f"${letter}$ {idea}" for key, (letter, idea) in SYMBOLS.items() if not key.endswith("_h"))
    folds, text = [], [f"Our letters: {ours}."]
    for deck in dict.fromkeys(name.split(",")[0] for name in GROUPS):
        rows = []
        for name, group in GROUPS.items():
            if name.startswith(f"{deck},"):
                cells = [f"{name.split(', ', 1)[1]} ({_range(group.slides)})", *_told(group), group.remark]
                rows.append(f"<tr><th>{'</th><td>'.join(cells[:2])}</td><td>{'</td><td>'.join(cells[2:])}</td></tr>")
                text.append(f"{deck}, " + " | ".join(cells))
        heads = "<tr><th>slides</th><th>other letters</th><th>the same</th><th></th></tr>"
        whole = f"<table><thead>{heads}</thead><tbody>{''.join(rows)}</tbody></table>"
        folds.append(f'<details name="notation-table"><summary>{deck}</summary>{whole}</details>')
    # The class twice outweighs JupyterLab, which sets the columns of any table to the right.
    style = "<style>.companion-letters.companion-letters :is(td,th){text-align:left;vertical-align:top}</style>"
    return Static(
        f'{style}<div class="companion-letters"><p>Our letters: {ours}.</p>{"".join(folds)}</div>', "\n".join(text)
    )


def _told(group: Group) -> tuple[str, str]:
    """Put a group's letters into words: those that differ from ours, and those that are the same."""
    other = {key: letter for key, letter in group.letters.items() if letter != _ours(key)}
    where = {key: " of the hidden layer" if key.endswith("_h") else "" for key in other}
    differ = ", ".join(f"${letter}$ for ${_ours(key)}${where[key]}" for key, letter in other.items())
    return differ, ", ".join(f"${letter}$" for key, letter in group.letters.items() if key not in other)
