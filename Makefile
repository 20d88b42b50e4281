# For GNU make 3.81 (macOS) and later. On Windows the same commands stand as plain lines in .github/workflows/test.yml.
# make PYTHON=python3.13 lab         sets up with another Python
# make lab ARGS="--no-browser"       ARGS is passed on to the program that the target runs

PYTHON = python3
SEED = 1
COPIES = 1
OLDEST_NUMPY = $(shell sed -n 's/.*"numpy>=\([0-9.]*\)".*/\1/p' pyproject.toml)
# The tests that need NumPy and pytest only. A file of these that does not exist is left out.
CORE_TESTS = $(wildcard $(patsubst %,tests/test_%.py,activations bad_input datasets docstrings dropout gradient_check \
	graph house_rules losses network optimizers perceptron stacks training))

# The networks here are so small that a second BLAS thread only waits for the first: an epoch then takes longer, not less.
export OPENBLAS_NUM_THREADS = 1
export MKL_NUM_THREADS = 1
export OMP_NUM_THREADS = 1
export VECLIB_MAXIMUM_THREADS = 1

# Where a chaotic run ends hangs on the last bit of every sum. So notebooks are stored and tested with the instructions
# that PCs have had for ten years, and a processor that has more (AVX-512) does without.
ifneq ($(shell grep -m 1 -o avx512f /proc/cpuinfo 2>/dev/null),)
lab notebooks test-code test-notebooks: export OPENBLAS_CORETYPE = Haswell
lab notebooks test-code test-notebooks: export NPY_DISABLE_CPU_FEATURES = X86_V4 AVX512_ICL AVX512_SPR
endif

# $(call install,what pip installs): the virtual environment that the stamp $@ lies in. The stamp comes last, so an
# interrupted set-up is taken up again.
define install
@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.13 ...")'
$(PYTHON) -m venv $(@D)
$(@D)/bin/python -m pip install $(1)
@touch $@
endef

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' Makefile

setup: .venv/.installed .venv/.configured ## install everything into .venv, once; the other targets do it themselves

offline: setup .venv/.trusted .venv-oldest/.installed .venv-site/.installed .venv-grading/.installed .venv-hub/.installed build/wheels/.installed ## install what all targets but bench and lock need, for work without a network

lab: setup .venv/.trusted ## open the first notebook in JupyterLab
	.venv/bin/python -m jupyterlab --ServerApp.root_dir=. $(ARGS) notebooks/00_start_here.ipynb

update: setup ## fetch the newest notebooks; what you have written stays, beside them where both have changed
	.venv/bin/python notebooks/companion/update.py

# A red part must not hide the others: --keep-going runs all of them, and is red when one is.
test: setup ## run lint, types, test-code and test-notebooks, all of them even when one is red
	@$(MAKE) --no-print-directory --keep-going lint types test-code test-notebooks

lint: setup ## check the style of the code, the notebooks' included
	.venv/bin/python -m ruff check .

types: setup ## check the types of the core and of the companion
	.venv/bin/python -m mypy $(ARGS)

test-code: setup ## run the tests of the code, of the controls and in the browser
	.venv/bin/python -m pytest -n auto --dist worksteal $(ARGS) tests

# A run of its own, because Playwright's event loop and that of the notebooks' kernels do not share a process well.
test-notebooks: setup ## run every notebook and compare what it prints with what it has stored
	.venv/bin/python -m pytest -n auto --dist loadfile -p tests.with_pictures --nbval $(ARGS) $(wildcard notebooks/[0-9]*.ipynb)

test-oldest: .venv-oldest/.installed ## run the tests of the core with the oldest NumPy that pyproject.toml allows
	.venv-oldest/bin/python -m pytest -o addopts= $(ARGS) $(CORE_TESTS)

notebooks: setup ## run every notebook, store what it prints and draws, and write docs/slides.md
	.venv/bin/python notebooks/companion/store.py $(ARGS)

bench: .venv-bench/.installed ## measure the speed against other libraries, in an environment of its own
	.venv-bench/bin/python tests/benchmarks/benchmark.py $(ARGS)

bench-sliders: .venv-bench/.installed ## measure how quickly a picture follows its slider, in a real browser
	.venv-bench/bin/python tests/benchmarks/slider_latency.py

assignment: .venv-grading/.installed ## make NOTEBOOK=08 an assignment for nbgrader, in build/assignments
	.venv-grading/bin/python -m assignments "$(NOTEBOOK)" $(ARGS)

test-assignment: .venv-grading/.installed ## hand in a right, a wrong, an empty and a cheating notebook, and look at their grades
	.venv-grading/bin/python -m pytest -o addopts= $(ARGS) assignments

site: .venv-site/.installed ## build the web edition into build/site, which works without a server and without a network
	.venv-site/bin/python web/pages.py build/pages
	.venv-site/bin/python -m sphinx -q -W --keep-going -c web -d build/doctrees $(ARGS) build/pages build/site
	@echo "Open build/site/index.html"

slides: .venv-site/.installed ## write every notebook as slides, one file each, into build/slides; DECK=ITAM: one deck
	.venv-site/bin/python web/lecture.py build/slides $(DECK)

test-site: site ## walk through the web edition and the slides in a real browser, with the network cut
	.venv-site/bin/python -m pytest -o addopts= -n auto --dist worksteal $(ARGS) web

class-server: .venv-hub/.installed ## run JupyterHub for a class on this machine; docs/class_server.md comes first
	.venv-hub/bin/python -m jupyterhub -f deploy/jupyterhub_config.py $(ARGS)

test-class-server: .venv-hub/.installed ## start the hub with three students who try what students try; needs root
	.venv-hub/bin/python -m pytest -o addopts= $(ARGS) deploy

package: setup build/wheels/.installed ## build wheel and source archive into dist/, and run the README's example from each, in fresh environments
	.venv/bin/python -m flit_core.wheel --outdir dist .
	.venv/bin/python -c 'from flit_core import buildapi; buildapi.build_sdist("dist")'
	.venv/bin/python tests/installed_elsewhere.py dist build/wheels

sheets: setup ## print worksheets and their key: TOPIC=backprop SEED=7 COPIES=30; without TOPIC, list the topics
	.venv/bin/python -m worksheets $(if $(TOPIC),"$(TOPIC)" --seed "$(SEED)" --copies "$(COPIES)") $(ARGS)

lock: setup ## pin in requirements.txt what pyproject.toml asks for; ARGS=--upgrade renews every pin
	.venv/bin/uv pip compile $(ARGS) --universal --python-version 3.11 --all-extras --fork-strategy fewest pyproject.toml -o requirements.txt

clean: ## remove the environments and the caches
	rm -rf .venv .venv-bench .venv-grading .venv-hub .venv-oldest .venv-site build .pytest_cache .ruff_cache .mypy_cache

.venv/.installed: requirements.txt pyproject.toml
	$(call install,-r requirements.txt -e .)

# How JupyterLab looks and saves here. Binder's postBuild copies the same folder.
.venv/.configured: .venv/.installed $(shell find binder/jupyter -type f)
	cp -R binder/jupyter/. .venv/
	@touch $@

# Jupyter runs the scripts of a stored notebook, which move its sliders, only in a notebook that is trusted.
.venv/.trusted: .venv/.installed $(wildcard notebooks/[0-9]*.ipynb)
	@.venv/bin/python -m jupyter trust notebooks/[0-9]*.ipynb > /dev/null
	@touch $@

.venv-bench/.installed: tests/benchmarks/requirements.txt requirements.txt pyproject.toml
	$(call install,-r tests/benchmarks/requirements.txt -e .)

.venv-grading/.installed: assignments/requirements.txt requirements.txt pyproject.toml
	$(call install,-r assignments/requirements.txt -e .)

.venv-site/.installed: web/requirements.txt requirements.txt pyproject.toml
	$(call install,-r web/requirements.txt -e .)

# Students run this Python too, so it must not lie in somebody's home, as one of pyenv or conda does.
.venv-hub/.installed: PYTHON = $(firstword $(wildcard /usr/bin/python3) python3)
.venv-hub/.installed: deploy/requirements.txt deploy/package-lock.json requirements.txt pyproject.toml
	npm ci --prefix deploy --no-fund --no-audit
	$(call install,-r deploy/requirements.txt -e .)
	cp -R binder/jupyter/. .venv-hub/

.venv-oldest/.installed: pyproject.toml
	$(call install,numpy==$(OLDEST_NUMPY) pytest pytest-timeout -e .)

# What the package asks for and is built with: fresh environments are filled from here, and nothing else is let in.
build/wheels/.installed: .venv/.installed
	.venv/bin/python -m pip download --quiet --dest $(@D) --constraint requirements.txt numpy flit_core
	@touch $@

.PHONY: help setup offline lab update test lint types test-code test-notebooks test-oldest notebooks bench bench-sliders assignment test-assignment site slides test-site class-server test-class-server package sheets lock clean
# With -j the kernels, the browser and the benchmark would only take each other's processor time.
.NOTPARALLEL:
