"""The lecturer's guide: what it names is there, and what it quotes is what the figure says at that position."""

import inspect
import re
from functools import cache
from pathlib import Path

import pytest
from notebook_files import PATHS, read

from assignments.assignment import handed_out
from companion import page, slides
from worksheets.topics import TOPICS

GUIDE = (Path(__file__).resolve().parents[1] / "docs" / "teaching.md").read_text(encoding="utf-8")
PARTS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL))
NUMBERS = [path.name[:2] for path in PATHS]
each_lesson = pytest.mark.parametrize("number", NUMBERS[1:])
TIMED = re.compile(r"\*([^*]+)\* (\d+)\b")
NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")


@cache
def lesson(number):
    """The notebook of that number: its path, and per heading what stands there and the data of its figures."""
    [path] = [path for path in PATHS if path.name.startswith(number)]
    found, heading = {}, ""
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            for line in re.findall(r"^#{1,2} (.*)", cell.source, re.MULTILINE):
                heading = line
                found[heading] = ("", [])
        for output in cell.get("outputs", []):
            html = output.get("data", {}).get("text/html", "")
            if 'class="companion-data">' in html:
                found[heading][1].append(page.data_of(html))
        found[heading] = (found[heading][0] + "\n" + cell.source, found[heading][1])
    return path, found


def part(number):
    """The guide's section of a notebook: its heading and its text."""
    [heading] = [heading for heading in PARTS if heading.startswith(f"{number} · ")]
    return heading, PARTS[heading]


def cells(row):
    return [cell.strip() for cell in row.strip("|").split(" | ")]


def sentence_at(figure, settings):
    """The sentence of a figure where the named controls are set so and the others are where they start."""
    labels = [parameter["label"] for parameter in figure["parameters"]]
    assert set(settings) <= set(labels), f"{sorted(set(settings) - set(labels))} is none of the controls {labels}"
    stop = 0
    for parameter in figure["parameters"]:
        texts = parameter["texts"]
        value = settings.get(parameter["label"], texts[parameter["start"]])
        assert value in texts, f"{parameter['label']}: {value} is none of its stops {texts}"
        stop = stop * len(texts) + texts.index(value)
    return figure["sentences"][stop]


def test_every_notebook_has_its_section_with_its_title_and_a_link():
    assert [heading[:2] for heading in PARTS if re.match(r"\d\d · ", heading)] == NUMBERS
    for number in NUMBERS:
        path, found = lesson(number)
        assert part(number)[0] == re.sub(r"· (.*)", rf"· [\1](../notebooks/{path.name})", next(iter(found)))


@each_lesson
def test_the_plan_takes_the_sections_of_the_main_path_in_order_and_fifty_minutes(number):
    [plan] = re.findall(r"^(\*\*50 minutes.*)", part(number)[1], re.MULTILINE)
    planned = TIMED.findall(plan)
    assert sum(int(minutes) for _, minutes in planned) == 50
    headings = list(lesson(number)[1])[1:]
    after = ("Exercises", "Recall", "Next")
    main = [heading for heading in headings if heading not in after and not heading.startswith("Further")]
    named = [heading for heading, _ in planned]
    assert [heading for heading in named if heading not in after] == main
    assert set(named) <= set(headings)
    [skipped] = re.findall(r"^\*\*Short of time:\*\* (.*?)(?=\*Slides|\Z)", part(number)[1], re.MULTILINE | re.DOTALL)
    assert {heading for heading in re.findall(r"\*([^*]+)\*", skipped) if heading != "Further"} <= set(main)


@each_lesson
def test_three_positions_are_shown_and_each_says_what_is_quoted(number):
    found = lesson(number)[1]
    rows = [cells(row) for row in re.findall(r"^\| \*.*", part(number)[1], re.MULTILINE)]
    assert len(rows) == 3
    for where, settings, seen in rows:
        text, figures = found[where.strip("*")]
        if settings.startswith("by hand: "):
            figures = [figure for figure in figures if figure.get("kind")]  # a stepper, a playground, a pad
            assert figures, where
            said = [sentence for figure in figures for sentence in figure["sentences"]] if seen[0] == "“" else []
        else:
            chosen = dict(setting.split(" = ", 1) for setting in settings.split("; "))
            labels = [[parameter["label"] for parameter in figure["parameters"]] for figure in figures]
            matching = [figure for figure, known in zip(figures, labels, strict=True) if set(chosen) <= set(known)]
            assert len(matching) == 1, f"{where}: {list(chosen)} are not the labels of one figure, which has {labels}"
            said = [sentence_at(matching[0], chosen)]
        quoted = [f"“{sentence}”" for sentence in said if seen.startswith(f"“{sentence}”")]
        assert bool(quoted) == bool(said), f"{where}, {settings}: the figure says {said}"
        # Any other number in the row stands somewhere in that section.
        told = text + " ".join(str([figure["sentences"], figure["parameters"]]) for figure in figures)
        rest = seen.removeprefix(quoted[0]) if quoted else seen
        assert set(NUMERAL.findall(rest)) <= set(NUMERAL.findall(told)), where


@each_lesson
def test_each_question_has_its_right_answer_and_says_what_every_wrong_one_reveals(number):
    _, found = lesson(number)
    asked = [figure["predict"] for _, figures in found.values() for figure in figures if figure.get("predict")]
    picks = {" ".join(pick["question"].split()): pick for pick in asked if pick["kind"] == "pick"}
    source = "\n".join(text for text, _ in found.values())
    questions = re.findall(r"^\d\. (.*)\n   (.*)", part(number)[1], re.MULTILINE)
    assert 2 <= len(questions) <= 3 and any(question in picks for question, _ in questions)
    for question, answers in questions:
        right, *wrong = answers.split(" · ")
        options = [re.fullmatch(r"\*(.+?)\* – (\S.*)", option).groups() for option in wrong]
        if question in picks:
            pick = picks[question]
            known = list(pick["options"])
            assert right == f"**{known[pick['answer']]}**", question
            assert [option for option, _ in options] == [option for option in known if f"**{option}**" != right]
        else:  # of an exercise: the check tells the same
            assert re.match(r"\*Exercise \d", question), question
            assert options and all(reveals.strip("“”") in source for _, reveals in options), question


@pytest.mark.parametrize("number", NUMBERS)
def test_the_slides_are_those_of_the_inventory(number):
    listed = re.findall(r"\b(?:ITAM|UT|MELB|UB|NUS)-\d\d\b", part(number)[1].partition("*Slides:*")[2])
    known = [slide.id for slide in slides.inventory().values() if slide.notebook == number]
    assert listed == known


def test_no_slide_is_named_that_no_deck_has():
    assert set(re.findall(r"\b(?:ITAM|UT|MELB|UB|NUS)-\d+\b", GUIDE)) <= set(slides.inventory())


def test_ninety_minutes_are_ninety_and_their_sections_exist():
    minutes = 0
    for number, row in re.findall(r"^\| \[(\d\d)\]\(\S+\) \| (.*)", GUIDE, re.MULTILINE):
        planned = TIMED.findall(row)
        assert planned and {heading for heading, _ in planned} <= set(lesson(number)[1])
        minutes += sum(int(each) for _, each in planned)
    assert minutes == 90


def test_the_semester_has_every_notebook_once_and_only_sheets_that_can_be_printed():
    rows = [row.strip("|").split("|") for row in re.findall(r"^\| \d \| .*", GUIDE, re.MULTILINE)]
    weeks = {int(half[0]): half[1:] for row in rows for half in (row[:4], row[5:])}
    assert sorted(weeks) == list(range(1, 15))
    assert sorted(number for plan, _, _ in weeks.values() for number in re.findall(r"\b\d\d\b", plan)) == NUMBERS
    assert {sheet for _, sheets, _ in weeks.values() for sheet in re.findall(r"`(\w+)`", sheets)} <= set(TOPICS)
    handed_in = [number for _, _, exercises in weeks.values() for number in re.findall(r"\d\d", exercises)]
    assert handed_in
    for number in handed_in:
        handed_out(read(lesson(number)[0]))  # raises where there is nothing to hand in


def test_the_textbooks_have_a_row_for_every_lesson_and_a_chapter_in_every_column():
    rows = [cells(row) for row in re.findall(r"^\| \d\d \| .*", PARTS["Textbooks"], re.MULTILINE)]
    assert [row[0] for row in rows] == NUMBERS[1:-1]
    for row in rows:
        assert len(row) == 7 and all(re.fullmatch(r"–|[\d., to]+", cell.strip()) for cell in row[1:]), row


def test_points_are_those_that_an_assignment_gives():
    given = inspect.signature(handed_out).parameters
    points, to_explain = (given[name].default for name in ("points", "points_to_explain"))
    assert f"gives {points} point, one that asks to explain gives {to_explain}" in PARTS["Assignments"]
