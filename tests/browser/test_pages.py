"""Every figure of every notebook in a real browser, in a plain page without a kernel and with the network cut: what the
page shows is what matplotlib drew, at every stop, by mouse and by keyboard, for everybody.

Where no Chromium is found these tests are skipped, and the run says so loudly; with BROWSER_TESTS=required they fail.
"""

import io

import numpy as np
import pytest
from laboratory import assert_accessible
from notebook_files import PATHS, code_cells, read
from pictures import figures_in, still_of
from PIL import Image, ImageFilter

from companion.page import data_of

# What a page around a notebook's output brings with it.
PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>figures</title><body style="width:1000px">{}</body>'
EVERY_STOP = """(figure) => {
  const {data, layers} = figure.companion;
  const ranges = [...figure.querySelectorAll(
    "input:is([type=range], [type=checkbox]), select")];
  const scratch = document.createElementNS("http://www.w3.org/2000/svg", "g"), told = [], written = {};
  const expected = fragment => {
    if (!(fragment in written)) {
      scratch.innerHTML = data.fragments[fragment];
      written[fragment] = scratch.innerHTML;
    }
    return written[fragment];
  };
  const sizes = data.parameters.map(parameter => parameter.texts.length);
  for (let stop = 0; stop < data.frames.length; stop += 1) {
    let rest = stop;
    for (let which = sizes.length - 1; which >= 0; which -= 1) {
      const place = rest % sizes[which], input = ranges[which];
      rest = Math.floor(rest / sizes[which]);
      if (input.type === "checkbox") { input.checked = place === 1; input.dispatchEvent(new Event("change")); }
      else if (input.tagName === "SELECT") { input.selectedIndex = place; input.dispatchEvent(new Event("change")); }
      else { input.value = place; input.dispatchEvent(new Event("input")); }
    }
    data.frames[stop].forEach((fragment, layer) => {
      if (expected(fragment) !== layers[layer].innerHTML) throw new Error(`stop ${stop}: layer ${layer} is another`);
    });
    told.push(figure.querySelector("figcaption").textContent);
    const spoken = figure.querySelector("svg.companion-stage").getAttribute("aria-label");
    if (!spoken.startsWith(told[stop])) throw new Error(`stop ${stop}: ${spoken} is read aloud`);
    ranges.forEach((input, which) => {
      const field = figure.querySelectorAll(".companion-row")[which].querySelector(".companion-number");
      const text = data.parameters[which].texts[Number(input.value) || input.selectedIndex || 0];
      if (field && field.value !== text) throw new Error(`the field shows ${field.value}, the slider ${text}`);
    });
  }
  return told;
}"""


@pytest.fixture
def page(chrome):
    context = chrome.new_context(viewport={"width": 1040, "height": 900}, device_scale_factor=2, offline=True)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: request.url[:5] in ("http:", "https") and page.complaints.append(request.url))
    yield page
    context.close()


def open_figures(page, folder, figures: list[str]):
    file = folder / "figures.html"
    file.write_text(PAGE.format("\n".join(figures)), encoding="utf-8")
    page.goto(file.as_uri())
    return [bring(page, number) for number in range(len(figures))]


def bring(page, number: int):
    figure = page.locator("figure.companion").nth(number)
    figure.scroll_into_view_if_needed()
    figure.locator("xpath=self::*[@data-ready]").wait_for(state="attached")
    return figure


def blurred(picture: Image.Image) -> np.ndarray:
    """Two renderers smooth edges differently; what a person sees is left."""
    return np.asarray(picture.filter(ImageFilter.BoxBlur(3))).astype(int)


def assert_drawn_as(still: np.ndarray, figure, where: str) -> None:
    """Compare what Chromium shows with what matplotlib has drawn."""
    stage = figure.locator("svg.companion-stage")
    drawn = Image.fromarray(still.astype(np.uint8)).reduce(2)  # its pixels are twice those of the page
    stage.evaluate(f"stage => {{ stage.style.width = '{drawn.width}px'; stage.style.minWidth = '0'; }}")
    seen = Image.open(io.BytesIO(stage.screenshot(scale="css"))).convert("RGB").resize(drawn.size)
    far = np.abs(blurred(seen) - blurred(drawn)).max(axis=-1)
    stage.evaluate("stage => { stage.style.width = stage.style.minWidth = ''; }")
    assert (far > 60).mean() < 0.001, f"{where}: the page shows another picture than matplotlib"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_page_shows_what_was_drawn_at_every_stop(page, tmp_path, path):
    htmls = [html for cell in code_cells(read(path)) for output in cell.outputs for html in figures_in(output)]
    for html, figure in zip(htmls, open_figures(page, tmp_path, htmls), strict=True):
        family = data_of(html)
        figure.scroll_into_view_if_needed()
        covered = bool(family.get("predict")) and not family["parameters"]
        if covered:
            answer(figure, family["predict"])
        if still_of(html) is not None and "kind" not in family:  # other kinds have tests of their own
            assert_drawn_as(still_of(html), figure, family["sentences"][family.get("first", 0)])
        if family.get("predict") and not covered:
            answer(figure, family["predict"])
        if family["parameters"] and "key" not in family:
            assert figure.evaluate(EVERY_STOP) == family["sentences"]
    assert_accessible(page, ["figure.companion"] if htmls else [])
    assert not page.complaints, page.complaints


def answer(figure, question: dict) -> None:
    """Make a guess, as a reader would: nothing is told before it, and the sliders are locked."""
    bars = figure.locator(".companion-row").first
    assert question["because"] not in figure.inner_text()
    stage = figure.locator("svg.companion-stage")
    if bars.count():
        locked = bars.evaluate("bar => Boolean(bar.closest('[inert]'))")
        assert locked, "the sliders move before the reader has committed"
    elif stage.count():
        assert not stage.is_visible(), "the picture answers before the reader has committed"
    commit = figure.get_by_role("button", name="Commit")
    commit.click()
    assert "Commit to a guess first" in figure.inner_text()
    if question["kind"] == "pick":
        figure.get_by_role("radio").first.check()
    elif question["kind"] == "estimate":
        figure.get_by_label("Your guess").fill("1.5")
    else:
        sketch_by_hand(figure)
    commit.click()
    assert question["because"] in figure.inner_text()
    if bars.count():
        assert not bars.evaluate("bar => bar.inert")
    elif stage.count():
        assert stage.is_visible()


def sketch_by_hand(figure) -> None:
    pad, page = figure.locator(".companion-pad"), figure.page
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 5, box["y"] + box["height"] / 2, steps=12)
    page.mouse.up()
    points = figure.locator(".companion-hand").get_attribute("points").split()
    assert len(points) > 30, "the hand's curve is not drawn"
    pad.press("ArrowRight")
    pad.press("ArrowUp")
    assert figure.locator(".companion-hand").get_attribute("points").split() != points
