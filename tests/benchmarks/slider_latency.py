"""How long from a key press on a slider to the changed pixels, and how many pictures a second while dragging.

The same figure (a decision boundary and a loss curve over 25 learning rates) four ways, in one real JupyterLab and one
real Chromium, in turn, in several rounds of one run: the companion's control, ``interact`` with an inline figure,
ipympl, and a bare message to the kernel and back, without any picture. Then the companion's control once more while a
cell is running, and after the kernel has been shut down. Run: ``make bench-sliders``.

Wanted: a median of at most 35 ms, at least 5 times faster than ``interact``, at least 45 pictures a second.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))
from laboratory import Opened, browser, laboratory

FAMILY = """
import numpy as np
import mlp_core as mlp
from companion import Stops, control, figures
x, y = mlp.logical_xor()
etas = np.geomspace(0.01, 100, 25)
network = mlp.initialise([2, 4, 1], np.random.default_rng(0), hidden=mlp.tanh, output=mlp.sigmoid)
history = mlp.stack(list(mlp.train(
    mlp.repeat(network, 25), x, y, mlp.half_squared_error, mlp.SGD(mlp.per_network(etas)), 400)))
losses = mlp.half_squared_error(mlp.predict(history, x), y)
y_hat = mlp.predict(mlp.member(history, -1), figures.grid(-0.5, 1.5))
place = {eta: number for number, eta in enumerate(etas)}

def draw(axes, eta):
    picture = figures.decision(axes[0], y_hat[eta], -0.5, 1.5)
    figures.points(axes[0], x, y)
    axes[1].set(yscale="log", ylim=(1e-5, 1), xlim=(0, 400), xlabel="epoch", ylabel="loss", title="Loss")
    return picture, figures.curve(axes[1], np.arange(401), losses[:, eta], "training", at_end=False)
"""
WAYS = {
    "companion": """
figure, axes = figures.canvas(2, width=8, height=3.5)
picture, line = draw(axes, 0)

def update(eta):
    picture.set_data(figures.as_square(y_hat[place[eta]]))
    line.set_ydata(losses[:, place[eta]])
    return f"With η = {eta:.3g} the loss ends at {losses[-1, place[eta]]:.3g}."

control(figure, update, eta=Stops(etas, "learning rate η"))
""",
    "interact": """
%matplotlib inline
import ipywidgets
import matplotlib.pyplot as plt

def redraw(eta):
    figure, axes = plt.subplots(1, 2, figsize=(8, 3.5), layout="constrained")
    draw(axes, eta)
    plt.show()

ipywidgets.interact(redraw, eta=ipywidgets.IntSlider(0, 0, 24));
""",
    "ipympl": """
%matplotlib widget
import ipywidgets
import matplotlib.pyplot as plt
from IPython.display import display

figure, axes = plt.subplots(1, 2, figsize=(8, 3.5), layout="constrained")
picture, line = draw(axes, 0)
slider = ipywidgets.IntSlider(0, 0, 24)

def redraw(change):
    picture.set_data(figures.as_square(y_hat[change["new"]]))
    line.set_ydata(losses[:, change["new"]])
    figure.canvas.draw_idle()

slider.observe(redraw, "value")
display(slider)
""",
    "message": """
import ipywidgets
slider, label = ipywidgets.IntSlider(0, 0, 24), ipywidgets.Label("0")
slider.observe(lambda change: setattr(label, "value", str(change["new"])), "value")
ipywidgets.VBox([slider, label])
""",
}
# What changes on the page when a new picture is there, and when: the time of the key press is the browser's own.
WATCH = """() => {
  const seen = window.seen = { pressed: 0, changes: [] };
  document.addEventListener("keydown", event => (seen.pressed = event.timeStamp), true);
  const note = () => requestAnimationFrame(() => requestAnimationFrame(() => seen.changes.push(performance.now())));
  const drawImage = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...all) { note(); return drawImage.apply(this, all); };
  new MutationObserver(changes => {
    for (const { target, attributeName, addedNodes } of changes) {
      if (attributeName === "aria-label" && target.matches("svg.companion-stage")) note();
      for (const node of addedNodes) {
        const image = node.querySelector?.(".jp-RenderedImage img");
        if (image) image.decode().then(note);
        if (node.nodeType === 3 && target.closest?.(".widget-label:not([title])")) note();
      }
    }
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] });
}"""
HANDLE = "figure.companion input[type=range], .jp-OutputArea [role=slider]"


class Way:
    """One way of showing a family, open in a page of its own."""

    def __init__(self, chrome, address: str, folder: Path, name: str):
        cells = [nbformat.v4.new_code_cell(part) for part in (FAMILY, WAYS[name])]
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, folder / "notebooks" / f"{name}.ipynb")
        self.name, self.times, self.rates = name, [], []
        self.page = chrome.new_page(viewport={"width": 1280, "height": 1000})
        self.opened = Opened(self.page, address, f"{name}.ipynb")
        self.opened.run_all()
        self.opened.scroll_to(1)
        self.page.wait_for_selector(HANDLE)
        self.page.wait_for_timeout(1500)
        self.page.evaluate(WATCH)
        self.handle = self.page.locator(HANDLE).first

    def press(self, key: str) -> float:
        """Return the milliseconds from a key press to the new pixels."""
        self.page.evaluate("() => { window.seen.changes = []; }")
        self.handle.press(key)
        self.page.wait_for_function("window.seen.changes.length", timeout=10_000)
        self.page.wait_for_timeout(120)
        return self.page.evaluate("window.seen.changes[0] - window.seen.pressed")

    def drag(self, seconds: float = 2.0) -> float:
        """Return how many new pictures came per second while the mouse drags to and fro, 60 events a second."""
        box = self.handle.evaluate(
            "handle => { const box = (handle.closest('.noUi-target') ?? handle).getBoundingClientRect();"
            " return [box.left, box.top, box.width, box.height]; }"
        )
        left, top, width, height = box
        if self.name == "companion":
            self.handle.press("Home")
            x, y = left + 8, top + height / 2
        else:
            own = self.handle.bounding_box()
            x, y = own["x"] + own["width"] / 2, own["y"] + own["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.evaluate("() => { window.seen.changes = []; }")
        start, number = time.perf_counter(), 0
        while (now := time.perf_counter() - start) < seconds:
            number += 1
            there = abs((number / 24) % 2 - 1)  # one stop of the slider per event, to and fro
            self.page.mouse.move(left + 8 + (width - 16) * (1 - there), y)
            time.sleep(max(0.0, number / 60 - now))
        pictures = self.page.evaluate("window.seen.changes.length")
        self.page.mouse.up()
        return pictures / seconds

    def round(self, presses: int, backwards: bool) -> None:
        """Measure a round: some key presses, then a drag."""
        self.page.bring_to_front()
        self.handle.press("End" if backwards else "Home")
        self.page.wait_for_timeout(400)
        self.times += [self.press("ArrowLeft" if backwards else "ArrowRight") for _ in range(presses)]
        self.rates.append(self.drag())

    def report(self, name: str = "") -> None:
        quartiles = statistics.quantiles(self.times, n=20)
        print(
            f"{name or self.name:24s} median {statistics.median(self.times):5.0f} ms   95 % {quartiles[-1]:5.0f} ms   "
            f"{statistics.median(self.rates):5.1f} pictures a second"
        )


def main(rounds: int = 4, presses: int = 8) -> None:
    """Measure all ways in turn, and print a line for each."""
    with tempfile.TemporaryDirectory() as name, laboratory(Path(name)) as address, browser() as chrome:
        ways = [Way(chrome, address, Path(name), way) for way in WAYS]
        for number in range(rounds):
            for way in ways:
                way.round(presses, backwards=bool(number % 2))
        for way in ways:
            way.report()
        ours, interact = ways[0], ways[1]
        ratio = statistics.median(interact.times) / statistics.median(ours.times)
        kernel = "window.jupyterapp.shell.currentWidget.sessionContext"
        ours.times, ours.rates = [], []
        sleep = "{code: 'import time; time.sleep(30)'}"
        ours.page.evaluate(f"() => void {kernel}.session.kernel.requestExecute({sleep})")
        for number in range(2):
            ours.round(presses, backwards=bool(number))
        ours.report("… while a cell runs")
        ours.page.evaluate(f"{kernel}.shutdown()")
        ours.times, ours.rates = [], []
        for number in range(2):
            ours.round(presses, backwards=bool(number))
        ours.report("… without a kernel")
        print(f"interact takes {ratio:.1f} times as long; wanted: at least 5")


if __name__ == "__main__":
    main()
