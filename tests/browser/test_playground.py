"""The playground in a real JupyterLab: what the page shows is what mlp_core makes in the kernel; nothing is blocked."""

import re
from urllib.parse import quote

import numpy as np
import pytest
from laboratory import Opened, assert_accessible, laboratory

from companion.play.experiment import Experiment, outcome
from companion.play.recipe import read
from companion.play.report import one_update, status
from companion.play.session import Session

NAME = "17_playground.ipynb"
KERNEL = "window.jupyterapp.shell.currentWidget.sessionContext"
SMALL = "data=moons; points=40; hidden=3; optimizer=SGD; eta=0.1; batch=8; seed=4"


@pytest.fixture(scope="module")
def address(chrome, tmp_path_factory):
    with laboratory(tmp_path_factory.mktemp("lab")) as where:
        yield where


@pytest.fixture(scope="module")
def lab(chrome, address):
    page = chrome.new_page(viewport={"width": 1280, "height": 800})
    opened = Opened(page, address, NAME)
    opened.run_cell(opened.first_code_cell())
    yield opened
    errors = list(opened.errors)  # before the kernel is taken away from the page
    opened.page.evaluate(f"{KERNEL}.shutdown()")
    opened.page.close()
    assert not errors, errors


def the_playground(opened) -> int:
    return next(cell for cell in range(9) if opened.source_of(cell).startswith("playground("))


@pytest.fixture
def figure(lab):
    cell = the_playground(lab)
    lab.run_cell(cell, f"playground({SMALL!r})")
    figure = lab.figure(cell)
    wait(figure, "figure.companion.last?.content.recipe.includes('seed=4;updates=0')")
    return figure


def wait(figure, condition: str) -> None:
    figure.page.wait_for_function(f"figure => {condition}", arg=figure.element_handle(), timeout=30_000)


def settled(figure) -> dict:
    """Wait until nothing is asked any more and return what the last picture was made of."""
    wait(figure, "!figure.companion.busy && !figure.companion.waiting && !figure.companion.asks.length")
    return figure.evaluate("figure => figure.companion.last.content")


def press(figure, name: str) -> dict:
    figure.get_by_role("button", name=name, exact=True).click()
    return settled(figure)


def numbers(figure, part: str) -> list[float]:
    return figure.evaluate(f"figure => [...figure.companion.last.{part}]")


def flat(layers, *parts) -> list[float]:
    return [float(value) for layer in layers for part in parts for value in getattr(layer, part).ravel()]


def test_one_update_changes_the_numbers_as_mlp_core_says(figure):
    own = Experiment(read(SMALL))
    assert numbers(figure, "weights") == pytest.approx(flat(own.network, "W", "b"), rel=1e-6)
    shown = press(figure, "One update")
    own.train(1)
    assert numbers(figure, "weights") == pytest.approx(flat(own.network, "W", "b"), rel=1e-6)
    assert numbers(figure, "gradients") == pytest.approx(flat(own.last.gradients, "dW", "db"), rel=1e-6)
    assert shown["recipe"] == str(own.recipe)
    assert figure.locator("figcaption").inner_text() == status(own, own.score(), own.score(held_out=True))
    figure.get_by_label("weight to follow").select_option(label="layer 2: unit 2 → unit 1")
    assert settled(figure)["one"]["numbers"]["w"] == float(own.last.before[1].W[1, 0])
    assert figure.locator(".pg-one").inner_text() == one_update(own, (1, 1, 0))["text"]
    session = Session(read(SMALL))
    _, (field, maps, *_) = session.handle({"asks": [["update"]]})
    assert numbers(figure, "field") == list(field) and numbers(figure, "maps") == list(maps)
    press(figure, "One epoch")
    own.train(own.updates_left_in_epoch())
    assert settled(figure)["recipe"] == str(own.recipe)
    press(figure, "Rewind to the same start")
    assert numbers(figure, "weights") == pytest.approx(flat(Experiment(read(SMALL)).network, "W", "b"), rel=1e-6)


def test_it_plays_while_sliders_are_dragged_and_the_state_leads_to_the_same_weights(figure, lab):
    figure.get_by_role("button", name="Play", exact=True).click()
    wait(figure, "figure.dataset.pictures > 5")
    slider = figure.get_by_label("learning rate η, slider")
    box = slider.bounding_box()
    figure.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    figure.page.mouse.down()
    for step in range(8):
        figure.page.mouse.move(box["x"] + box["width"] * (0.5 - step / 40), box["y"] + box["height"] / 2)
        figure.page.wait_for_timeout(40)
    figure.page.mouse.up()
    figure.get_by_label("batch size, slider").press("ArrowRight")
    seen = int(figure.get_attribute("data-pictures"))
    wait(figure, f"figure.dataset.pictures > {seen + 3}")
    answer = lab.page.evaluate(
        f"""async () => {{ const future = {KERNEL}.session.kernel.requestExecute({{code: 'print(6 * 7)'}});
        let said = ''; future.onIOPub = message => said += message.content.text ?? '';
        await future.done; return said; }}"""
    )
    assert answer.strip() == "42", "the kernel is not free while it plays"
    press(figure, "Pause")
    shown = settled(figure)
    recipe = read(shown["recipe"])
    assert {change.key for change in recipe.then} == {"eta", "batch"} and recipe.updates > 10
    assert numbers(figure, "weights") == [pytest.approx(value, rel=1e-6) for value in flat(
        outcome(recipe).network, "W", "b")]  # fmt: skip
    assert float(figure.get_by_label("learning rate η", exact=True).input_value()) == recipe.then[-2].value
    before = figure.get_attribute("data-pictures")
    figure.page.wait_for_timeout(200)
    assert figure.get_attribute("data-pictures") == before, "it plays on"


def test_points_are_painted_and_erased_by_pointer_and_by_keyboard(figure):
    square = figure.locator(".pg-square")
    figure.get_by_role("radio", name="paint class 1").check()
    square.scroll_into_view_if_needed()
    box = square.bounding_box()
    figure.page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.1)
    figure.get_by_role("radio", name="paint class 0").check()
    square.press("ArrowUp")
    square.press("Enter")
    recipe = read(settled(figure)["recipe"])
    (_, _, first), (_, _, second) = recipe.then
    assert first == (pytest.approx(-1.5, abs=0.03), pytest.approx(2.4, abs=0.03), 1)
    assert second == (0.0, 0.1, 0)
    assert figure.evaluate("figure => figure.companion.points.length / 4") == 40 + 100 + 2
    figure.get_by_role("radio", name="erase").check()
    square.press(" ")
    assert len(outcome(read(settled(figure)["recipe"])).x) < 42
    press(figure, "Rewind to the same start")
    assert read(settled(figure)["recipe"]).then[:2] == tuple(change._replace(update=0) for change in recipe.then)


def test_settings_make_a_new_start_layers_grow_and_a_bad_state_is_said_in_red(figure):
    press(figure, "One update")
    press(figure, "more units in hidden layer 1")
    press(figure, "more hidden layers")
    figure.get_by_label("sin x₂").check()
    figure.get_by_label("activation").select_option("ReLU")
    shown = settled(figure)
    assert shown["widths"] == [3, 4, 4, 2] and "updates=0" in shown["recipe"] and "ReLU" in shown["recipe"]
    figure.get_by_label("data", exact=True).select_option("surface")
    shown = settled(figure)
    assert shown["settings"]["loss"] == "half-squared-error"
    own = read(shown["recipe"])
    places, labels = Experiment(own).places, Experiment(own).labels.ravel()
    square = figure.locator(".pg-square")
    size = square.evaluate("square => square.clientWidth")
    dots = colours(square, [(size * (x1 + 3) / 6, size * (3 - x2) / 6) for x1, x2 in places])
    clear = [
        (label > 0) == (red > blue) for label, (red, _, blue, _) in zip(labels, dots, strict=True) if abs(label) > 0.5
    ]
    assert len(clear) > 5 and np.mean(clear) > 0.9, "high is orange, low is blue; few lie under others"
    press(figure, "seed on")
    press(figure, "seed on")
    assert settled(figure)["settings"]["seed"] == 6
    assert press(figure, "seed back")["settings"]["seed"] == 5
    figure.get_by_label("loss", exact=True).select_option("hinge")
    settled(figure)
    assert "because data=surface has no classes" in figure.get_by_role("alert").inner_text()
    assert figure.get_by_label("loss", exact=True).input_value() == "half-squared-error", "what was refused is shown"
    text = figure.get_by_label("state string")
    text.fill("data=circles; etta=3")
    text.press("Enter")
    settled(figure)
    assert "did you mean eta=0.03?" in figure.get_by_role("alert").inner_text()
    text.fill("data=circles; optimizer=SGD; hidden=2; activation=ReLU; loss=half-squared-error; eta=7; updates=90")
    text.press("Enter")
    wait(figure, "figure.companion.last.content.recipe.includes('updates=90') && !figure.companion.busy")
    assert not figure.get_by_role("alert").inner_text() or "diverged" in figure.get_by_role("alert").inner_text()


def test_a_run_that_diverges_says_so_and_offers_a_smaller_eta(figure):
    text = figure.get_by_label("state string")
    text.fill("data=surface; loss=half-squared-error; optimizer=SGD; activation=ReLU; eta=10; seed=1")
    text.press("Enter")
    wait(figure, "figure.companion.last.content.settings.data === 'surface'")
    figure.get_by_role("button", name="Play", exact=True).click()
    wait(figure, "figure.querySelector('[role=alert]').innerText.includes('diverged')")
    assert figure.get_by_role("button", name="Play", exact=True).is_visible(), "it plays on"
    press(figure, "Rewind with η = 1")
    assert "eta=1;" in settled(figure)["recipe"] and not figure.get_by_role("alert").inner_text()


def test_a_hundred_seeds_end_in_bars_and_each_can_be_loaded(figure):
    figure.get_by_text("Run 100 seeds: where").click()
    figure.get_by_label("updates of each seed").fill("30")
    press(figure, "Run 100 seeds")
    wait(figure, "figure.companion.last.content.seeds?.bars && !figure.companion.busy")
    bars = figure.evaluate("figure => figure.companion.last.content.seeds.bars")
    assert sorted(seed for bar in bars for seed in bar["seeds"]) == list(range(100))
    counts = np.array([len(bar["seeds"]) for bar in bars])
    heights = figure.locator(".pg-bars i").evaluate_all("all => all.map(bar => parseFloat(bar.style.height))")
    assert heights == pytest.approx(80 * counts / counts.max(), abs=0.01)
    bar = figure.locator(".pg-bars button:enabled").last
    bar.click()
    seed = figure.locator(".pg-seed").first
    number = int(re.search(r"\d+", seed.get_attribute("aria-label"))[0])
    low, high = (float(end) for end in re.findall(r"[\d.]+", bar.get_attribute("title")))
    seed.click()
    wait(figure, f"figure.companion.last.content.recipe.includes('seed={number};updates=30') && !figure.companion.busy")
    alone = outcome(read(settled(figure)["recipe"])).score().loss
    assert low * 0.94 <= alone <= high * 1.06


def test_it_is_accessible_in_the_dark_too_and_without_a_mouse(figure, lab):
    assert_accessible(lab.page, [".jp-OutputArea figure"])
    play = figure.get_by_role("button", name="Play", exact=True)
    play.focus()
    lab.page.keyboard.press("Space")
    wait(figure, "figure.dataset.pictures > 3")
    lab.page.keyboard.press("Space")
    assert settled(figure)["recipe"]
    lab.page.evaluate("window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})")
    wait(figure, "figure.classList.contains('companion-dark')")
    assert_accessible(lab.page, [".jp-OutputArea figure"])
    lab.page.evaluate("window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Light'})")


PIXELS = """([canvas, places]) => { const pen = canvas.getContext("2d"), dots = canvas.width / canvas.clientWidth;
  return places.map(([x, y]) => [...pen.getImageData(Math.round(x * dots), Math.round(y * dots), 1, 1).data]); }"""


def colours(canvas, places: list) -> list[list[int]]:
    """Return red, green, blue and opacity of a canvas at places in pixels of the page."""
    return canvas.page.evaluate(PIXELS, [canvas.element_handle(), [list(map(float, place)) for place in places]])


def test_what_is_drawn_has_the_signs_and_places_of_what_was_computed(figure):
    text = figure.get_by_label("state string")
    text.fill("data=blobs; noise=0.5; points=4; hidden=2; loss=half-squared-error; seed=3; eta=0.1; updates=300")
    text.press("Enter")
    wait(figure, "figure.companion.last.content.recipe.includes('seed=3;updates=300')")
    own = outcome(read(settled(figure)["recipe"]))
    square = figure.locator(".pg-square")
    size = square.evaluate("square => square.clientWidth")
    places = [(x1, x2) for x1 in (-2.6, -0.7, 0.6, 2.7) for x2 in (-2.7, -0.5, 0.4, 2.6)]
    heights = own.heights(own.predicted(own.inputs_on(np.array(places)))[-1].a).ravel()
    seen = colours(square, [(size * (x1 + 3) / 6, size * (3 - x2) / 6) for x1, x2 in places])
    told = [(height > 0) == (red > blue) for height, (red, _, blue, _) in zip(heights, seen, strict=True)]
    assert [fits for fits, height in zip(told, heights, strict=True) if abs(height) > 0.3].count(False) == 0
    assert sum(abs(heights) > 0.3) > 3

    dots = colours(square, [(size * (x1 + 3) / 6, size * (3 - x2) / 6) for x1, x2 in own.places])
    inked = [
        (green < 150, (red > blue) == bool(label))
        for label, (red, green, blue, _) in zip(own.labels, dots, strict=True)
    ]
    assert inked.count((True, True)) >= 3, "training points are not where they lie"

    edges = figure.evaluate("figure => figure.companion.map.edges")
    zoom = figure.evaluate("figure => figure.companion.map.zoom")
    network = figure.locator(".pg-map")
    for edge in edges:
        layer, source, unit = own.network[edge["layer"]], edge["source"], edge["unit"]
        value = layer.b[0, unit] if source < 0 else layer.W[source, unit]
        assert edge["value"] == pytest.approx(value, rel=1e-6), edge
        x0, y0, x1, y1 = (zoom * end for end in edge["line"])
        along = [(x0 + t * (x1 - x0), y0 + t * (y1 - y0)) for t in np.linspace(0.1, 0.4, 40)]
        inked = [(red > blue) for red, _, blue, opacity in colours(network, along) if opacity > 100]
        chosen = (edge["layer"], source, unit) == (0, 0, 0)  # it lies on yellow
        if abs(value) > 0.5 and source >= 0 and not chosen:
            assert inked and np.mean(inked) > 0.7 if value > 0 else np.mean(inked) < 0.3, (
                edge,
                inked,
            )  # others cross it
    unit = figure.evaluate("figure => figure.companion.map.place(1, 1)")
    half = figure.evaluate("figure => figure.companion.map.size") / 2
    corners = [(-2.4, 2.4), (2.4, 2.4), (-2.4, -2.4), (2.4, -2.4)]
    outputs = own.predicted(own.inputs_on(np.array(corners)))[0].a[:, 1]
    spots = [(zoom * (unit[0] + half * x1 / 3), zoom * (unit[1] - half * x2 / 3)) for x1, x2 in corners]
    for output, (red, _, blue, _) in zip(outputs, colours(network, spots), strict=True):
        assert abs(output) < 0.2 or (red > blue) == (output > 0), "a unit's own picture is another"

    strokes = """(figure, lines) => { const { map, last } = figure.companion, drawn = [], stroke = map.stroke;
      map.stroke = (pen, line, colour, width, dash = []) => drawn.push([colour, width, dash.length > 0]);
      Object.assign(figure.companion, { lines }), figure.companion.paintNetwork();
      map.stroke = stroke, Object.assign(figure.companion, { lines: "weights" }), figure.companion.paintNetwork();
      return drawn.slice(1); }"""  # the first is the yellow behind the chosen one
    weights, gradients = flat(own.network, "W", "b"), np.array(flat(own.last.gradients, "dW", "db"))
    for lines, values, widths in (
        ("weights", weights, [min(8, 0.3 + 1.3 * abs(value)) for value in weights]),
        ("gradients", gradients, 0.3 + 5 * abs(gradients) / abs(gradients).max()),
    ):
        drawn = figure.evaluate(strokes, lines)
        assert [dashed for _, _, dashed in drawn] == [value < 0 for value in values]
        assert [width for _, width, _ in drawn] == pytest.approx(widths, rel=1e-5)

    losses = figure.get_by_label("Loss against updates")
    high = losses.evaluate("canvas => canvas.clientHeight") / zoom
    first, last = Experiment(own.start).score().loss, own.score().loss
    shown = [loss for at, loss in enumerate(numbers(figure, "moments")) if at % 3]
    low, top = np.floor(np.log10(min(shown))), np.ceil(np.log10(max(shown)))
    assert min(shown) == pytest.approx(min(last, own.score(held_out=True).loss), rel=0.2) and top > low
    for x, loss in ((44, first), (losses.evaluate("canvas => canvas.clientWidth") / zoom - 11, last)):
        y = high - 44 - (np.log10(loss) - low) / (top - low) * (high - 44 - 26)
        around = [(zoom * x + dx, zoom * (y + dy)) for dx in (-2, -1, 0, 1, 2) for dy in (-2, -1, 0, 1, 2)]
        ink = colours(losses, around)
        assert any(opacity > 99 and red < 140 and green > red + 40 for red, green, _, opacity in ink), f"{loss} is not"


def test_a_weight_on_the_drawing_is_chosen_by_a_click_in_large_letters_too(figure):
    for size in ("100%", "150%"):
        figure.evaluate("(figure, size) => { figure.style.fontSize = size; figure.companion.paintNetwork(); }", size)
        edges = figure.evaluate("figure => figure.companion.map.edges")
        zoom = figure.evaluate("figure => figure.companion.map.zoom")
        shares = np.linspace(0.05, 0.95, 61)[:, None]
        lines = [(1 - shares) * edge["line"][:2] + shares * edge["line"][2:] for edge in edges]
        chosen = 0
        for number, edge in enumerate(edges):
            others = np.concatenate([line for other, line in enumerate(lines) if other != number])
            far = np.hypot(*(lines[number][:, None] - others).T).min(axis=0)  # of each of its points from all others
            if far.max() < 5:
                continue
            x, y = zoom * lines[number][far.argmax()]
            figure.locator(".pg-map").click(position={"x": x, "y": y})
            assert settled(figure)["one"]["weight"] == [edge["layer"], edge["source"], edge["unit"]], size
            chosen += 1
        assert chosen > 2


def test_it_opens_as_a_still_that_says_how_to_play_and_a_link_brings_its_state_along(chrome, address):
    page = chrome.new_page(viewport={"width": 1280, "height": 800})
    state = "data=circles;points=20;hidden=2;seed=77;updates=5"
    opened = Opened(page, address, NAME, fragment=f"#playground={state}")
    cell = the_playground(opened)
    figure = opened.figure(cell)
    assert figure.locator("img").is_visible() and not figure.get_by_role("button", name="Play").count()
    assert "Run All Cells" in figure.inner_text()
    assert_accessible(page, [".jp-OutputArea figure"])
    opened.run_cell(opened.first_code_cell())
    opened.run_cell(cell)
    figure = opened.figure(cell)
    wait(figure, "figure.companion.last?.content.recipe.includes('seed=77;updates=5')")
    link = figure.evaluate("figure => figure.companion.link()")
    assert link.endswith("17_playground.ipynb#playground=" + quote(settled(figure)["recipe"], safe="*()"))
    assert not opened.errors, opened.errors
    opened.page.evaluate(f"{KERNEL}.shutdown()")
    page.close()
