"""The missions of notebook 17: the states folded there do them, and what does not is told what is missing."""

import re

import pytest
from notebook_files import PATHS, read

from companion import mission
from companion.play import session
from companion.play.missions import MISSIONS, verdict
from companion.play.recipe import read as recipe_of
from companion.play.session import Session

NOTEBOOK = next(path for path in PATHS if path.name.startswith("17"))
ILL = "data=moons; noise=0.4; points=30; eta=0.03; updates=1000"
STUCK = "data=XOR; hidden=2; activation=ReLU; optimizer=SGD; eta=0.1; noise=0.2; points=60; updates=1000; seed="


def folded() -> dict[str, list[str]]:
    """Return the states that the notebook folds away, by the mission asked for last."""
    found, name = {}, None
    for cell in read(NOTEBOOK).cells:
        asked = re.findall(r'mission\("([^"]+)"', cell.source) if cell.cell_type == "code" else []
        name = asked[-1] if asked else name
        states = re.findall(r"^`(data=.+)`$", cell.source, re.MULTILINE) if "<details>" in cell.source else []
        if states:
            found[name] = states
    return found


def test_every_state_folded_in_the_notebook_does_its_mission():
    states = folded()
    assert set(states) == set(MISSIONS) - {"overfit"}
    ill, cured = states.pop("cure")
    assert verdict("overfit", ill).startswith("Right") and verdict("cure", ill, cured).startswith("Right")
    for name, texts in states.items():
        assert texts
        for text in texts:
            assert verdict(name, text).startswith("Right: "), (text, verdict(name, text))


@pytest.mark.parametrize(
    ("name", "texts", "words"),
    [
        ("solve the spiral", [...], "Not answered yet"),
        ("solve the spiral", ["hiden=3"], "This is no state string: 'hiden' is no key"),
        ("solve the spiral", [3], "This is no state string: the recipe is 3"),
        ("solve the spiral", ["data=spirals"], "updates is 0; expected 1 to 30,000"),
        ("solve the spiral", ["updates=200;hidden=2"], "wanted 95.0 %: the training points are not right either"),
        ("solve the spiral", ["data=moons;updates=9"], "data is moons; expected spirals"),
        ("solve the spiral", ["features=x1,x2,x1^2;updates=9"], "features is x1,x2,x1^2; expected x1,x2: that is"),
        ("solve the spiral", ["noise=0;updates=9"], "keep at least 0.1 and 100 points"),
        ("make XOR stick", ["data=XOR;hidden=1;updates=9"], "wanted XOR and at least two hidden units that bend"),
        ("make XOR stick", [STUCK + "3"], "this one is not stuck"),
        ("make XOR stick", ["data=XOR;optimizer=SGD;eta=0.01;updates=40"], "it is slow, not stuck"),
        ("overfit", ["data=moons;updates=9"], "are learned by heart"),
        ("overfit", ["data=moons;eta=0.03;updates=300"], "the gap is small"),
        ("overfit", ["data=yours;updates=9;then=0:paint=0,0,1"], "take data with classes and held-out points"),
        ("cure", [ILL, ILL], "wanted half: try L2"),
        ("cure", [ILL, ILL + ";noise=0"], "stands twice"),
        ("cure", [ILL, "data=moons;updates=9"], "noise differs; expected the same data in both"),
        ("cure", ["data=moons;updates=9", ILL], "the first state does not overfit"),
        ("too large a learning rate", ["data=circles;optimizer=SGD;eta=0.1;updates=90"], "It does get better"),
        ("too large a learning rate", ["data=circles;optimizer=SGD;eta=0.1;updates=9;then=5:eta=1"], "was changed on"),
        ("features instead of layers", ["data=XOR;updates=9"], "hidden is 8,8; expected none"),
    ],
)
def test_what_is_missing_is_said(name, texts, words):
    told = verdict(name, *texts)
    assert words in told and not told.startswith("Right"), told


def test_a_mission_that_there_is_not_and_too_few_states_are_refused(capsys):
    with pytest.raises(ValueError, match="there is no mission 'fly'; expected one of solve the spiral"):
        mission("fly", "seed=3")
    with pytest.raises(ValueError, match="'cure' takes 2 state strings; you hand in 1"):
        mission("cure", "seed=3")
    mission("overfit", ...)
    assert capsys.readouterr().out.startswith("Not answered yet")


def test_an_interrupt_while_it_plays_leaves_the_last_whole_update(monkeypatch):
    playing = Session(recipe_of("points=40;batch=7"))
    playing.handle({"asks": [["update"], ["update"]]})
    whole, before = session.Experiment._update, playing.experiment.network

    def interrupted(self):
        self._next_batch()
        raise KeyboardInterrupt

    monkeypatch.setattr(session.Experiment, "_update", interrupted)
    monkeypatch.setattr(session.Experiment, "arrive", lambda self, seconds=0: 1.0)
    content, _ = playing.handle({"play": True})
    monkeypatch.undo()
    assert "Interrupted" in content["error"] and whole is session.Experiment._update
    playing.handle({})
    assert playing.experiment.updates == 2 and (playing.experiment.network[0].W == before[0].W).all()
