// A page asks for a figure's family and scripts when the reader comes near. No fetch: a folder without a server has none.
window.companionSite = (() => {
  const families = new Map(); // the families that have arrived, by name
  const loading = new Map();

  // Run a script's file. Figures of one kind share their modules, so each of these runs once.
  const run = (address) => new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, async: false, onload: done, onerror: () => failed(new Error(`${address} is missing`)) });
    document.head.append(script);
    script.remove();
  });
  const once = (address) => loading.get(address) ?? loading.set(address, run(address)).get(address);

  // The page's own module comes first and gives life to what waits for it: it runs again when all else is there.
  const enliven = async (figure) => {
    const [page, ...modules] = figure.dataset.scripts.split(" ");
    await Promise.all([figure.dataset.family, ...modules].map(once));
    figure.querySelector(".companion-data").textContent = families.get(figure.dataset.name);
    if ("kernel" in figure.dataset) ready.observe(figure, { attributes: true, attributeFilter: ["data-ready"] });
    delete figure.dataset.alive;
    await run(page);
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
    run(first).then(() => figures.forEach((figure) => { window.companionPage.theme?.(figure); near.observe(figure); }));
  };

  // A link to a place in a folded part unfolds it.
  const unfold = () => {
    const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    place.scrollIntoView();
  };

  // What is wider than the page can be scrolled with the keyboard too.
  const reach = () => document.querySelectorAll("pre, .formula, .cell_output, .table-wrapper").forEach((part) => {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  });

  document.addEventListener("DOMContentLoaded", () => { start(); unfold(); reach(); });
  window.addEventListener("resize", reach);
  window.addEventListener("hashchange", unfold);
  return { arrive: (name, family) => families.set(name, family) };
})();
