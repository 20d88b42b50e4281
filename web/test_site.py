"""The web edition as it was built, walked through in Chromium from a folder, without a server and without a network.

``make test-site`` builds it first. Times are processor time: the machine may have other work.
"""

import json
import re
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from companion import slides
from outputs import FIGURE, html_of

SITE = Path(__file__).resolve().parents[1] / "build" / "site"
PAGES = sorted(SITE.glob("*.html"))
NOTEBOOKS = sorted(SITE.glob("[0-9][0-9]_*.html"))
SCRIPTS = re.compile(r'data-scripts="([^"]+)"')
SLOWER = 4  # a student's laptop, or a telephone


def test_there_is_a_page_for_every_notebook():
    stored = sorted(path.stem for path in (SITE.parents[1] / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    assert stored == [path.stem for path in NOTEBOOKS], "run make site first"


def drawn(notebook: str) -> int:
    """Count the figures that a notebook has stored."""
    stored = json.loads((SITE.parents[1] / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8"))
    outputs = [output for cell in stored["cells"] for output in cell.get("outputs", [])]
    return sum(len(FIGURE.findall(html_of(output))) for output in outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_control_of_a_page_moves(reader, path):
    visit = reader()
    visit.page.goto(path.as_uri())
    visit.page.evaluate("document.querySelectorAll('details.further, details.hide').forEach(each => each.open = true)")
    figures = visit.page.locator("figure.companion")
    assert figures.count() == drawn(path.stem) > 0
    for number in range(figures.count()):
        figure = visit.alive(figures.nth(number))
        visit.guess(figure)
        visit.move(figure)
    assert not visit.complaints, visit.complaints
    visit.assert_accessible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "07_forward_pass", "deck-ITAM", "decks", "search"])
def test_both_themes_are_readable_for_all(reader, name, theme):
    visit = reader(color_scheme=theme)
    visit.page.goto((SITE / f"{name}.html").as_uri())
    visit.page.wait_for_timeout(300)
    visit.assert_accessible(code=True)
    assert not visit.complaints, visit.complaints


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_page_is_light_and_quick_until_the_first_control_is_touched(reader, path):
    visit = reader()
    session = visit.page.context.new_cdp_session(visit.page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    visit.page.goto(path.as_uri())
    visit.page.wait_for_timeout(1000)
    measured = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    control = visit.page.locator("figure.companion:not(.companion-static)")
    if control.count():
        visit.alive(control.first)
        visit.page.wait_for_timeout(500)
    assert SLOWER * measured["TaskDuration"] < 2.0, measured
    assert visit.transferred() < 2_000_000


def test_a_figure_of_another_kind_waits_for_its_scripts_however_slow_the_network_is(reader):
    path = SITE / "08_backprop_by_hand.html"
    visit = reader()

    def slowly(route):
        time.sleep(0.2)
        route.continue_()

    found = SCRIPTS.findall(path.read_text(encoding="utf-8"))
    for address in {address for scripts in found for address in scripts.split()[1:]}:
        visit.page.route(f"**/{address}", slowly)
    visit.page.goto(path.as_uri())
    figure = visit.alive(visit.page.locator(f'figure[data-scripts="{max(found, key=len)}"]').first)
    assert figure.evaluate("figure => figure.companion.walk?.steps.length"), "the stepper is no stepper"
    assert not visit.complaints, visit.complaints


def test_figures_far_from_the_screen_are_not_asked_for(reader):
    visit = reader()
    visit.page.goto((SITE / "04_gradient_descent.html").as_uri())
    visit.page.wait_for_timeout(1000)
    families = visit.page.evaluate("[...document.querySelectorAll('[data-family]')].map(each => each.dataset.family)")
    here = [family for family in families if any(address.endswith(family) for address in visit.asked)]
    assert 0 < len(here) < len(families) / 2


@pytest.mark.parametrize("name", ["08_backprop_by_hand", "00_start_here", "deck-UT"])
def test_nothing_is_wider_than_a_telephone(reader, name):
    visit = reader(width=390, height=800)
    visit.page.goto((SITE / f"{name}.html").as_uri())
    visit.page.wait_for_timeout(500)
    assert visit.page.evaluate("document.scrollingElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [390, 1280])
def test_the_map_cuts_no_title(reader, width):
    visit = reader(width=width)
    visit.page.goto((SITE / "00_start_here.html").as_uri())
    boxes = visit.page.locator("nav[aria-label='Map of the notebooks'] a")
    cut = boxes.evaluate_all(
        "all => all.filter(a => a.scrollHeight > a.clientHeight || a.scrollWidth > a.clientWidth).map(a => a.innerText)"
    )
    assert boxes.count() == len(NOTEBOOKS) - 1 and not cut


def test_what_is_folded_has_a_name_that_says_what_it_is(reader):
    visit = reader()
    visit.page.goto((SITE / "08_backprop_by_hand.html").as_uri())
    visit.page.evaluate("document.querySelectorAll('details.further').forEach(each => each.open = true)")
    named = visit.page.locator("details.hide > summary").evaluate_all(
        "all => [...new Set(all.map(each => each.ariaLabel ?? each.innerText.trim()))].sort()"
    )
    assert set(named) <= {"Show code and output", "Show the code", "Show the output"} and named


def test_what_is_too_wide_can_be_scrolled_with_the_keys_once_it_is_unfolded(reader):
    visit = reader(width=390)
    visit.page.goto((SITE / "08_backprop_by_hand.html").as_uri())
    wide = """() => [...document.querySelectorAll("pre, .formula, .cell_output, .table-wrapper")]
        .filter(part => part.checkVisibility() && part.scrollWidth > part.clientWidth)"""
    folded = visit.page.evaluate(f"({wide})().length")
    visit.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert visit.page.evaluate(f"({wide})().length") > folded
    visit.page.wait_for_function(f"({wide})().every(part => part.tabIndex === 0)", timeout=5000)


def test_a_link_into_a_folded_part_unfolds_it(reader):
    visit = reader()
    visit.page.goto((SITE / "08_backprop_by_hand.html").as_uri() + "#slide-ITAM-23-735b55")
    assert visit.page.locator("#slide-ITAM-23-735b55").evaluate("each => each.closest('details.further').open")
    assert visit.page.locator("details.further[open]").count() == 1


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if "data-kernel" in path.read_text(encoding="utf-8")])
def test_what_needs_a_kernel_says_so_and_leads_to_binder(reader, path):
    visit = reader()
    visit.page.goto(path.as_uri())
    figure = visit.alive(visit.page.locator("figure[data-kernel]").first)
    assert figure.locator(".site-kernel a").get_attribute("href").startswith("https://mybinder.org/")
    assert "Shift" not in figure.inner_text()


def test_the_search_finds_a_notebook(reader):
    visit = reader()
    visit.page.goto((SITE / "search.html").as_uri() + "?q=softmax")
    visit.page.wait_for_selector("#search-results li a")
    assert "14_several_outputs.html" in visit.page.locator("#search-results").inner_html()
    assert not visit.complaints, visit.complaints


class Page(HTMLParser):
    """The places of a page that can be linked to, and its links."""

    def __init__(self, path: Path):
        super().__init__()
        self.places: set[str] = {""}
        self.links: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id":
                self.places.add(value)
            if name in ("href", "src") and tag != "base":
                self.links.append(value)


def test_every_link_inside_leads_somewhere():
    read = {path: Page(path) for path in PAGES}
    lost = []
    for path, page in read.items():
        for link in page.links:
            if re.match(r"[a-z]+:", link):
                continue
            file, _, place = unquote(link).partition("#")
            target = (path.parent / file.partition("?")[0]).resolve() if file else path
            if not target.exists() or (target in read and place not in read[target].places):
                lost.append(f"{path.name}: {link}")
    assert not lost, lost


def test_a_deck_page_leads_from_each_of_its_slides_to_its_cells_in_order():
    for deck in slides.DECKS:
        text = (SITE / f"deck-{deck}.html").read_text(encoding="utf-8")
        rows = re.findall(r"<tr><td>([A-Z]+-\d+)</td>.*?</tr>", text)
        assert rows == [slide.id for slide in slides.inventory().values() if slide.deck == deck]
        assert all('.html#' in row for row in re.findall(r"<tr><td>.*?</tr>", text))
