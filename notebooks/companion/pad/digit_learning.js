// Learn my hand: drawings with their labels go to the kernel, which trains; new weights come back, with before and after.
(() => {
  const page = (globalThis.companionPage ??= {});
  const EPOCHS = [5, 20, 60], START = 20, ENOUGH = 10;
  const percent = (share) => `${Math.round(100 * share)} %`;

  // Gives a pad (of digit.js) what is needed to learn, and returns it as one part of the page.
  page.digits.learning = (pad) => {
    const { make } = page;
    const { data } = pad;
    const kept = []; // { pixels, label, picture }
    let busy = false, model, learned, given;

    const button = (words, act) => make("button", { type: "button", onclick: act }, words);
    const menu = (words, options, start) => {
      const id = `${pad.id}-${words.replace(/ /g, "-")}`;
      const select = make("select", { id }, ...options.map(([value, text]) => make("option", { value, selected: value === start }, text)));
      return [make("label", { for: id }, words), select];
    };
    const keep = button("Keep this drawing", () => {
      kept.push({ pixels: [...pad.pixels], label: pad.meant, picture: pad.picture(pad.pixels, 32) });
      pad.change({ strokes: [], sample: null });
      listed();
    });
    const [epochsLabel, epochs] = menu("epochs", EPOCHS.map((count) => [count, count]), START);
    const [withLabel, mixed] = menu("train on", [["", "my digits only"], ["mixed", `my digits among the ${data.training.toLocaleString("en")} training images`]], "");
    const train = button("Train", () => {
      if (!model) return say("To learn, run this cell (Shift + Enter): training needs a running kernel.");
      busy = true;
      given = kept.slice();
      say("Training …");
      model.send({ examples: given.map(({ pixels }) => pixels), labels: given.map(({ label }) => label), epochs: Number(epochs.value), mixed: Boolean(mixed.value) });
      ready();
    });
    const forget = button("Start over", () => {
      kept.length = 0;
      learned = undefined;
      use(false);
      table.replaceChildren();
      say("");
      listed();
    });
    const mine = make("input", { type: "checkbox", onchange: () => use(mine.checked) });
    const choice = make("label", { hidden: true }, mine, " the pad is read by the network that learned my hand");
    const list = make("div", { class: "digit-kept", role: "group", "aria-label": "My digits" });
    const words = make("p", { role: "status" }), table = make("div");
    const say = (told) => (words.textContent = told);

    const ready = () => {
      keep.disabled = pad.meant === null || pad.pixels.every((count) => !count) || kept.length >= data.most;
      train.disabled = busy || !kept.length;
      forget.disabled = busy || !(kept.length || learned);
    };
    const listed = () => {
      list.replaceChildren(...kept.map((example, place) => make("button", { type: "button", class: "digit-sample", title: `a ${example.label}: leave it out`,
        "aria-label": `My ${example.label}, number ${place + 1}: leave it out`, onclick: () => (kept.splice(place, 1), listed()) }, example.picture)));
      ready();
    };
    const use = (new_) => {
      pad.layers = page.digits.layers(new_ ? learned : data.layers);
      mine.checked = new_;
      choice.hidden = !learned;
      pad.show();
    };

    const shown = ({ p, mine: right, held_out }) => {
      const cell = (content, side) => make(side ? "th" : "td", side ? { scope: side } : {}, content);
      const row = (name, before, after) => make("tr", {}, cell(name, "row"), cell(before), cell(after));
      const count = given.length;
      const examples = given.map(({ label, pixels }, place) => row(make("span", {}, pad.picture(pixels, 24), ` p of ${label}`), p[0][place].toFixed(2), p[1][place].toFixed(2)));
      table.replaceChildren(make("table", { class: "digit-learned" }, make("thead", {}, make("tr", {}, cell("", ""), cell("before", "col"), cell("after", "col"))),
        make("tbody", {}, row("my digits read right", `${right[0]} of ${count}`, `${right[1]} of ${count}`),
          row(`${data.held_out} held-out images read right`, ...held_out.map((share) => `${(100 * share).toFixed(1)} %`)), ...examples)));
      const lost = Math.round(1000 * (held_out[0] - held_out[1])) / 10;
      say(`My digits: ${right[0]} of ${count} read right before, ${right[1]} after. Held-out images: ${percent(held_out[0])} before, ${percent(held_out[1])} after` +
        (lost > 0.5 ? ": the network has forgotten some of what it knew." : "."));
    };

    pad.connect = (line) => {
      model?.off("msg:custom", null, pad);
      model = line;
      busy = false;
      if (words.textContent.startsWith("To learn")) say("");
      model.on("msg:custom", (reply) => {
        if (!busy) return; // a second pad of the same network, stored or in another view, has asked
        busy = false;
        if (reply.error) say(reply.error);
        else {
          learned = reply.layers;
          use(true);
          shown(reply);
        }
        ready();
      }, pad);
      ready();
    };
    page.waiting.set(data.line, [...(page.waiting.get(data.line) ?? []), pad]);
    if (page.live.get(data.line)) pad.connect(page.live.get(data.line));

    pad.learner = ready;
    const row = (...parts) => make("div", { class: "companion-row digit-tools" }, ...parts);
    return make("details", { class: "digit-learning" }, make("summary", {}, "Learn my hand"),
      make("p", {}, `Write a digit, choose what you mean, keep it. With ${ENOUGH} or more, train: how many of yours are read then, and how many of the others still?`),
      row(keep, list), row(epochsLabel, epochs, withLabel, mixed, train, forget), words, row(choice), table);
  };
})();
