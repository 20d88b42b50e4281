"""A reader of a page that was built: commits to guesses, moves every control, and notes what the page complains of."""

from pathlib import Path
from urllib.parse import unquote, urlparse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

# Every slider and menu to its other end. What then stands under the figure must be what was computed for that stop.
MOVE = """figure => {
  const player = figure.companion, {data} = player;
  if (data.kind && !(player instanceof companionPage.kinds[data.kind])) return `not a ${data.kind}, but a still`;
  const inputs = [...figure.querySelectorAll("input[type=range], select")].filter(each => !each.closest("[inert]"));
  if (inputs.length < data.parameters.filter(each => ["slider", "menu"].includes(each.kind)).length) return "locked";
  let still = "";
  for (const input of inputs) {
    const range = input.tagName !== "SELECT", before = figure.dataset.stop, seen = figure.innerHTML;
    const last = range ? Number(input.max) : input.options.length - 1;
    if (!last) continue;
    const there = Number(range ? input.value : input.selectedIndex) === last ? 0 : last;
    if (range) input.value = there; else input.selectedIndex = there;
    input.dispatchEvent(new Event(range ? "input" : "change", {bubbles: true}));
    if (!data.kind && data.frames.length > 1) {
      if (figure.dataset.stop === before) return `${input.ariaLabel}: nothing moves`;
      const told = figure.querySelector("figcaption")?.textContent;
      if (told !== data.sentences[figure.dataset.stop]) return `${input.ariaLabel}: ${told}`;
    }
    if (figure.innerHTML !== seen) still = null;
    else if (still !== null) still = `${input.ariaLabel}: the figure stays as it was`;
  }
  return still ?? "";
}"""


class Reader:
    """A page with a list of what it complains of, and of the files it has asked for."""

    def __init__(self, page: Page):
        self.page = page
        self.complaints: list[str] = []
        self.asked: set[str] = set()
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._hear(request.url))

    def _hear(self, address: str) -> None:
        if address.startswith("file:"):
            self.asked.add(address)
        elif not address.startswith(("data:", "blob:")):
            self.complaints.append(f"asked the network for {address}")

    def transferred(self) -> int:
        """Count the bytes of all the files that the page has asked for."""
        return sum(Path(unquote(urlparse(address).path)).stat().st_size for address in self.asked)

    def alive(self, figure: Locator) -> Locator:
        """Come near a figure and wait until it moves."""
        figure.scroll_into_view_if_needed()
        figure.locator("xpath=self::*[@data-ready]").wait_for(state="attached", timeout=30_000)
        return figure

    def guess(self, figure: Locator) -> None:
        """Commit to some guess where a figure asks for one."""
        question = figure.locator("form.companion-question")
        if not question.count() or not question.locator("button[type=submit]").count():
            return
        if (pad := figure.locator(".companion-pad")).count():
            pad.focus()
            for _ in range(20):
                pad.press("ArrowRight")
        elif question.locator("input[type=radio]").count():
            question.locator("input[type=radio]").first.check()
        else:
            question.locator("input").first.fill("1")
        question.locator("button[type=submit]").click()

    def move(self, figure: Locator) -> None:
        """Move each slider and menu of a figure to its end. Raises AssertionError where the figure does not follow."""
        wrong = figure.evaluate(MOVE)
        assert not wrong, f"{figure.evaluate('figure => figure.innerText').strip()[:80]}: {wrong}"

    def assert_accessible(self, code: bool = False) -> None:
        """Let axe-core look at the page. Raises AssertionError for what it finds serious or critical.

        Pictures are left out, which have their own tests, and so is coloured code, unless ``code``: it is much to look
        at, and alike on every page.
        """
        left_out = ["svg", "math"] + ([] if code else [".highlight", ".output"])
        context = {"exclude": [[each] for each in left_out if self.page.locator(each).count()]}
        found = Axe().run(self.page, context=context, options={"preload": False}).response["violations"]
        grave = [each for each in found if each["impact"] in ("serious", "critical")]
        assert not grave, [(each["id"], [node["html"][:200] for node in each["nodes"][:5]]) for each in grave]
