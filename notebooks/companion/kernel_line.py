"""The line between a figure of the page and the kernel, for what nobody can enumerate: numbers, training, digits."""

import anywidget
import traitlets


class KernelLine(anywidget.AnyWidget):
    """A line that the page's module finds by its ``key``. It is never shown, so it has no view that could get lost."""

    _esm = """export default { initialize({ model }) {
      const page = (window.companionPage ??= { live: new Map(), waiting: new Map() });
      if (page.arrive) page.arrive(model.get("key"), model); else page.live.set(model.get("key"), model);
    } };"""
    key = traitlets.Unicode().tag(sync=True)
