"""The pad of "Write a digit" in a real browser: what it makes of strokes is what NumPy and mlp_core make of them."""

import numpy as np
import pytest
from laboratory import assert_accessible
from strokes import WAYS, counted, drawn
from test_digit import a_writing
from test_pages import PAGE, open_figures

import mlp_core as mlp
from companion import Pick

FOUR = [[(150, 40), (80, 160), (210, 160)], [(160, 100), (150, 250)]]


@pytest.fixture(scope="module")
def writing():
    return a_writing()


@pytest.fixture
def page(chrome):
    context = chrome.new_context(viewport={"width": 1040, "height": 1000}, offline=True, has_touch=True)
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    assert not page.complaints, page.complaints
    context.close()


@pytest.fixture
def figure(page, tmp_path, writing):
    return open_figures(page, tmp_path, [writing._repr_mimebundle_()["text/html"]])[0]


def move(page, stroke) -> None:
    pad = page.locator(".digit-pad")
    box = pad.bounding_box()
    places = [(box["x"] + x, box["y"] + y) for x, y in stroke]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def now(figure, what: str):
    return figure.evaluate(f"figure => figure.companion.{what}")


def p_of(writing, pixels) -> np.ndarray:
    return mlp.softmax(mlp.predict(writing.network, np.array([pixels]) / 16))[0]


def assert_shows(figure, writing, digit: int | None = None) -> None:
    """Hold all that the page shows to mlp_core's numbers for the 64 counts that it has made."""
    p = p_of(writing, now(figure, "pixels"))
    assert np.allclose(now(figure, "p"), p, rtol=0, atol=1e-6)
    assert figure.locator(".digit-outputs tbody th").all_inner_texts() == list("0123456789")
    assert figure.locator(".digit-outputs tbody td:nth-child(2)").all_inner_texts() == [f"{each:.2f}" for each in p]
    bars = figure.locator(".digit-p").evaluate_all("bars => bars.map(bar => parseFloat(bar.style.width) / 100)")
    assert np.allclose(bars, p, atol=1e-3)
    if digit is not None:
        assert p.argmax() == digit


def test_strokes_of_the_mouse_become_the_counts_and_the_probabilities(page, figure, writing):
    for number, stroke in enumerate(FOUR):
        move(page, stroke)
        assert_shows(figure, writing)
        strokes = now(figure, "now.strokes")
        assert len(strokes) == number + 1
        for corner in stroke:
            assert np.hypot(*(np.array(strokes[number]) - corner).T).min() < 1.5, "the line leaves the hand"
        assert np.abs(np.reshape(now(figure, "pixels"), (8, 8)) - counted(strokes)).max() <= 1
    assert p_of(writing, now(figure, "pixels")).argmax() == 4
    figure.get_by_text("It reads 4, with p = ").wait_for()


def test_a_drawing_of_any_size_and_place_is_the_same_image(figure):
    page, pictures = figure.page, []
    for scale, shift in ((0.4, 10), (0.4, 150), (1, 0)):
        figure.get_by_role("button", name="Clear").click()
        for stroke in FOUR:
            move(page, [(scale * x + shift, scale * y + shift) for x, y in stroke])
        pictures.append(np.array(now(figure, "pixels")))
    assert np.abs(pictures[0] - pictures[1]).max() <= 3 and np.abs(pictures[0] - pictures[2]).mean() < 1
    assert pictures[0].reshape(8, 8)[[0, 7]].any(axis=1).all(), "it does not fill the height"


def test_digits_as_people_draw_them_are_read(figure, writing):
    rng = np.random.default_rng(0)
    ways = [way for way in WAYS for _ in range(6)]
    drawings = [drawn(way, rng) for way in ways]
    images = np.array(figure.evaluate("(_, all) => all.map(companionPage.digits.counted)", drawings))
    for drawing, image in list(zip(drawings, images, strict=True))[::16]:
        assert np.abs(image.reshape(8, 8) - counted(drawing)).max() <= 1
    read = mlp.predict(writing.network, images / 16).argmax(axis=1)
    right = np.mean(read == [int(way[0]) for way in ways])
    assert right >= 0.85, f"{right:.0%} of {len(ways)} drawings are read"
    ink = writing.training[0].sum(axis=1) * 16
    assert abs(np.median(images.sum(axis=1)) - np.median(ink)) < 30, "strokes of another width than the data's"


def test_every_held_out_image_has_mlp_core_s_probabilities(figure, writing):
    images, _ = writing.held_out
    given = np.rint(16 * images).astype(int).tolist()
    p = figure.evaluate("(figure, images) => images.map(image => figure.companion.forward(image).p)", given)
    assert np.allclose(p, mlp.softmax(mlp.predict(writing.network, images)), rtol=0, atol=1e-6)


def assert_sees(figure, writing) -> None:
    """Hold the numbers in the small picture, and the bars of the hidden units, to what mlp_core makes of the image."""
    pixels = now(figure, "pixels")
    places = "all => all.map(text => [['x', 'y'].map(side => Number(text.getAttribute(side))), text.textContent])"
    seen = np.zeros((8, 8), int)
    for (x, y), text in figure.locator(".digit-seen text").evaluate_all(places):
        seen[int(y), int(x)] = int(text)
    assert seen.ravel().tolist() == pixels
    active = mlp.forward(writing.network, np.array([pixels]) / 16)[0].a[0]
    bars = "all => all.map(bar => [Number(bar.getAttribute('x')), Number(bar.getAttribute('height'))])"
    x, heights = np.transpose(figure.locator(".digit-units rect").evaluate_all(bars))
    assert x.tolist() == [6 * unit for unit in range(len(active))]
    assert ((heights > 0) == (active > 0)).all()
    scale = 40 / now(figure, "tallest")
    inside = heights > 1  # a unit that is hardly active still has a pixel
    assert np.allclose(heights[inside], np.minimum(40, scale * active)[inside])


def test_a_held_out_digit_is_one_press_away_and_its_error_is_p_minus_y(figure, writing):
    for sample in writing.data["samples"]:
        figure.get_by_role("button", name=f"Held-out {sample['label']}{sample['note']}", exact=True).press("Enter")
        assert now(figure, "pixels") == sample["pixels"]
        assert_shows(figure, writing)
        assert_sees(figure, writing)
    meant = (writing.data["samples"][-1]["label"] + 1) % 10
    figure.get_by_label("I mean").select_option(str(meant))
    p = p_of(writing, sample["pixels"])
    shown = [float(text.replace("−", "-")) for text in figure.locator("td.digit-if-meant").all_inner_texts()]
    assert np.allclose(shown, p - np.eye(10)[meant], atol=0.0051)
    bars = figure.locator(".digit-delta").evaluate_all(
        "bars => bars.map(({style}) => [parseFloat(style.left), parseFloat(style.width)])"
    )
    middle = [[50 + 50 * min(0, d), 50 * abs(d)] for d in p - np.eye(10)[meant]]
    assert np.allclose(bars, middle, atol=0.01)
    figure.get_by_text(f"For {meant}, p − y = −{1 - p[meant]:.2f}.").wait_for()


def test_why_adds_up_to_the_lead_and_is_the_gradient_times_the_ink(figure, writing):
    figure.get_by_role("button", name="Why?").click()
    for number in (3, 8, 12):
        figure.locator(".digit-sample").nth(number).click()
        x = np.array([now(figure, "pixels")]) / 16
        steps = mlp.forward(writing.network, x)
        z = steps[-1].a[0]
        second, best = z.argsort()[-2:]
        gradients = mlp.backward(writing.network, steps, np.eye(10)[[best]] - np.eye(10)[[second]])
        pulls = (x * (gradients[0].delta @ writing.network[0].W.T))[0]
        assert np.allclose(now(figure, "pulled"), pulls, atol=1e-9)
        told = figure.locator(".digit-reason p").inner_text()
        assert f"towards {best}" in told and f"Together {z[best] - z[second]:.2f}" in told
        assert f"the biases add {z[best] - z[second] - pulls.sum():.2f}".replace("-", "−") in told
        fills = figure.locator(".digit-map rect").evaluate_all("all => all.slice(1).map(r => r.getAttribute('fill'))")
        assert [fill == "#e66101" for fill in fills] == (np.array(now(figure, "pulled")) > 0).tolist()
        shades = "all => all.slice(1).map(square => Number(square.getAttribute('fill-opacity')))"
        strong = figure.locator(".digit-map rect").evaluate_all(shades)
        assert np.allclose(strong, np.abs(pulls) / np.abs(pulls).max())
    figure.get_by_role("button", name="Why?").click()
    assert not figure.locator(".digit-reason").is_visible()


def test_erasing_a_stroke_changes_p_and_undo_brings_it_back(page, figure, writing):
    for stroke in FOUR:
        move(page, stroke)
    before = now(figure, "p")
    figure.get_by_role("button", name="Eraser").click()
    move(page, [(60, 145), (230, 175), (60, 175), (230, 145)])
    assert_shows(figure, writing)
    assert now(figure, "p")[4] < before[4] - 0.2, "without its bar it is no 4"
    assert len(now(figure, "now.strokes")) > 2, "a stroke falls into parts under the eraser"
    figure.get_by_role("button", name="Undo").click()
    assert now(figure, "p") == before
    figure.locator(".digit-sample").nth(8).click()
    image = now(figure, "pixels")
    move(page, [(88, 20), (88, 260)])
    left = np.reshape(image, (8, 8))
    assert left[:, 2].any() and left[2].any()
    left[:, 2] = 0
    assert now(figure, "pixels") == left.ravel().tolist(), "the squares of the third column, and no others, are empty"
    assert_shows(figure, writing)


def test_a_digit_is_written_by_keys_alone_and_no_key_leaves_the_figure(page, figure, writing):
    page.evaluate("document.body.addEventListener('keydown', () => (window.leaked = true))")
    page.locator(".digit-pad").focus()
    for key, often in (("ArrowUp", 10), (" ", 1), ("ArrowDown", 18), (" ", 1), ("ArrowLeft", 5)):
        for _ in range(often):
            page.keyboard.press(key)
    assert len(now(figure, "now.strokes")) == 1 and not now(figure, "down")
    assert_shows(figure, writing, digit=1)
    page.keyboard.press("e")
    assert figure.get_by_role("button", name="Eraser").get_attribute("aria-pressed") == "true"
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", " ", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    ends = [stroke[-1][1] for stroke in now(figure, "now.strokes")]
    assert max(ends) < 200, "the eraser went over the lower end"
    page.keyboard.press("Backspace")
    assert_shows(figure, writing, digit=1)
    assert not page.evaluate("window.leaked"), "JupyterLab would take this key for its cells"


def test_an_empty_pad_and_a_dot_are_no_trouble(page, figure, writing):
    figure.get_by_role("button", name="Clear").click()
    assert now(figure, "pixels") == [0] * 64
    assert_shows(figure, writing)
    figure.get_by_text("The pad is empty").wait_for()
    move(page, [(100, 100)])
    assert 0 < sum(now(figure, "pixels")) < 400
    assert_shows(figure, writing)


def test_a_finger_draws_and_does_not_scroll_the_page(page, figure):
    assert page.locator(".digit-pad").evaluate("pad => getComputedStyle(pad).touchAction") == "none"
    figure.get_by_role("button", name="Clear").click()
    box = page.locator(".digit-pad").bounding_box()
    page.touchscreen.tap(box["x"] + 50, box["y"] + 50)
    (stroke,) = now(figure, "now.strokes")
    assert np.allclose(stroke[0], (50, 50), atol=1.5)


def test_from_stroke_to_probabilities_takes_less_than_50_milliseconds(figure):
    scribble = [[[140 + 120 * np.cos(k / 9), 140 + 120 * np.sin(k / 7)] for k in range(900)]]
    took = figure.evaluate(
        """(figure, strokes) => { figure.companion.now = {strokes, sample: null}; const took = [];
        for (let k = 0; k < 20; k += 1) { const start = performance.now();
          figure.companion.show(); figure.getBoundingClientRect(); took.push(performance.now() - start); }
        return Math.min(...took); }""",
        scribble,
    )
    assert took < 50


@pytest.mark.parametrize("theme", ["", "background:#111;color:#eee"])
def test_it_can_be_used_by_everybody_in_both_themes_and_at_twice_the_size(page, tmp_path, writing, theme):
    (figure,) = open_figures(page, tmp_path, [writing._repr_mimebundle_()["text/html"]])
    page.set_content(PAGE.replace("width:1000px", theme).format((tmp_path / "figures.html").read_text("utf-8")))
    page.wait_for_selector("figure[data-ready]")
    page.get_by_label("I mean").select_option("3")
    page.get_by_role("button", name="Why?").click()
    assert_accessible(page, ["figure.companion"])
    page.set_viewport_size({"width": 520, "height": 500})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it hangs out at the right"


KERNEL = """key => { window.asked = []; window.companionPage.arrive(key, {
  send: message => asked.push(message), off() {}, on: (_, heard) => (window.reply = heard) }); }"""


def keep_two(figure) -> list:
    """Two held-out digits, kept under a wrong name: a hand that writes as nobody else does."""
    figure.get_by_text("Learn my hand").click()
    assert figure.get_by_role("button", name="Train").is_disabled()
    for number in (3, 8):
        figure.locator(".digit-samples .digit-sample").nth(number).click()
        figure.get_by_label("I mean").select_option(str(number - 1))
        figure.get_by_role("button", name="Keep this drawing").click()
    return [
        figure.evaluate("(figure, number) => figure.companion.data.samples[number].pixels", number) for number in (3, 8)
    ]


def test_a_hand_is_learned_in_the_kernel_and_before_and_after_stand_side_by_side(page, figure, writing):
    page.evaluate(KERNEL, writing.data["line"])
    images = keep_two(figure)
    figure.get_by_label("epochs").select_option("60")
    figure.get_by_role("button", name="Train").click()
    (message,) = page.evaluate("asked")
    assert message == {"examples": images, "labels": [2, 7], "epochs": 60, "mixed": False}
    assert figure.get_by_role("button", name="Train").is_disabled(), "it is training"
    answer = writing.learn(**message)
    page.evaluate("answer => reply(answer)", answer)
    rows = [row.split("\t") for row in figure.locator(".digit-learned tbody").inner_text().splitlines() if row.strip()]
    assert rows[0] == ["my digits read right", "0 of 2", "2 of 2"]
    assert rows[1][1:] == [f"{100 * share:.1f} %" for share in answer["held_out"]]
    before, after = answer["held_out"]
    assert ("has forgotten some" in figure.locator(".digit-learning").inner_text()) == (after < before - 0.005)
    assert after < before - 0.005, "two examples under a wrong name leave the others as they were"
    shown = figure.locator(".digit-learned tbody tr").nth(2).locator("td").all_inner_texts()
    assert shown == [f"{each[0]:.2f}" for each in answer["p"]]
    figure.locator(".digit-samples .digit-sample").nth(3).click()
    assert np.argmax(now(figure, "p")) == 2, "the pad is read by the network that has learned"
    figure.get_by_label("the pad is read by").uncheck()
    assert_shows(figure, writing, digit=3)
    page.evaluate("reply({error: 'nobody has asked'})")
    assert "nobody has asked" not in figure.inner_text(), "another pad's answer"
    figure.get_by_role("button", name="Train").click()
    page.evaluate("reply({error: 'this is no digit'})")
    assert "this is no digit" in figure.inner_text()
    assert_accessible(page, ["figure.companion"])
    figure.get_by_role("button", name="Start over").click()
    assert not figure.locator(".digit-kept button").count() and not figure.locator(".digit-learned").count()


def test_without_a_kernel_the_button_says_what_to_do_and_waits_for_one(page, figure, writing):
    keep_two(figure)
    figure.locator(".digit-kept button").first.click()
    assert figure.locator(".digit-kept button").count() == 1, "a press leaves it out"
    figure.get_by_role("button", name="Train").click()
    assert "run this cell (Shift + Enter)" in figure.inner_text()
    page.evaluate(KERNEL, writing.data["line"])
    figure.get_by_role("button", name="Train").click()
    assert [message["labels"] for message in page.evaluate("asked")] == [[7]]


def test_after_the_guess_the_pad_is_there_to_be_written_on(page, tmp_path):
    asked = a_writing(predict=Pick("What does an empty pad give?", ["nothing", "ten shares"], "ten shares", "Always."))
    (figure,) = open_figures(page, tmp_path, [asked._repr_mimebundle_()["text/html"]])
    figure.get_by_label("nothing").check()
    figure.get_by_role("button", name="Commit").click()
    for stroke in FOUR:
        move(page, stroke)
    assert_shows(figure, asked)
    assert sum(now(figure, "pixels")) > 100
