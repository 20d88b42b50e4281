// The quiz: the next number is hidden, the reader types it. Mistakes are lines too (training_step.py); they are run here.
(() => {
  const page = window.companionPage;
  const { make, parsed, lines } = page;
  const Stepper = page.kinds.stepper;

  // A typed number is right within half a unit of its last digit, as a slide rounds, or within half a percent, as it
  // comes out for those who go on from rounded numbers (but not after an update, which moves a number by less).
  const decimalsIn = (text) => (text.trim().replace(",", ".").split(".")[1] ?? "").length;
  const near = (text, typed, value, decimals) =>
    Math.abs(typed - value) <= Math.max(0.5001 * 10 ** -decimalsIn(text), decimals === 5 ? 0 : 0.005 * Math.abs(value));
  const same = (one, other) => Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other));
  const digits = (text) => text.replace(/[^\d]/g, "").replace(/^0+/, "").length;

  page.judged = (text, value, decimals, mistakes) => {
    const typed = parsed(text);
    if (!Number.isFinite(typed)) return { verdict: "none", words: "Type a number, such as 0.25." };
    const shown = decimalsIn(text) >= decimals;
    if (same(typed, value) || (shown && typed !== 0 && Math.abs(typed - value) <= 0.5001 * 10 ** -decimals)) return { verdict: "right", words: "Right" };
    const right = near(text, typed, value, decimals);
    const wrong = mistakes.find(([other]) => near(text, typed, other, decimals) && Math.abs(typed - other) < Math.abs(typed - value));
    if (wrong && (!right || same(typed, wrong[0]))) return { verdict: "wrong", words: wrong[1] };
    if (right) {
      if (typed === 0 && Math.abs(value) > 0) return { verdict: "none", words: "Close to zero, but not zero: give two digits." };
      if (wrong || (digits(text) < 2 && !shown)) return { verdict: "none", words: "Not wrong; give one digit more." };
      return { verdict: "right", words: "Right" };
    }
    if (near(text, -typed, value, decimals)) return { verdict: "wrong", words: "the size is right, the sign is not" };
    return { verdict: "wrong", words: "look at the formula again" };
  };

  Stepper.prototype.buildQuiz = function () {
    const box = make("form", { class: "companion-question pass-quiz", hidden: true });
    box.addEventListener("submit", (event) => {
      event.preventDefault();
      this.judge();
    });
    return box;
  };

  // Ask for the next number, where the quiz is on.
  Stepper.prototype.ask = function () {
    const on = this.quizzing.checked && this.at < this.steps.length;
    this.quiz.hidden = !on;
    this.range.disabled = this.quizzing.checked;
    if (this.quizzing.checked && this.chosen) (this.chosen = undefined), this.show(); // its paths would tell the answers
    for (const button of this.phases.children) button.disabled = this.quizzing.checked;
    if (!on) return void (this.asked = undefined);
    if (this.clock) this.halt();
    const { symbols } = this.walk;
    const place = this.target(this.at);
    if (this.asked === place) return;
    this.asked = place;
    this.tried = false;
    const step = this.steps[place - 1];
    const [name, expression] = lines.parts(step.line);
    const id = `${this.id}-quiz`;
    const field = make("input", { id, type: "text", inputmode: "decimal", class: "companion-number", autocomplete: "off" });
    this.verdict = make("div", { role: "status", class: "pass-verdict" });
    const same = symbols[name] === lines.inSymbols(expression, symbols);
    this.quiz.replaceChildren(
      make("label", { for: id }, `${lines.inWords(step.told, symbols)} ${symbols[name] ?? name}${same ? "" : ` = ${lines.inSymbols(expression, symbols)}`} = `), field,
      make("button", { type: "submit" }, "Check"), make("button", { type: "button", onclick: () => this.tellIt() }, "Show me"), this.verdict);
  };

  Stepper.prototype.judge = function () {
    const field = this.quiz.querySelector("input");
    const step = this.steps[this.asked - 1];
    const name = lines.parts(step.line)[0];
    const mistakes = step.wrong.map(([expression, words]) => [this.evaluate(expression), lines.inWords(words, this.walk.symbols)]);
    const { verdict, words } = page.judged(field.value, this.values[name], lines.decimalsOf(name), mistakes);
    const sentence = words[0].toUpperCase() + words.slice(1);
    if (verdict !== "right") {
      this.tried ||= verdict === "wrong";
      this.verdict.textContent = verdict === "wrong" ? `Not yet: ${words}.` : sentence;
      return void field.select();
    }
    this.graded += 1;
    this.right += this.tried ? 0 : 1;
    this.goOnAsking(this.tried ? "Right this time." : "Right.");
  };

  Stepper.prototype.tellIt = function () {
    this.graded += 1;
    this.goOnAsking("Shown, no point.");
  };

  Stepper.prototype.goOnAsking = function (words) {
    this.score.value = `${this.right} of ${this.graded} at the first try`;
    const typing = this.quiz.contains(document.activeElement);
    this.advance();
    if (this.quiz.hidden) return void (this.score.value += ". That was the last number.");
    this.verdict.textContent = `${words} The next number:`;
    if (typing) this.quiz.querySelector("input").focus();
  };
})();
