// Lines of plain text, the same that Python runs (lines.py): here they are run, and written with symbols and numbers.
(() => {
  const NAME = /[A-Za-z_]\w*/g;
  const PRIMITIVES = "const {exp, tanh, log, abs, max} = Math;";
  const parts = (line) => line.split(" = ");

  // One function out of all lines: from the given numbers to the values of all names, computed in their order.
  const compile = (functions, lines, given) => {
    const heads = functions.map((line) => {
      const [head, body] = parts(line);
      return `const ${head.replace("(", " = (")} => ${body};`;
    });
    const names = lines.map((line) => parts(line)[0]);
    const body = lines.map((line) => `const ${parts(line)[0]} = +(${parts(line)[1]});`);
    return new Function("given", `"use strict"; ${PRIMITIVES} const {${given.join(", ")}} = given;
      ${heads.join("\n")}\n${body.join("\n")}\nreturn {${[...given, ...names].join(", ")}};`);
  };

  // One expression more, over values that are known.
  const evaluate = (functions, expression, values) => compile(functions, [`found_here = ${expression}`], Object.keys(values))(values).found_here;

  const signs = (text) => text.replaceAll("**2", "²").replaceAll("*", "·").replaceAll(">=", "≥").replaceAll("-", "−");

  // As the slides write numbers: 4 decimals, updated parameters 5, and two digits where these would leave nothing.
  const decimalsOf = (name) => (/^new_[wb]\d/.test(name) ? 5 : 4);
  const written = (value, decimals = 4) => {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
    let text;
    const size = Math.abs(value);
    if (size >= 1e6) text = value.toExponential(2).replace(/e([+-])(\d)$/, "e$10$2");
    else if (size > 0 && size < 0.5 * 10 ** -decimals) {
      text = value.toExponential(1);
      text = size >= 1e-8 ? value.toFixed(1 - Number(text.split("e")[1])) : text.replace(/e([+-])(\d)$/, "e$10$2");
    } else {
      text = value.toFixed(decimals).replace(/\.?0+$/, "");
      if (text === "-0") text = "0";
    }
    return text.replace("-", "−");
  };

  const inSymbols = (expression, symbols) => signs(expression.replace(NAME, (name) => symbols[name] ?? name));
  const inNumbers = (expression, values, symbols) =>
    signs(expression.replace(NAME, (name) => {
      if (!(name in values)) return symbols[name] ?? name;
      const text = written(values[name], decimalsOf(name));
      return text.startsWith("−") ? `(${text})` : text;
    }));
  const inWords = (sentence, symbols) => sentence.replace(/\{(\w+)\}/g, (_, name) => symbols[name] ?? name);

  // "s₁ = ω₁·x₁ + b₁ = 0.0075 + 0.35 = 0.3575", without what would stand there twice.
  const equation = (line, values, symbols) => {
    const [name, expression] = parts(line);
    const all = [symbols[name] ?? name, inSymbols(expression, symbols), inNumbers(expression, values, symbols), written(values[name], decimalsOf(name))];
    const bare = (text) => text.replace(/^[()]+|[()]+$/g, "");
    return all.filter((part, place) => bare(part) !== bare(all[place + 1] ?? "")).join(" = ");
  };

  window.companionPage.lines = { compile, evaluate, written, decimalsOf, inSymbols, inNumbers, inWords, equation, parts, NAME };
})();
