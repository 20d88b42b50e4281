"""The pages around the notebooks: the example runs, links and commands exist, the slide index is up to date."""

import re
from pathlib import Path

import pytest

from companion import slides

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/class_server.md",
    "docs/cluster.md",
    "docs/slides.md",
    "docs/teaching.md",
]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def text(page):
    return (ROOT / page).read_text(encoding="utf-8")


def test_the_slide_index_is_the_one_the_tags_give():
    assert text("docs/slides.md") == slides.page(), "run: make notebooks"


def test_the_five_lines_do_what_they_say(capsys):
    example = re.search(r"```python\n(.*?)```", text("README.md"), re.DOTALL)[1]
    assert len([line for line in example.splitlines() if line and "import" not in line]) <= 5
    exec(example, {})
    numbers = [float(number) for number in re.findall(r"\d\.\d*", capsys.readouterr().out)]
    assert [round(number) for number in numbers] == [0, 1, 1, 0]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text(page)):
        assert (ROOT / page).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_is_named_exists(page):
    for target in re.findall(r"(?:`|^)make ([a-z-]+)", text(page), re.MULTILINE):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target


def test_every_make_target_is_there_once_and_says_what_it_does():
    targets = re.findall(r"^([a-z-]+):(?!=)(.*)", MAKEFILE, re.MULTILINE)
    names = [name for name, _ in targets]
    assert len(set(names)) == len(names)
    assert all(name == "help" or "## " in rest for name, rest in targets)
    [phony] = re.findall(r"^\.PHONY: (.*)", MAKEFILE, re.MULTILINE)
    assert sorted(phony.split()) == sorted(names)


def test_the_number_of_topics_is_the_inventorys():
    assert f"all {len(slides.inventory())} topics" in text("README.md")
