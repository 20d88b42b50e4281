"""The rules every notebook keeps, read off the files: shape, length, folds, tags, names, exercises, links.

While writing one notebook: ``python -m pytest tests/test_notebook_rules.py -k 08``.
"""

import ast
import re
import symtable

import pytest
from notebook_files import FOLDER, PATHS, code_cells, read
from pictures import controls_in

from assignments.assignment import solution_code, tags
from companion.slides import inventory, places, with_slide_lines
from companion.tidy import tidy

KNOWN_TAGS = {"lesson", "exercise", "check", "solution", "hide-input", "hide-output", "hide-cell", "further"}
MEGABYTE = 10**6
each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
# So that none gets lost.
CONTROLS = {
    "00": 1, "01": 8, "02": 7, "03": 6, "04": 8, "05": 9, "06": 3, "07": 3, "08": 1, "09": 6,
    "10": 8, "11": 5, "12": 7, "13": 5, "14": 6, "15": 8, "16": 3, "17": 2,
}  # fmt: skip
# 00 says how to work here: it may have less of everything. 17 is a playground, with missions in place of exercises.
LESSONS = [path for path in PATHS if path.name[:2] not in ("00", "17")]
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def is_folded(cell) -> bool:
    return not {"hide-input", "hide-cell"}.isdisjoint(tags(cell))


def markdown(cells) -> str:
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def words(cells) -> int:
    return len(re.findall(r"\w+", markdown(cells)))


def sections(notebook) -> dict[str, list]:
    """Return the cells under each heading of the second level, those before the first under the empty name."""
    found: dict[str, list] = {"": []}
    for cell in notebook.cells:
        heading = re.match(r"## (.+)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            assert heading[1] not in found, f"two sections are called {heading[1]!r}"
            found[heading[1]] = []
        found[list(found)[-1]].append(cell)
    return found


def before(notebook, *names) -> list:
    """Return the cells that stand before the first section with one of these names."""
    kept = []
    for name, cells in sections(notebook).items():
        if name.split(":")[0] in names:
            break
        kept += cells
    return kept


def calls(cell, *names) -> list[ast.Call]:
    """Return the calls of these functions in a code cell."""
    nodes = ast.walk(ast.parse(cell.source)) if cell.cell_type == "code" else []
    return [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in names]


# --- as stored -------------------------------------------------------------------------------------------------------


@each_notebook
def test_every_code_cell_has_been_run_in_order_and_none_has_failed(path):
    cells = code_cells(read(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        assert not [output for output in cell.outputs if output.output_type == "error"], cell.source
        assert not [o for o in cell.outputs if o.output_type == "stream" and o.name == "stderr"], cell.source


@each_notebook
def test_it_is_stored_as_make_notebooks_stores_it(path):
    stored, tidied = read(path), read(path)
    tidy(with_slide_lines(tidied))
    assert tidied == stored, f"run: .venv/bin/python notebooks/companion/store.py {path.name[:2]}"


def test_no_notebook_is_heavy_and_neither_are_all_together():
    sizes = {path.name: path.stat().st_size / MEGABYTE for path in PATHS}
    assert max(sizes.values()) <= 3, {name: size for name, size in sizes.items() if size > 3}
    assert sum(sizes.values()) <= 30


# --- shape -----------------------------------------------------------------------------------------------------------


@each_notebook
def test_it_opens_with_title_hook_goals_needs_and_time(path):
    notebook = read(path)
    title, hook = re.sub(r"\*Slides: .*\*", "", notebook.cells[0].source).split("\n", 1)
    assert re.match(rf"# {path.name[:2]} · \w+", title), f"the title is {title!r}"
    opening = markdown(sections(notebook)[""])
    assert re.match(r"\s*[^\s*#>|-]", hook), "after the title comes the hook: two or three sentences"
    assert re.search(r"\d+ minutes", opening), "how many minutes does it take?"
    for wanted in ["After this you can", "You need"] if path in PATHS[1:] else []:
        assert re.search(rf"\*{wanted}\b", opening), f"*{wanted}* does not stand before the first section"


@each_notebook
def test_it_imports_in_one_folded_cell_and_the_core_under_one_name(path):
    def imports(cell):
        return [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, (ast.Import, ast.ImportFrom))]

    cells = [cell for cell in read(path).cells if cell.cell_type == "code" and imports(cell)]
    assert len(cells) == 1, f"imports stand in {len(cells)} cells"
    assert cells[0] in read(path).cells[:3] and "hide-input" in tags(cells[0]), "imports come first, folded"
    assert len(ast.parse(cells[0].source).body) == len(imports(cells[0])), "the import cell only imports"
    core = [ast.unparse(node) for node in imports(cells[0]) if "mlp_core" in ast.unparse(node)]
    assert core in ([], ["import mlp_core as mlp"]), core


@each_notebook
def test_a_control_or_a_question_stands_in_sight_at_the_top(path):
    first = read(path).cells[:8]
    shown = [str(cell.get("outputs")) for cell in first]
    assert any("companion-data" in output or "companion-ask" in output for output in shown)


@each_notebook
def test_it_closes_with_exercises_recall_next_and_what_goes_further(path):
    names = list(sections(read(path)))
    closing = ["Exercises", "Recall", "Next"] if path in LESSONS else ["Next"]
    further = [name for name in names if name.split(":")[0] == "Further"]
    assert names[-len(closing + further) :] == closing + further, f"the sections are {names}"


@each_notebook
def test_the_main_path_can_be_walked_in_one_lecture(path):
    assert len(before(read(path), "Exercises", "Recall", "Next", "Further")) <= 60, "cells before ## Exercises"
    assert words(before(read(path), "Further")) <= 2000, "words before ## Further"


def test_the_whole_collection_is_no_longer_than_a_student_reads():
    assert sum(words(read(path).cells) for path in PATHS) <= 32_000


@each_notebook
def test_the_reader_guesses_first(path):
    guesses = sum(len(calls(cell, "Pick", "Estimate", "Sketch")) for cell in read(path).cells)
    assert guesses >= (3 if path in PATHS[1:] else 1), f"{guesses} predictions"


@each_lesson
def test_recall_asks_three_questions_and_folds_their_answers(path):
    assert markdown(sections(read(path))["Recall"]).count("<details>") == 3


# --- prose -----------------------------------------------------------------------------------------------------------

SAYS = "that|which|it|function|network|unit|model|rule|loss|layer|node|slide|each|then|(?<!questions )and"
RETURN = re.compile(
    rf"(?:\b(?:{SAYS})|[`$)”])\s+answers\b"
    r"|\banswers (?:the|a|an|how|what|whether|one|[01$`(])(?![\w-])"
    r"|\"\"\"Answers?\b"
)
THINGS = "example|epoch|unit|layer|step|update|visit|batch|network|row|column|weight|second"
PER = re.compile(rf"\b(?:one|two|three|\d+) \w+ an? (?:{THINGS})\b")


@each_notebook
def test_every_paragraph_says_something(path):
    for cell in read(path).cells:
        if cell.cell_type == "markdown" and not re.search(r"^#|\]\(", cell.source, re.MULTILINE):
            assert len(cell.source) >= 70, f"a cell that could go, or be part of another: {cell.source!r}"


@each_notebook
def test_functions_return_and_rates_are_per_something(path):
    for cell in read(path).cells:
        for pattern, advice in [(RETURN, "return, predict or output"), (PER, "per")]:
            found = pattern.search(cell.source)
            assert not found, f"{found[0]!r}: say {advice!r} in\n{cell.source}"


# --- code ------------------------------------------------------------------------------------------------------------


@each_notebook
def test_code_fits_the_page(path):
    for cell in code_cells(read(path)):
        lines = cell.source.splitlines()
        longest = max(lines, key=len, default="")
        assert len(longest) <= 88, f"{len(longest)} characters: {longest}"
        limit = 40 if is_folded(cell) else 30 if "lesson" in tags(cell) else 14
        assert len(lines) <= limit, f"{len(lines)} lines, at most {limit}:\n{cell.source}"


@each_notebook
def test_open_code_could_be_copied_to_a_blackboard(path):
    comprehensions = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    for cell in code_cells(read(path)):
        for node in ast.walk(ast.parse(cell.source)) if not is_folded(cell) else ():
            inner = [child for child in ast.walk(node) if isinstance(child, comprehensions)]
            assert not isinstance(node, comprehensions) or inner == [node], f"one inside the other:\n{cell.source}"
            if isinstance(node, ast.Expr):
                golfed = isinstance(node.value, (*comprehensions, ast.Tuple))
                assert not golfed, f"run for its effect, it wants a line of its own:\n{cell.source}"
            if isinstance(node, ast.Lambda):
                assert not isinstance(node.body, (ast.BoolOp, ast.Tuple, ast.Subscript)), cell.source


def bound(source: str) -> set[str]:
    """Return the names that a cell binds in the notebook."""
    names = symtable.symtable(source, "cell", "exec").get_symbols()
    return {name.get_name() for name in names if name.is_assigned() or name.is_imported()}


def read_by_functions(source: str) -> set[str]:
    """Return the names of the notebook that a cell's functions read when they are called."""
    tables = symtable.symtable(source, "cell", "exec").get_children()
    found: set[str] = set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        found |= {name.get_name() for name in table.get_symbols() if name.is_global() and name.is_referenced()}
    return found


def functions_of(source: str) -> set[str]:
    return {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}


def clashes(cells: list[str]) -> list[str]:
    """Return what would make a control show another cell's figure when a cell is run again."""
    binds = [bound(source) for source in cells]
    makers = {"control"}.union(
        *(functions_of(source) for source in cells if re.search(r"^\s+.*\bcontrol\(", source, re.MULTILINE))
    )
    found = []
    for number, source in enumerate(cells):
        made = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call) and ast.unparse(n.func) in makers]
        if not made:
            continue
        for name in sorted(binds[number]):
            others = [other for other, names in enumerate(binds) if name in names and other != number]
            found += [f"{name}, bound by a control's cell and by this one:\n{cells[other]}" for other in others]
        passed = {n.id for call in made for n in ast.walk(call) if isinstance(n, ast.Name)} & bound("\n".join(cells))
        needed, new = set(), read_by_functions(source) | passed
        while new:
            needed |= new
            new = set().union(*(read_by_functions(c) for c in cells if functions_of(c) & new)) - needed
        for name in sorted(needed - binds[number]):
            later = [other for other in range(number + 1, len(cells)) if name in binds[other]]
            found += [f"{name}, read by a control's function, is bound again by\n{cells[other]}" for other in later]
    return list(dict.fromkeys(found))


@each_notebook
def test_no_cell_takes_a_name_from_a_control(path):
    found = clashes([cell.source for cell in code_cells(read(path))])
    assert not found, f"{len(found)} names; the first: {found[0]}"


CONTROL = "figure = 1\ndef update(a):\n    figure, size, rate(a)\ncontrol(figure, update)"


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        (["size = 1", CONTROL, "other = 2"], 0),
        (["size = 1", CONTROL, "figure = 2"], 1),
        (["size = 1", CONTROL, "for size in range(3): pass"], 1),
        (["def rate(a): return a * eta", "eta = 1", CONTROL, "eta = 2"], 1),
        (["size = 1\nfigure = 2", "size = 2", CONTROL], 1),
        (["figure = 1", "def update(a): figure", "control(figure, update)", "figure = 2"], 1),
        (["def explorer():\n    return control(1, lambda a: size)", "rates = explorer()", "size = rates = 1"], 2),
    ],
)
def test_clashes_are_found(cells, count):
    assert len(clashes(cells)) == count


# --- slides ----------------------------------------------------------------------------------------------------------


@each_notebook
def test_tags_are_known_and_every_slide_cell_shows_something(path):
    for cell in read(path).cells:
        for tag in tags(cell):
            if tag.startswith("slide:"):
                assert tag.removeprefix("slide:") in inventory(), f"there is no slide {tag}"
                assert cell.cell_type == "code" and cell.outputs, f"the cell of {tag} shows nothing"
            else:
                assert tag in KNOWN_TAGS, f"unknown tag {tag!r}"


@each_notebook
def test_slides_stand_in_the_notebook_that_the_inventory_names(path):
    tagged = {tag.removeprefix("slide:") for cell in read(path).cells for tag in tags(cell) if tag.startswith("slide:")}
    promised = {slide.id for slide in inventory().values() if slide.notebook == path.name[:2]}
    assert promised <= tagged, f"not reproduced: {sorted(promised - tagged)}"


def test_every_one_of_the_128_topics_is_reproduced_and_no_other_is_named():
    assert len(inventory()) == 128
    assert set(places()) == set(inventory())


def test_every_notebook_whose_slides_have_a_slip_links_to_the_errata():
    slips = {slide for slide, there in places().items() if any(place.notebook.startswith("16") for place in there)}
    for path in PATHS:
        tagged = {tag.removeprefix("slide:") for cell in read(path).cells for tag in tags(cell)}
        if tagged & slips and not path.name.startswith("16"):
            prose = markdown(read(path).cells)
            assert "](16_errata.ipynb" in prose, f"{path.name} reproduces {sorted(tagged & slips)} without a link"


@each_lesson
def test_its_equations_can_be_read_in_the_decks_letters(path):
    assert any(calls(cell, "switch") for cell in read(path).cells), "no notation.switch("


# --- pictures, exercises, links --------------------------------------------------------------------------------------


@each_notebook
def test_pictures_have_words_and_nothing_fragile_is_used(path):
    for cell in code_cells(read(path)):
        assert not re.search(r"pyplot|plt\.|savefig|^\s*%|;\s*$", cell.source, re.MULTILINE), cell.source
        for output in cell.outputs:
            data = output.get("data", {})
            assert not {"image/png", "image/svg+xml"} & set(data), cell.source
            text = "".join([output.get("text", ""), data.get("text/plain", "")])
            assert not re.search(r"\b0x[0-9a-f]{6,}|/tmp/|/home/|/Users/", text), f"an address or a path: {text}"
            for image in re.findall(r"<img[^>]*>", data.get("text/html", "")):
                alt = re.search(r'alt="([^"]*)"', image)
                assert alt and re.search(r"\d", alt[1]), f"a picture without words and numbers: {cell.source}"


@each_notebook
def test_it_has_as_many_controls_as_before(path):
    found = sum(len(controls_in(cell)) for cell in code_cells(read(path)))
    assert found == CONTROLS.get(path.name[:2], 0), "the number of controls has changed: write it down"


@each_lesson
def test_it_has_three_to_five_exercises_and_one_asks_to_explain_or_design(path):
    cells = sections(read(path))["Exercises"]
    starts = [i for i, c in enumerate(cells) if c.cell_type == "markdown" and c.source.startswith("### Exercise")]
    assert 3 <= len(starts) <= 5, f"{len(starts)} headings ### Exercise"
    kinds = []
    for start, end in zip(starts, [*starts[1:], len(cells)], strict=True):
        parts = [tag for cell in cells[start:end] for tag in tags(cell) if tag in ("exercise", "check", "solution")]
        folded = "<details>" in markdown(cells[start:end])
        assert parts == ["exercise", "check", "solution"] or (folded and "exercise" not in parts), (
            f"{cells[start].source.splitlines()[0]} has {parts}"
        )
        kinds.append("code" if "exercise" in parts else "words")
    assert "words" in kinds, "none asks to explain or design, with a model answer folded away"


def test_the_playground_is_short_and_its_missions_fold_what_solves_them():
    notebook = read(next(path for path in PATHS if path.name.startswith("17")))
    missions = {name: cells for name, cells in sections(notebook).items() if name.startswith("Mission")}
    assert words(notebook.cells) <= 600 and 3 <= len(missions) <= 6
    for name, cells in missions.items():
        assert any(calls(cell, "mission") for cell in cells), f"{name!r} is checked by nothing"
        assert "<details>" in markdown(cells), f"{name!r} has no state that does it, folded away"


@each_notebook
def test_every_exercise_has_its_check_and_a_solution_that_is_python(path):
    cells = read(path).cells
    for number, cell in enumerate(cells):
        if "exercise" in tags(cell):
            following = cells[number + 1 :]
            kinds = [tag for later in following for tag in tags(later) if tag in ("exercise", "check", "solution")]
            assert kinds[:2] == ["check", "solution"], f"after the exercise come {kinds[:2]}: {cell.source}"
            ast.parse(solution_code(next(later for later in following if "solution" in tags(later))))


def test_links_between_notebooks_lead_somewhere():
    ids = {path.name: {cell.id for cell in read(path).cells} for path in PATHS}
    for path in PATHS:
        for target, _, cell in re.findall(
            r"\]\(([\w./-]+\.(?:ipynb|py|md))(#cell-id=([\w-]+))?", markdown(read(path).cells)
        ):
            assert (FOLDER / target).exists(), f"{path.name} links to {target}, which is not there"
            assert not cell or cell in ids[target], f"{path.name} links to the cell {cell} of {target}: there is none"
