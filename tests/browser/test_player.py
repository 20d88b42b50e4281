"""The module of the page on a control of its own: every key, every button, typed numbers, themes and sizes."""

import pytest
from laboratory import assert_accessible
from test_controls import PICK, a_control, html
from test_pages import EVERY_STOP, open_figures

from companion import Choice, Sketch, Stops, control, figures, show


@pytest.fixture
def page(chrome):
    context = chrome.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def figure(page, tmp_path):
    etas = Stops([0.01, 0.1, 1.0, 10.0], "learning rate η", start=0.1)
    (figure,) = open_figures(page, tmp_path, [html(a_control(eta=etas, kind=Choice(["plain", "heavy"], "kind")))])
    return figure


def said(figure) -> str:
    return figure.locator("figcaption").inner_text()


def test_what_is_read_aloud_follows_the_slider(figure):
    stage = figure.locator("svg.companion-stage")
    for key, eta in (("End", "10"), ("Home", "0.01")):
        figure.get_by_role("slider").press(key)
        spoken = stage.get_attribute("aria-label")
        assert spoken.startswith(f"η = {eta}, plain, weight 0 ") and "“training”" in spoken
        assert spoken.endswith(figure.locator("details.companion-told p").text_content())


def test_every_stop_shows_its_own_picture_and_words(figure):
    etas = Stops([0.01, 0.1, 1.0, 10.0], "learning rate η", start=0.1)
    family = a_control(eta=etas, kind=Choice(["plain", "heavy"], "kind")).data
    assert figure.evaluate(EVERY_STOP) == family["sentences"]


def test_arrow_keys_home_and_end_move_the_slider_and_do_not_leave_the_figure(page, figure):
    page.evaluate("document.body.addEventListener('keydown', () => (window.leaked = true))")
    handle = figure.get_by_role("slider", name="learning rate η")
    for key, eta in (("ArrowRight", "1"), ("ArrowLeft", "0.1"), ("End", "10"), ("ArrowRight", "10"), ("Home", "0.01")):
        handle.press(key)
        assert said(figure) == f"η = {eta}, plain, weight 0"
        assert handle.get_attribute("aria-valuetext") == eta
    assert not page.evaluate("window.leaked"), "JupyterLab would take this key for its cells"


def test_a_typed_number_takes_the_nearest_stop_with_either_decimal_mark(figure):
    field = figure.get_by_label("learning rate η, as a number")
    for typed, eta in (("0,8", "1"), ("-3", "0.01"), ("−3", "0.01"), ("1e9", "10"), ("nonsense", "10"), ("", "10")):
        field.fill(typed)
        field.press("Enter")
        assert said(figure).startswith(f"η = {eta},") and field.input_value() == eta
    field.press("ArrowDown")
    assert said(figure).startswith("η = 1,")
    field.press("ArrowUp")
    assert said(figure).startswith("η = 10,")


def test_buttons_step_and_play_to_the_end_and_stop_there(page, figure):
    figure.get_by_role("button", name="Next: learning rate η").click()
    assert said(figure).startswith("η = 1,")
    figure.get_by_role("button", name="Back: learning rate η").click()
    assert said(figure).startswith("η = 0.1,")
    play = figure.get_by_role("button", name="Play: learning rate η")
    play.click()
    playing = figure.element_handle()
    page.wait_for_function("figure => figure.innerText.includes('η = 10,')", arg=playing, timeout=10_000)
    page.wait_for_timeout(1200)
    assert play.inner_text() == "▶", "it plays on behind the end"
    play.click()
    assert said(figure).startswith("η = 0.01,"), "played again, it starts anew"
    play.click()
    page.wait_for_timeout(1500)
    assert said(figure).startswith("η = 0.01,"), "pressed again, it does not pause"


def test_a_menu_moves_the_other_parameter_only(figure):
    figure.get_by_label("kind").select_option("heavy")
    assert said(figure) == "η = 0.1, heavy, weight 0"


def test_off_and_on_are_a_box_to_tick_by_mouse_and_by_the_space_bar(page, tmp_path):
    switch = a_control(kind=Choice(["off", "on"], "a fault"), weight=Stops([0.0, 1.0], "weight"))
    (figure,) = open_figures(page, tmp_path, [html(switch)])
    box = figure.get_by_role("checkbox", name="a fault")
    assert not box.is_checked() and "off, weight 0" in said(figure)
    figure.get_by_text("a fault", exact=True).click()
    assert box.is_checked() and said(figure) == "η = 0.1, on, weight 0"
    box.press("Space")
    assert not box.is_checked() and said(figure) == "η = 0.1, off, weight 0"
    assert_accessible(page, ["figure.companion"])


def test_a_prediction_locks_the_sliders_until_it_is_made(page, tmp_path):
    (figure,) = open_figures(page, tmp_path, [html(a_control(predict=PICK))])
    handle = figure.locator("input[type=range]")
    before = said(figure)
    handle.evaluate("handle => handle.focus()")
    page.keyboard.press("ArrowRight")
    assert said(figure) == before and "It gets there" not in figure.inner_text()
    figure.get_by_role("button", name="Commit").click()
    assert "Commit to a guess first" in figure.inner_text()
    figure.get_by_role("radio", name="large").check()
    figure.get_by_role("button", name="Commit").click()
    told = figure.inner_text()
    assert not figure.get_by_role("radio").count(), "the options still take the room of the picture"
    assert "You chose: large. It is: small" in told and "It diverges." in told and "It gets there." in told
    page.evaluate("document.body.style.width = 'auto'")
    assert figure.bounding_box()["height"] <= 680, "taller than what JupyterLab leaves of 800 pixels"
    handle.press("ArrowRight")
    assert said(figure) != before


def test_a_picture_that_answers_the_question_is_covered_until_the_guess(page, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr("companion.display.display", lambda bundle, raw: shown.append(bundle["text/html"]))
    show(figures.canvas()[0], "Nothing is drawn.", predict=PICK)
    (figure,) = open_figures(page, tmp_path, shown)
    assert "Nothing is drawn" not in figure.inner_text()
    assert not figure.locator("svg.companion-stage").is_visible()
    figure.get_by_role("radio", name="small").check()
    figure.get_by_role("button", name="Commit").click()
    assert "Nothing is drawn" in figure.inner_text() and "Right: small" in figure.inner_text()
    assert figure.locator("svg.companion-stage").is_visible()


def test_a_sketched_curve_lies_under_the_hand_and_stays(page, tmp_path):
    canvas, axes = figures.canvas()
    line = figures.curve(axes, [0, 1], [0, 1], "line", at_end=False)

    def update(eta):
        line.set_ydata([0, eta])
        return f"{eta:g}"

    drawn = control(canvas, update, Sketch("Draw.", axes, "So."), eta=Stops([0.5, 1.0], "η"))
    (figure,) = open_figures(page, tmp_path, [html(drawn)])
    pad = figure.locator(".companion-pad")
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 0.9 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 4, box["y"] + 0.2 * box["height"], steps=15)
    page.mouse.up()
    hand = figure.locator(".companion-hand").bounding_box()
    assert abs(hand["y"] - box["y"] - 0.2 * box["height"]) < 8, "the curve does not end where the hand ended"
    points = [float(pair.split(",")[1]) for pair in figure.locator(".companion-hand").get_attribute("points").split()]
    assert points == sorted(points, reverse=True), "the hand went up, and the curve does not"
    pad.press("ArrowUp")
    now = figure.locator(".companion-hand").get_attribute("points").split()
    assert float(now[0].split(",")[1]) < points[0], "the up key lowers the curve"
    figure.get_by_role("button", name="Commit").click()
    figure.get_by_role("slider").press("End")
    assert figure.locator(".companion-hand").is_visible() and "So." in figure.inner_text()


def test_f_fills_the_screen_and_gives_it_back(page, figure):
    figure.get_by_role("slider").press("f")
    page.wait_for_function("document.fullscreenElement?.matches('figure.companion')")
    stage, row = figure.locator("svg.companion-stage"), figure.locator(".companion-row").first
    assert stage.bounding_box()["width"] > 700
    assert row.bounding_box()["y"] >= 0 and stage.bounding_box()["y"] + stage.bounding_box()["height"] <= 800
    figure.get_by_role("slider").press("f")
    page.wait_for_function("!document.fullscreenElement")


@pytest.mark.parametrize(
    ("across", "high", "narrowest", "widest"), [(1280, 800, 700, 1280), (853, 533, 640, 853), (1920, 1080, 1300, 1400)]
)
def test_a_figure_is_readable_at_every_size_and_fits_the_screen(page, figure, across, high, narrowest, widest):
    page.evaluate("document.body.style.width = 'auto'")
    page.set_viewport_size({"width": across, "height": high})
    box = figure.locator("svg.companion-stage").bounding_box()
    assert narrowest <= box["width"] <= widest
    if high >= 800:
        assert figure.bounding_box()["height"] <= high - 100, "control and figure do not fit together"


def test_a_dark_page_gets_a_dark_figure_without_a_white_box(page, figure):
    stage = figure.locator("svg.companion-stage")
    assert stage.evaluate("stage => getComputedStyle(stage).filter") == "none"
    page.evaluate("document.body.style.cssText += 'background:#111;color:#eee'; document.body.className = 'dark'")
    page.wait_for_function("document.querySelector('figure.companion').classList.contains('companion-dark')")
    import io

    from PIL import Image

    corner = Image.open(io.BytesIO(stage.screenshot())).convert("RGB").getpixel((3, 3))
    assert max(corner) < 40, f"the background is {corner}"
    page.evaluate("document.body.style.cssText += 'background:#fff;color:#111'; document.body.className = ''")
    page.wait_for_function("!document.querySelector('figure.companion').classList.contains('companion-dark')")


def test_without_scripts_the_still_its_words_and_the_way_to_move_it_are_there(chrome, tmp_path):
    context = chrome.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    (tmp_path / "still.html").write_text(html(a_control(predict=PICK)), encoding="utf-8")
    page.goto((tmp_path / "still.html").as_uri())
    text = page.inner_text("body")
    assert "η = 0.1, plain, weight 0" in text and "Run ▸ Run All Cells" in text and "Which is best?" in text
    assert page.locator("img").bounding_box()["width"] > 600 and "It gets there" not in text
    context.close()
