"""A training step in the page: each number it shows is Python's, by button, key and click, with the network cut."""

import functools

import numpy as np
import pytest
from laboratory import assert_accessible
from test_lines import a_graph, drawn, itam
from test_pages import open_figures

import mlp_core as mlp
from companion import graph_stepper, stepper
from companion.walk import lines
from companion.walk.architectures import menu
from companion.walk.stepper import lines_of, walk_of

TITLES = {
    "forward": "Forward", "error": "Error", "backward": "Backward", "gradients": "Gradients", "update": "Update",
    "again": "Forward again",
}  # fmt: skip
EVERY_STEP = """(figure) => {
  const player = figure.companion, told = [];
  for (let at = 1; at <= player.steps.length; at += 1) {
    player.go(at);
    const all = [...figure.querySelectorAll(".pass-stage .pass-number")];
    const texts = all.map(node => node.textContent).filter(Boolean);
    told.push([player.words.textContent + " " + player.formula.textContent, player.count.value, texts]);
  }
  return told;
}"""

TOLD = """(figure) => {
  const { steps, values, walk } = figure.companion, { inWords, equation } = window.companionPage.lines;
  return steps.map(({ told, line }) => inWords(told, walk.symbols) + " " + equation(line, values, walk.symbols));
}"""

SUM_OVER_PATHS = """(figure, every) => {
  const player = figure.companion;
  const names = Object.keys(player.fields).filter((name, i) => /^[wb]\\d/.test(name) && i % (every ?? 1) === 0);
  return Object.fromEntries(names.map(name => {
    player.tell(player.pathsOf(name));
    return [name, Number(figure.querySelector(".pass-paths").dataset.sum)];
  }));
}"""


COVERED = """(figure) => {
  const player = figure.companion, wrong = [];
  const inner = ({ x, y, width, height }) => ({ x: x + 2, y: y + 5, width: width - 4, height: height - 10 });
  const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  const within = (a, b) => a.x >= b.x && a.x + a.width <= b.x + b.width;
  for (let at = 0; at <= player.steps.length; at += 1) {
    player.go(at);
    const texts = [...figure.querySelectorAll(".pass-number")].filter(node => node.textContent);
    const places = texts.map(node => [node, inner(node.getBBox())]);
    const boxes = [...figure.querySelectorAll(".pass-box")].map(box => [box, box.getBBox()]);
    places.forEach(([node, place], i) => {
      for (const [other, taken] of places.slice(i + 1))
        if (meet(place, taken)) wrong.push([at, node.textContent, other.textContent]);
      for (const [box, taken] of boxes)
        if (meet(place, taken) && !within(place, taken)) wrong.push([at, node.textContent, "a box"]);
    });
  }
  return wrong;
}"""


@pytest.fixture
def page(chrome):
    context = chrome.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()
    assert not page.complaints, page.complaints


def opened(page, tmp_path, *steppers):
    return open_figures(page, tmp_path, [each._repr_mimebundle_()["text/html"] for each in steppers])


@functools.cache
def slides_html() -> str:
    return itam()._repr_mimebundle_()["text/html"]


@pytest.fixture
def figure(page, tmp_path):
    return open_figures(page, tmp_path, [slides_html()])[0]


def said(figure) -> str:
    return " ".join(figure.locator("figcaption").inner_text().split())


def values(figure) -> dict[str, float]:
    return figure.evaluate("figure => figure.companion.values")


def assert_close(seen: dict, wanted: dict) -> None:
    assert seen.keys() == wanted.keys()
    for name, value in wanted.items():
        assert abs(seen[name] - value) <= 1e-12 * max(1, abs(value)), f"{name}: {seen[name]}, Python has {value}"


def test_every_step_says_and_draws_what_python_has_computed(figure):
    walk = itam()
    found = figure.evaluate(EVERY_STEP)
    assert len(found) == len(walk.sentences) == 44
    known = dict(walk.walk["given"])
    told_and_found = zip(walk.walk["steps"], walk.sentences, found, strict=True)
    for number, (step, told, (shown, count, texts)) in enumerate(told_and_found):
        assert shown == f"{TITLES[step['phase']]}: {told}"
        assert count == f"step {number + 1} of 44"
        name = step["line"].split(" = ")[0]
        known[name] = walk.values[name]
        number = lines.written(walk.values[name], lines.decimals_of(name))
        assert any(text.split(" ")[-1] == number for text in texts), f"{name} = {number} is not in the drawing: {texts}"
        symbol = walk.walk["symbols"][name]
        assert f"{symbol} = {number}" in texts or name[:2] in ("p1", "p2", "q2") or name.startswith("new_"), texts
    assert {"δₕ₁ = −0.0048", "∂E/∂ω₆ = −0.0238", "ω₆ → 0.55238", "b₃ → 0.60398", "a₃(1) = 0.7742"} <= set(found[-1][2])


def test_the_page_computes_what_python_computes_for_any_network(page, tmp_path):
    rng = np.random.default_rng(3)
    walks = []
    for widths, loss in (([1, 1], mlp.half_squared_error), ([3, 4, 2], mlp.binary_cross_entropy),
                         ([4, 4, 4, 4], mlp.half_squared_error), ([2, 2, 2, 1], mlp.half_squared_error)):  # fmt: skip
        network, x, y, eta = drawn(widths, rng, loss)
        walks.append(stepper(network, x, y, eta, loss))
    for walk, figure in zip(walks, opened(page, tmp_path, *walks), strict=True):
        assert_close(values(figure), walk.values)
        told = figure.evaluate(EVERY_STEP)
        assert [each[0].split(": ", 1)[1] for each in told] == walk.sentences
        sums = figure.evaluate(SUM_OVER_PATHS)
        assert len(sums) == sum(name[0] in "wb" for name in walk.walk["given"])
        for weight, product in sums.items():
            assert abs(product - walk.values[f"d{weight}"]) < 1e-12, f"the paths of {weight}"
    figure = page.locator("figure.companion").nth(2)
    beside = """(figure) => { const player = figure.companion; player.go(0); player.choose("w1_11");
        const rows = Object.values(player.drawing.edges).flatMap(edge => edge.texts);
        return rows.filter(({ node }) => node.textContent).length; }"""
    assert figure.evaluate(beside) == 12 + 1 + 4, "the biases, and of 16 edges between two layers no number"
    assert "… and 12 more" in figure.locator(".pass-paths").inner_text(), "of 16 paths four are written out"
    assert_accessible(page, ["figure.companion"])


def test_what_arrives_is_added_up_in_the_unit_where_it_arrives(page, tmp_path):
    network = mlp.initialise([2, 3, 2, 2], np.random.default_rng(2), output=mlp.sigmoid)
    (figure,) = opened(page, tmp_path, stepper(network, [1, 0.5], [1, 0], 1.0))
    elsewhere, sums = figure.evaluate(
        """(figure) => { const player = figure.companion, elsewhere = []; let sums = 0;
        player.steps.forEach(({ edge, back, running }, place) => {
          if (!running) return;
          const [layer, from, to] = edge, unit = back ? `${layer - 1}_${from}` : `${layer}_${to}`;
          const [name] = window.companionPage.lines.parts(running);
          player.go(place + 1);
          const rows = player.drawing.texts.filter(row => row.name === name && row.node.textContent);
          if (rows.length !== 1 || rows[0].owner !== unit) elsewhere.push([name, unit, rows.map(row => row.owner)]);
          sums += 1;
        });
        return [elsewhere, sums]; }"""
    )
    assert elsewhere == [] and sums > 20


def test_keys_and_buttons_walk_and_do_not_leave_the_figure(page, figure):
    page.evaluate("document.body.addEventListener('keydown', () => (window.leaked = true))")
    handle = figure.get_by_role("slider", name="step")
    ends = (("End", 44), ("ArrowRight", 44), ("Home", 0), ("ArrowLeft", 0))
    for key, place in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), *ends):
        handle.press(key)
        assert figure.locator(".pass-count").inner_text() == f"step {place} of 44"
        assert handle.input_value() == str(place)
    figure.get_by_role("button", name="Next", exact=True).click()
    assert said(figure) == "Forward: x₁ goes along ω₁ to h₁: ω₁·x₁ = 0.15·0.05 = 0.0075"
    figure.get_by_role("button", name="Previous").press("ArrowRight")
    figure.get_by_role("button", name="Previous").click()
    assert figure.get_attribute("data-stop") == "1"
    figure.get_by_role("button", name="Backward").click()
    assert said(figure).startswith("Backward: How the error changes with a₃:")
    assert not page.evaluate("window.leaked"), "JupyterLab would take this key for its cells"


def test_space_plays_and_stops(page, figure):
    handle = figure.get_by_role("slider", name="step")
    handle.press(" ")
    page.wait_for_function("document.querySelector('figure').dataset.stop > 0")
    handle.press(" ")
    before = figure.get_attribute("data-stop")
    page.wait_for_timeout(1100)
    assert figure.get_attribute("data-stop") == before


def test_a_press_may_take_a_unit_or_a_whole_phase(figure):
    handle, menu = figure.get_by_role("slider", name="step"), figure.get_by_label("One press goes")
    menu.select_option("unit by unit")
    for told in ("a₁ = σ(s₁)", "a₂ = σ(s₂)", "a₃ = σ(s₃)", "E ="):
        handle.press("ArrowRight")
        assert told in said(figure)
    handle.press("Home")
    menu.select_option("phase by phase")
    for told in ("Forward: ", "Error: ", "Backward: ", "Gradients: ", "Update: ", "Forward again: "):
        handle.press("ArrowRight")
        assert said(figure).startswith(told)
    handle.press("ArrowLeft")
    assert said(figure).startswith("Update: b₃")


def test_a_number_travels_along_its_edge_and_stays_at_home_where_motion_is_not_wanted(page, figure):
    flying = """([at, pace]) => { const p = document.querySelector("figure").companion;
        Object.assign(p, { pace }); p.go(at); p.next();
        return [...p.drawing.flying.childNodes].map(node => [node.textContent, node.getAnimations().length]); }"""
    assert page.evaluate(flying, [9, "edge"]) == [["0.328", 1]]
    assert page.evaluate(flying, [15, "edge"]) == [["−0.0199", 1]], "δ₃·ω₅ on its way back"
    begins = """([at]) => { const p = document.querySelector("figure").companion; p.go(at); p.next();
        const [{ transform }] = p.drawing.flying.firstChild.getAnimations()[0].effect.getKeyframes();
        return new DOMMatrix(transform).e; }"""
    assert page.evaluate(begins, [9]) < -50 and page.evaluate(begins, [15]) > 50, "it begins where it comes from"
    assert len(page.evaluate(flying, [0, "phase"])) == 6
    page.wait_for_function("!document.querySelector('figure').companion.drawing.flying.childNodes.length")
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(flying, [9, "edge"]) == [["0.328", 0]] and page.evaluate(flying, [0, "phase"]) == []


def test_a_weight_shows_its_path_its_factors_and_their_product(page, figure):
    weight = figure.get_by_role("button", name="ω₁ = 0.15: show its paths to the error")
    weight.locator(".pass-grip").click(position={"x": 30, "y": 1}, force=True)
    paths = figure.locator(".pass-paths").inner_text()
    assert "x₁ · σ′(s₁) · ω₅ · σ′(s₃) · ∂E/∂a₃ = 0.05 · 0.2411 · 0.5 · 0.1755 · (−0.227) = −0.0002" in paths
    assert abs(float(figure.locator(".pass-paths").get_attribute("data-sum")) - itam().values["dw1"]) < 1e-15
    assert figure.locator(".pass-edge.pass-path").count() == 3 and figure.locator(".pass-box.pass-path").count() == 2
    assert weight.get_attribute("aria-pressed") == "true"
    figure.get_by_role("button", name="b₂ = 0.35").press("Enter")
    assert "σ′(s₂) · ω₆ · σ′(s₃) · ∂E/∂a₃" in figure.locator(".pass-paths").inner_text()
    figure.get_by_label("Paths of").select_option("no weight")
    assert not figure.locator(".pass-paths").is_visible() and not figure.locator(".pass-edge.pass-path").count()


def test_no_number_covers_another_and_none_leaves_its_box(page, tmp_path):
    network = mlp.initialise([2, 2, 2, 1], np.random.default_rng(0), output=mlp.sigmoid)
    for figure in opened(page, tmp_path, itam(), stepper(network, [1, 0.5], [1], 1.0)):
        figure.evaluate("figure => figure.companion.set({ ...figure.companion.given, x1: -3, eta: 0.5 })")
        assert figure.evaluate(COVERED) == []


def test_a_weight_that_is_chosen_can_be_said_aloud_and_changed(page, figure):
    assert not figure.get_by_label("ω₁, to be changed").is_visible()
    figure.get_by_label("Paths of").select_option("ω₁")
    aloud = "δ₃ = ∂E/∂a₃ · σ′(s₃) = −0.0398; δₕ₁ = δ₃ · ω₅ · σ′(s₁) = −0.0048; ∂E/∂ω₁ = δₕ₁ · x₁ = −0.0002."
    assert aloud in figure.locator(".pass-paths").inner_text()
    field = figure.get_by_label("ω₁, to be changed")
    field.fill("0,5")
    field.press("Enter")
    walk = itam().walk
    assert_close(values(figure), lines.run([*walk["functions"], *lines_of(walk["steps"])], walk["given"] | {"w1": 0.5}))
    assert field.input_value() == "0.5" and "ω₁ = 0.5" in figure.locator(".pass-stage").text_content()
    figure.locator(".pass-box").first.click(position={"x": 6, "y": 20})
    page.keyboard.press("ArrowRight")
    assert figure.get_attribute("data-stop") == "1", "the arrow keys work after a click in the drawing"


def test_a_click_on_a_given_number_of_the_drawing_takes_the_keys_to_its_field(page, figure):
    def typed_in(shown: str, name: str, new: str) -> None:
        figure.locator(".pass-stage text.pass-given", has_text=shown).click()
        page.keyboard.type(new)
        page.keyboard.press("Enter")
        assert figure.evaluate("figure => figure.companion.given")[name] == float(new)

    typed_in("ω₁ = 0.15", "w1", "0.5")
    assert figure.locator(".pass-edge.pass-path").count() == 3, "its paths are shown"
    typed_in("ω₁ = 0.5", "w1", "0.25")
    assert figure.locator(".pass-edge.pass-path").count() == 3, "a second click takes its paths away"
    typed_in("x₁ = 0.05", "x1", "2")
    figure.evaluate("figure => figure.companion.go(figure.companion.steps.length)")
    figure.locator(".pass-stage text", has_text="δ₃ = ").click(force=True)
    assert page.evaluate("document.activeElement.type") == "range", "what is computed cannot be changed"
    quiz(figure, 2)
    typed_in("ω₅ = 0.5", "w5", "0.75")


def test_any_number_can_be_changed_and_the_slide_s_come_back(figure):
    figure.get_by_text("Change a number").click()
    for label, typed in (("x₁", "−3"), ("ω₅", "-2"), ("η", "0,5")):
        figure.get_by_label(label, exact=True).fill(typed)
        figure.get_by_label(label, exact=True).press("Enter")
    given = itam().walk["given"] | {"x1": -3, "w5": -2, "eta": 0.5}
    walk = itam().walk
    own = lines.run([*walk["functions"], *lines_of(walk["steps"])], given)
    assert_close(values(figure), own)
    for typed, told in (("much", "y: expected a number"), ("1e999", "y: expected a number"), ("", "expected"),
                        ("1e200", "E would become ∞: choose smaller numbers")):  # fmt: skip
        figure.get_by_label("y", exact=True).fill(typed)
        figure.get_by_label("y", exact=True).press("Enter")
        assert told in figure.locator(".companion-complaint").inner_text()
        assert figure.get_by_label("y", exact=True).input_value() == "1"
        assert_close(values(figure), own)
    figure.get_by_role("button", name="The slide's numbers").click()
    assert_close(values(figure), itam().values)
    assert figure.locator(".companion-complaint").inner_text() == ""


def test_the_next_pass_goes_on_with_the_new_weights(figure):
    button = figure.get_by_role("button", name="Next pass")
    assert not button.is_visible()
    handle = figure.get_by_role("slider", name="step")
    first = itam().values
    handle.press("End")
    button.click()
    again = values(figure)
    assert again["w5"] == first["new_w5"] and again["b1"] == first["new_b1"] and again["x1"] == first["x1"]
    assert abs(again["E"] - first["new_E"]) < 1e-15 and again["new_E"] < again["E"]
    assert said(figure).startswith("Pass 2. Given")


def quiz(figure, at: int):
    figure.evaluate("(figure, at) => figure.companion.go(at)", at)
    figure.get_by_label("Quiz").check()


def answer(figure, typed: str) -> str:
    figure.locator(".pass-quiz input").fill(typed)
    figure.locator(".pass-quiz input").press("Enter")
    return figure.locator(".pass-verdict").inner_text()


def test_the_quiz_hides_the_number_and_takes_it_rounded_as_on_the_slide(figure):
    quiz(figure, 2)
    asked = figure.locator(".pass-quiz").inner_text()
    assert "h₁ adds up what has arrived, and its bias: s₁ = ω₁·x₁ + ω₃·x₂ + b₁ =" in asked
    assert "0.3825" not in figure.inner_text()
    figure.get_by_role("button", name="ω₁ = 0.15").press("Enter")
    assert "end the quiz first" in figure.inner_text() and not figure.locator(".pass-paths").is_visible()
    assert answer(figure, "much") == "Type a number, such as 0.25."
    assert answer(figure, "0.4") == "Not wrong; give one digit more."
    assert answer(figure, "0,38").startswith("Right.")
    assert said(figure).endswith("= 0.3825") and "0.5945" not in figure.inner_text()
    for typed in ("0.5945", ".01", "0.03", "0.39"):
        assert answer(figure, typed).startswith("Right."), typed
    assert answer(figure, "0.5964").startswith("Right."), "the slide's own rounding"
    assert figure.locator(".pass-score").inner_text() == "6 of 6 at the first try"
    figure.get_by_role("slider", name="step", disabled=True).evaluate("handle => handle.focus()")
    figure.get_by_role("button", name="Show me").click()
    assert figure.locator(".pass-score").inner_text() == "6 of 7 at the first try"
    assert said(figure).endswith("ω₅·a₁ = 0.5·0.5945 = 0.2972")


MISTAKES = {
    "s1": [("0.0325", "the bias b₁ is missing"), ("-0.3175", "the bias is added")],
    "a1": [("0.3825", "that is s₁, the sum"), ("0.241", "the slope of the activation function, not its value")],
    "E": [("0.0515", "the ½ of the error is missing"), ("0.227", "takes its square"),
          ("-0.0258", "the sign is turned")],
    "delta3": [("0.0398", "the sign is turned"), ("-0.227", "the slope of the activation function is missing")],
    "q2_11": [("-0.0398", "it comes back through the weight ω₅"), ("-0.0219", "that is δ₃·ω₆; this edge has ω₅")],
    "delta_h1": [("-0.0199", "the slope at s₁ is missing"), ("0.0048", "the sign is turned")],
    "dw6": [("-0.0308", "that is δ₃·a₃; the weight multiplies a₂"), ("-0.0398", "that is δ₃ alone"),
            ("0.0238", "the sign is turned")],
    "dw3": [("-0.00024", "that is δₕ₁·x₁; the weight multiplies x₂"), ("0.1", "that is x₂ alone")],
    "db3": [("-0.0237", "that is δ₃·a₁; the bias multiplies 1"), ("0.0398", "the sign is turned")],
    "new_w6": [("0.54762", "that step goes up"), ("0.55", "that is the old number"),
               ("0.5738", "the learning rate η is missing")],
}  # fmt: skip


def test_a_misconception_is_named(figure):
    walk = itam()
    names = [step["line"].split(" = ")[0] for step in walk.walk["steps"]]
    for number, (name, mistakes) in enumerate(MISTAKES.items(), start=1):
        quiz(figure, names.index(name))
        for typed, told in mistakes:
            assert told in answer(figure, typed), (name, typed)
        value = walk.values[name]
        for typed in (7 * value + 3, *([1.03 * value, 0.97 * value] if abs(value) > 0.01 else [])):  # else a slide's 0
            assert "look at the formula again" in answer(figure, f"{typed:.7f}"), (name, typed)
        assert answer(figure, f"{walk.values[name]:.5f}").startswith("Right this time.")
        assert figure.locator(".pass-score").inner_text() == f"0 of {number} at the first try"


def test_own_numbers_begin_at_the_end_with_open_fields(page, tmp_path):
    network = mlp.initialise([2, 3, 1], np.random.default_rng(0))
    (figure,) = opened(page, tmp_path, stepper(network, [1, 2], [1], own_numbers=True))
    assert figure.get_by_label("η", exact=True).is_visible()
    assert said(figure).startswith("Forward again: The error after the update")


def test_it_fits_the_screen_in_both_themes_and_for_everybody(page, figure):
    figure.evaluate("figure => figure.companion.go(30)")
    assert figure.bounding_box()["height"] < 720
    text = figure.locator(".pass-stage .pass-number").first
    width = figure.locator(".pass-stage").bounding_box()["width"]
    assert width * 21 / 1142 >= 16 * width / 900, "letters are smaller than 16 pixels on 900"
    assert_accessible(page, ["figure.companion"])
    light = text.evaluate("node => getComputedStyle(node).fill")
    page.evaluate("document.body.style.cssText += 'background:#111;color:#eee'; document.body.className = 'dark'")
    page.wait_for_function("document.querySelector('figure.companion').classList.contains('companion-dark')")
    stage = figure.locator(".pass-stage")
    assert "invert" in stage.evaluate("stage => getComputedStyle(stage).filter") and light
    figure.evaluate("figure => figure.companion.choose('w1')")
    figure.get_by_label("Quiz").check()
    assert_accessible(page, ["figure.companion"])


def test_without_scripts_the_numbers_are_in_the_still_and_its_description(chrome, tmp_path):
    context = chrome.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    (tmp_path / "still.html").write_text(slides_html(), encoding="utf-8")
    page.goto((tmp_path / "still.html").as_uri())
    assert "∂E/∂ω₆ = −0.0238" in page.locator("img").get_attribute("alt") and "Run All Cells" in page.inner_text("body")
    context.close()


def test_the_menus_build_any_network_of_the_lines_that_python_would_write(page, tmp_path):
    network = mlp.initialise([2, 2, 2, 1], np.random.default_rng(0), output=mlp.sigmoid)
    first = stepper(network, [1, 0.5], [1], 1.0, menus=True)
    (figure,) = opened(page, tmp_path, first)
    assert_close(values(figure), first.values)
    figure.get_by_label("numbers drawn with seed").select_option("3")
    for choice in ((1, "none", "none", 1, "identity"), (4, 4, 4, 4, "tanh"), (3, "none", 2, 4, "ReLU")):
        inputs, hidden, more, outputs, name = choice
        figure.get_by_label("inputs").select_option(str(inputs))
        figure.get_by_label("units of the first hidden layer").select_option(str(hidden))
        figure.get_by_label("units of the second hidden layer").select_option(str(more))
        figure.get_by_label("outputs").select_option(str(outputs))
        figure.get_by_label("activation").select_option(name)
        widths = [inputs, *(each for each in (hidden, more) if each != "none"), outputs]
        given = {each: value for each, value in menu()["pools"][3].items() if each in values(figure)}
        walk = walk_of(widths, [name] * (len(widths) - 1), "half squared error", given, {})
        assert_close(values(figure), lines.run([*walk["functions"], *lines_of(walk["steps"])], given))
        seen = values(figure)
        wanted = [lines.told(step, seen, walk["symbols"]) for step in walk["steps"]]
        assert figure.evaluate(TOLD) == wanted
        mistakes = figure.evaluate("figure => figure.companion.steps.map(step => step.wrong)")
        assert mistakes == [step["wrong"] for step in walk["steps"]]
        for weight, product in figure.evaluate(SUM_OVER_PATHS, 7).items():
            assert abs(product - values(figure)[f"d{weight}"]) < 1e-12, f"the paths of {weight}"
    figure.get_by_role("button", name="The first numbers").click()
    assert_close(values(figure), first.values)
    assert_accessible(page, ["figure.companion"])


def test_a_graph_is_walked_through_like_a_network(page, tmp_path):
    walk = graph_stepper(a_graph())
    (figure,) = opened(page, tmp_path, walk)
    assert_close(values(figure), walk.values)
    assert [each[0].split(": ", 1)[1] for each in figure.evaluate(EVERY_STEP)] == walk.sentences
    figure.get_by_text("Change a number").click()
    figure.get_by_label("y", exact=True).fill("2,5")
    figure.get_by_label("y", exact=True).press("Enter")
    assert_close(values(figure), graph_stepper(a_graph(y=2.5)).values)
    assert not figure.get_by_label("Paths of").is_visible()
    assert_accessible(page, ["figure.companion"])
