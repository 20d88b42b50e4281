// The picture of a control, with its text alternative and caption, and names for the sliders beside it.
// ipywidgets gives a slider's handle no accessible name (a screen reader would say "slider, 7"): it is given here.
function render({ model, el }) {
  el.innerHTML = `<figure><img><figcaption aria-live="polite"></figcaption>
    <details><summary>Description of the figure</summary><p></p></details></figure>`;
  const [image, caption, description] = ["img", "figcaption", "p"].map((tag) => el.querySelector(tag));
  let address;

  function paint() {
    const old = address;
    address = URL.createObjectURL(new Blob([model.get("png")], { type: "image/png" }));
    image.onload = () => old && URL.revokeObjectURL(old);
    image.decoding = "sync"; // the new picture replaces the old one at once, without a white frame between
    image.width = model.get("width");
    image.height = model.get("height");
    image.src = address;
    image.alt = `${model.get("sentence")} ${model.get("description")}`;
    caption.textContent = model.get("sentence");
    description.textContent = model.get("description");
  }

  function nameSliders(triesLeft = 50) {
    const handles = el.closest(".companion-control")?.querySelectorAll("[role=slider]") ?? [];
    const names = model.get("sliders");
    if (handles.length < names.length && triesLeft > 0) setTimeout(nameSliders, 100, triesLeft - 1);
    handles.forEach((handle, i) => {
      handle.setAttribute("aria-label", names[i][0]);
      handle.setAttribute("aria-valuetext", names[i][1]);
    });
  }

  paint();
  nameSliders();
  model.on("change:png", paint);
  model.on("change:sliders", () => nameSliders());
}
export default { render };
