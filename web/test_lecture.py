"""Lecture mode walked through in Chromium, with the network cut: two notebooks and a deck, each as one file."""

import re

import pytest

import lecture
from companion import slides

SHOWN = ["08_backprop_by_hand", "11_batches_and_learning_rates", "MELB"]
TOO_LARGE = """() => { const frame = Reveal.getCurrentSlide().querySelector(".frame");
  return frame.scrollWidth > 1921 || (frame.scrollHeight > 1081 && getComputedStyle(frame).overflowY !== "auto"); }"""


@pytest.fixture(scope="module")
def stored():
    return lecture.stored()


@pytest.fixture
def presented(reader, tmp_path, stored):
    def opened(name: str):
        written = lecture.of_notebook(stored[name]) if name in stored else lecture.of_deck(name, stored)
        file = tmp_path / f"{name}.html"
        file.write_text(written, encoding="utf-8")
        visit = reader(width=1920, height=1080)
        visit.page.goto(file.as_uri())
        visit.page.wait_for_function("Reveal.isReady()")
        return visit

    return opened


def place(visit) -> int:
    return visit.page.evaluate("Reveal.getSlides().indexOf(Reveal.getCurrentSlide())")


@pytest.mark.parametrize("name", SHOWN)
def test_every_slide_fits_the_screen_and_every_control_moves(presented, name):
    visit = presented(name)
    scrolled = 0
    for number in range(visit.page.evaluate("Reveal.getTotalSlides()")):
        assert place(visit) == number, "the space bar turns one slide"
        assert not visit.page.evaluate(TOO_LARGE), visit.page.evaluate("Reveal.getCurrentSlide().innerText")[:100]
        figures = visit.page.locator("section.present:not(.stack) figure.companion")
        for one in range(figures.count()):
            figure = visit.alive(figures.nth(one))
            visit.guess(figure)
            visit.move(figure)
        scrolled += visit.page.evaluate("Reveal.getCurrentSlide().querySelector('.frame').scrollHeight > 1081")
        visit.page.evaluate("document.activeElement.blur()")
        visit.page.keyboard.press("Space")
    assert scrolled <= 3, "slides that have to be scrolled should be rare"
    assert not visit.complaints, visit.complaints
    assert len(visit.asked) == 1, visit.asked


def test_arrows_in_a_slider_move_the_slider_and_elsewhere_the_slides(presented):
    visit = presented("11_batches_and_learning_rates")
    visit.page.evaluate("""() => Reveal.slide(Reveal.getIndices(
        document.querySelector("figure.companion:not(.companion-static)").closest("section")).h)""")
    here = place(visit)
    figure = visit.alive(visit.page.locator("section.present figure.companion"))
    visit.guess(figure)
    slider = figure.locator("input[type=range]").first
    slider.focus()
    before = figure.get_attribute("data-stop")
    slider.press("ArrowRight")
    assert figure.get_attribute("data-stop") != before and place(visit) == here
    slider.press("Escape")
    visit.page.keyboard.press("ArrowRight")
    assert place(visit) == here + 1
    visit.page.keyboard.press("ArrowLeft")
    slider.focus()
    slider.press("PageDown")  # what a clicker sends
    assert place(visit) == here + 1


def test_the_notes_hold_minutes_and_the_question_with_its_answer(presented):
    visit = presented("11_batches_and_learning_rates")
    with visit.page.expect_popup() as opening:
        visit.page.keyboard.press("s")
    notes = opening.value.locator("#notes")
    assert notes.inner_text().startswith("Minute 0 of ")
    visit.page.evaluate("""() => Reveal.slide(Reveal.getIndices(
        document.querySelector("figure .companion-question, figure .companion-ask").closest("section")).h)""")
    assert "Ask:" in notes.inner_text() and "Then:" in notes.inner_text()


def test_the_minutes_of_the_main_path_grow_to_what_the_notebook_says(stored):
    written = lecture.of_notebook(stored["08_backprop_by_hand"])
    minutes = [int(each) for each in re.findall(r"Minute (\d+) of 50", written)]
    assert minutes == sorted(minutes) and minutes[0] == 0 and 45 <= minutes[-1] <= 50


def test_a_deck_comes_in_its_own_order_and_whole(stored):
    for deck in slides.DECKS:
        named = [slide.name for slide in lecture.deck_slides(deck, stored) if slide.name.startswith(f"{deck}-")]
        assert named == [slide.id for slide in slides.inventory().values() if slide.deck == deck]


def test_a_deck_that_there_is_not_is_named(stored):
    with pytest.raises(ValueError, match="DECK=MIT.*ITAM"):
        lecture.of_deck("MIT", stored)
