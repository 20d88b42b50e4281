"""The rules every notebook keeps, read off the files: form, order, length, tags, words under figures, exercises."""

import ast
import re

import pytest
from notebook_files import FOLDER, PATHS, code_cells, read, solution_code, tags

from companion.slides import inventory, places

KNOWN_TAGS = {"lesson", "exercise", "check", "solution"}
each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


@each_notebook
def test_every_code_cell_has_been_run_in_order_and_none_has_failed(path):
    cells = code_cells(read(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        assert not [output for output in cell.outputs if output.output_type == "error"], cell.source
        assert not [o for o in cell.outputs if o.output_type == "stream" and o.name == "stderr"], cell.source


@each_notebook
def test_it_opens_with_its_title_what_one_sees_and_needs_and_one_import_cell(path):
    first, second, *rest = read(path).cells
    assert re.match(rf"# {path.name[:2]} · \w+", first.source), f"the title is {first.source.splitlines()[0]!r}"
    assert "**You will see**" in first.source and "**You need**" in first.source
    imports = [line for line in second.source.splitlines() if line.strip()]
    assert second.cell_type == "code" and len(imports) <= 6, "the second cell imports, in at most 6 lines"
    nodes = ast.parse(second.source).body
    assert all(isinstance(node, (ast.Import, ast.ImportFrom)) for node in nodes), "the import cell only imports"
    for cell in rest:
        if cell.cell_type == "code" and "solution" not in tags(cell):
            body = ast.walk(ast.parse(cell.source))
            assert not any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in body), cell.source


@each_notebook
def test_it_closes_with_what_was_seen_exercises_and_the_next_one(path):
    headings = [line for cell in read(path).cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    sections = [line for line in headings if line.startswith("## ")]
    assert sections[-3:] == ["## You have seen", "## Exercises", "## Next"], sections[-3:]


@each_notebook
def test_prose_stands_between_any_two_code_cells(path):
    cells = read(path).cells
    for before, after in zip(cells, cells[1:], strict=False):
        assert not before.cell_type == after.cell_type == "code", f"no prose before:\n{after.source}"


@each_notebook
def test_cells_and_functions_are_short(path):
    for cell in code_cells(read(path)):
        if "lesson" not in tags(cell):
            assert len(cell.source.splitlines()) <= 12, f"more than 12 lines:\n{cell.source}"
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.FunctionDef):
                    assert node.end_lineno - node.lineno + 1 <= 8, f"a function of more than 8 lines:\n{cell.source}"


@each_notebook
def test_tags_are_known_and_every_slide_cell_shows_something_and_is_introduced(path):
    cells = read(path).cells
    slides = inventory()
    for number, cell in enumerate(cells):
        for tag in tags(cell):
            if tag.startswith("slide:"):
                slide = tag.removeprefix("slide:")
                assert slide in slides, f"there is no slide {slide}"
                assert cell.cell_type == "code" and cell.outputs, f"the cell of {slide} shows nothing"
                prose = " ".join(c.source for c in cells[max(0, number - 6) : number] if c.cell_type == "markdown")
                assert slides[slide].deck in prose, f"the prose before {slide} does not name the deck"
            else:
                assert tag in KNOWN_TAGS, f"unknown tag {tag!r}"


@each_notebook
def test_pictures_have_words_and_nothing_fragile_is_used(path):
    for cell in code_cells(read(path)):
        assert not re.search(r"pyplot|plt\.|savefig|^\s*%|;\s*$", cell.source, re.MULTILINE), cell.source
        for output in cell.outputs:
            data = output.get("data", {})
            assert not {"image/png", "image/svg+xml", "application/vnd.jupyter.widget-view+json"} & set(data), (
                cell.source
            )
            text = "".join([output.get("text", ""), data.get("text/plain", "")])
            assert not re.search(r"\b0x[0-9a-f]{6,}|/tmp/|/home/|/Users/", text), f"an address or a path: {text}"
            for image in re.findall(r"<img[^>]*>", data.get("text/html", "")):
                alt = re.search(r'alt="([^"]*)"', image)
                assert alt and re.search(r"\d", alt[1]), f"a picture without words and numbers: {cell.source}"


@each_notebook
def test_its_equations_can_be_read_in_every_decks_symbols(path):
    wanted = "notation.table()" if path.name.startswith("00") else "notation.switch("
    assert any(wanted in cell.source for cell in code_cells(read(path))), f"no {wanted}"


@each_notebook
def test_every_exercise_is_checked_and_solved(path):
    cells = read(path).cells
    exercises = [number for number, cell in enumerate(cells) if "exercise" in tags(cell)]
    assert len(exercises) >= 2 or path.name.startswith("00"), "at least two exercises"
    for number in exercises:
        following = cells[number + 1 :]
        kinds = [tag for cell in following for tag in tags(cell) if tag in ("exercise", "check", "solution")]
        assert kinds[:2] == ["check", "solution"], f"after the exercise come {kinds[:2]}: {cells[number].source}"
        ast.parse(solution_code(next(cell for cell in following if "solution" in tags(cell))))


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
            prose = "".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
            assert "](16_errata.ipynb)" in prose, f"{path.name} reproduces {sorted(tagged & slips)} without a link"


def test_links_between_notebooks_lead_somewhere():
    for path in PATHS:
        for cell in read(path).cells:
            if cell.cell_type == "markdown":
                for target in re.findall(r"\]\(([\w./-]+\.(?:ipynb|py|md))", cell.source):
                    assert (FOLDER / target).exists(), f"{path.name} links to {target}, which is not there"
