"""The README: its index is what the notebooks' tags say, its example runs, its links lead somewhere."""

import re
from pathlib import Path

from companion.slides import whole_index

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_slide_index_is_the_one_the_tags_give():
    stored = TEXT.split("<!-- slide index -->\n")[1].split("<!-- end of slide index -->")[0]
    assert stored == whole_index("notebooks/"), "run: make notebooks"


def test_the_five_lines_do_what_they_say(capsys):
    exec(re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)[1], {})
    numbers = [float(number) for number in re.findall(r"\d\.\d*", capsys.readouterr().out)]
    assert [round(number) for number in numbers] == [0, 1, 1, 0]


def test_links_and_make_targets_exist():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", TEXT):
        assert (ROOT / target).exists(), target
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z-]+)", TEXT):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
