// Keys of a lecture. A slider keeps its arrows while it has the focus; Escape gives them back to the slides. A clicker
// sends Page Up and Page Down: those always turn the slide.
document.addEventListener("DOMContentLoaded", () => {
  const told = () => Reveal.getCurrentSlide()?.querySelector("aside.notes")?.innerHTML ?? "";
  const named = (slide) => slide?.querySelector("h1, h2")?.textContent ?? "the end";
  let speaker;

  // The lecturer's window: notes, the next slide, a clock. It is filled from here, so it needs no server.
  const tell = () => {
    if (!speaker || speaker.closed) return;
    const all = Reveal.getSlides(), next = all[all.indexOf(Reveal.getCurrentSlide()) + 1];
    speaker.document.getElementById("now").textContent = named(Reveal.getCurrentSlide());
    speaker.document.getElementById("notes").innerHTML = told();
    speaker.document.getElementById("next").textContent = named(next);
  };
  const openSpeaker = () => {
    speaker = window.open("", "speaker", "width=900,height=700");
    if (!speaker) return;
    const started = Date.now();
    speaker.document.title = `Notes: ${document.title}`;
    speaker.document.body.innerHTML = '<p id="clock"></p><h1 id="now"></h1><div id="notes"></div><p>Next: <b id="next"></b></p>';
    speaker.document.body.style.cssText = "font:22px/1.5 sans-serif;margin:2em;background:#fff;color:#111";
    const clock = () => {
      if (speaker.closed) return;
      const seconds = Math.floor((Date.now() - started) / 1000);
      speaker.document.getElementById("clock").textContent = `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
      setTimeout(clock, 1000);
    };
    clock();
    tell();
  };
  const darken = () => {
    const root = document.documentElement;
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  };

  addEventListener("keydown", (pressed) => {
    const turn = { PageDown: "next", PageUp: "prev" }[pressed.key];
    const control = pressed.target.closest?.("figure.companion");
    if (turn) pressed.preventDefault(), pressed.stopImmediatePropagation(), Reveal[turn]();
    else if (pressed.key === "Escape" && control && !document.fullscreenElement) pressed.stopImmediatePropagation(), pressed.target.blur();
  }, true);

  Reveal.initialize({
    width: 1920, height: 1080, margin: 0, center: false, hash: true, transition: "none", slideNumber: "c/t",
    controls: false, viewDistance: 2, mobileViewDistance: 2, preloadIframes: false,
    keyboard: { 27: null }, // Escape leaves a control; the overview has a key of its own, o
    keyboardCondition: () => !document.activeElement?.closest("figure.companion, details, input, select"),
  });
  Reveal.addKeyBinding({ keyCode: 83, key: "S", description: "Notes in a window of their own" }, openSpeaker);
  Reveal.addKeyBinding({ keyCode: 68, key: "D", description: "Light or dark" }, darken);
  Reveal.on("slidechanged", () => { document.activeElement?.blur(); tell(); });
});
