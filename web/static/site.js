// A page asks for a figure's family and scripts when the reader comes near. No fetch: a folder without a server has none.
window.companionSite = (() => {
  const families = new Map(); // the families that have arrived, by name
  const loading = new Map();

  const run = (address) => new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, async: false, onload: done, onerror: () => failed(new Error(`${address} is missing`)) });
    document.head.append(script);
    script.remove();
  });
  // Run a script's file, but only once, however many figures share it.
  const once = (address) => loading.get(address) ?? loading.set(address, run(address)).get(address);

  // A figure comes alive when all of its scripts are there: before, a walk would be taken for a figure of the plain kind.
  const enliven = async (figure) => {
    await Promise.all([figure.dataset.family, ...figure.dataset.scripts.split(" ")].map(once));
    figure.querySelector(".companion-data").textContent = families.get(figure.dataset.name);
    if ("kernel" in figure.dataset) ready.observe(figure, { attributes: true, attributeFilter: ["data-ready"] });
    delete figure.dataset.alive;
    window.companionPage.look();
  };

  // The page's own words speak to a reader in a notebook; here the line under the figure says what to do.
  const ready = new MutationObserver((changes) => changes.forEach(({ target }) => target.companion?.note?.("")));

  const start = () => {
    const figures = [...document.querySelectorAll("figure.companion[data-family]")];
    if (!figures.length) return;
    const near = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) near.unobserve(target), enliven(target);
    }, { rootMargin: "1000px" });
    const first = figures[0].dataset.scripts.split(" ")[0]; // it brings the style of all figures
    once(first).then(() => figures.forEach((figure) => { window.companionPage.theme?.(figure); near.observe(figure); }));
  };

  // A link to a place in a folded part unfolds it.
  const unfold = () => {
    const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    place.scrollIntoView();
  };

  // What is wider than the page can be scrolled with the keyboard too.
  const reach = () => {
    const all = [...document.querySelectorAll("pre, .formula, .cell_output, .table-wrapper")];
    const parts = all.filter((part) => part.checkVisibility()); // what is folded would be laid out only to be measured
    const wide = parts.map((part) => part.scrollWidth > part.clientWidth); // all are measured before any is changed
    parts.forEach((part, number) => (wide[number] ? (part.tabIndex = 0) : part.removeAttribute("tabindex")));
  };

  document.addEventListener("DOMContentLoaded", () => { start(); unfold(); reach(); });
  window.addEventListener("resize", reach);
  document.addEventListener("toggle", reach, true); // something has been unfolded
  window.addEventListener("hashchange", unfold);
  return { arrive: (name, family) => families.set(name, family) };
})();
