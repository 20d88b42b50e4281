"""How long from a key press on a slider to the changed picture: the companion's control against ``interact``.

The same figure (a decision boundary and a loss curve), in a real JupyterLab and a real Chromium, in turn, in several
rounds of one run. Prints medians and their ratio; wanted: at least 3. Run: ``make bench-sliders``.
"""

import statistics
import sys
import tempfile
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))
from laboratory import Opened, browser, laboratory

FAMILY = """
import numpy as np
from mlp_core import SGD, half_squared_error, initialise, logical_xor, member, per_network, predict, repeat
from mlp_core import sigmoid, stack, tanh, train
from companion import Stops, control, figures
x, y = logical_xor()
etas = np.geomspace(0.01, 100, 25)
start = repeat(initialise([2, 4, 1], np.random.default_rng(0), hidden=tanh, output=sigmoid), 25)
history = stack(list(train(start, x, y, half_squared_error, SGD(per_network(etas)), 400)))
losses = half_squared_error(predict(history, x), y)
answers = predict(member(history, -1), figures.grid(-0.5, 1.5))

def draw(axes, eta):
    picture = figures.decision(axes[0], answers[eta], -0.5, 1.5)
    figures.points(axes[0], x, y)
    axes[1].set(yscale="log", ylim=(1e-5, 1), xlim=(0, 400), xlabel="epoch", ylabel="loss", title="Loss")
    return picture, figures.curve(axes[1], np.arange(401), losses[:, eta], "training", at_end=False)
"""
OURS = """
figure, axes = figures.canvas(2, width=8, height=3.5)
picture, line = draw(axes, 0)

def update(eta):
    picture.set_data(figures.as_square(answers[eta]))
    line.set_ydata(losses[:, eta])
    return f"With η = {etas[eta]:.3g} the loss ends at {losses[-1, eta]:.3g}."

control(figure, update, eta=Stops(list(etas), "learning rate η"))
"""
INTERACT = """
%matplotlib inline
import ipywidgets
import matplotlib.pyplot as plt

def redraw(eta):
    figure, axes = plt.subplots(1, 2, figsize=(8, 3.5), layout="constrained")
    draw(axes, eta)
    plt.show()

ipywidgets.interact(redraw, eta=ipywidgets.IntSlider(0, 0, 24));
"""
PRESS = """async key => {
    const handle = document.querySelector('[role=slider]');
    const area = handle.closest('.jp-OutputArea');
    const picture = () => area.querySelector('img');
    const before = picture()?.src;
    const changed = () => picture() && picture().src !== before && picture().complete && picture().naturalWidth;
    handle.focus();
    const start = performance.now();
    handle.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    while (!changed() && performance.now() - start < 5000) await new Promise(done => setTimeout(done, 1));
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));  // now it is on the screen
    return performance.now() - start;
}"""


def main(rounds: int = 4, presses: int = 10) -> None:
    with tempfile.TemporaryDirectory() as folder, laboratory(Path(folder)) as address, browser() as chrome:
        pages, times = {}, {"companion": [], "interact": []}
        for name, code in (("companion", OURS), ("interact", INTERACT)):
            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(part) for part in (FAMILY, code)])
            notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
            nbformat.write(notebook, f"{folder}/notebooks/{name}.ipynb")
            pages[name] = chrome.new_page(viewport={"width": 1280, "height": 1000})
            Opened(pages[name], address, f"{name}.ipynb").run_all()
            pages[name].wait_for_selector("[role=slider]")
            pages[name].evaluate(PRESS, "ArrowRight")  # a warm-up, not counted
        for number in range(rounds):
            for name, page in pages.items():
                page.bring_to_front()
                for _ in range(presses):
                    times[name].append(page.evaluate(PRESS, "ArrowLeft" if number % 2 else "ArrowRight"))
                    page.wait_for_timeout(100)
    for name, taken in times.items():
        quartiles = statistics.quantiles(taken, n=4)
        print(f"{name:10s} median {quartiles[1]:6.0f} ms   quartiles {quartiles[0]:.0f} to {quartiles[2]:.0f} ms")
    ratio = statistics.median(times["interact"]) / statistics.median(times["companion"])
    print(f"interact takes {ratio:.1f} times as long; wanted: at least 3")


if __name__ == "__main__":
    main()
