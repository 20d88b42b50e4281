# For GNU make 3.81 (macOS) and later. On Windows the same commands stand as plain lines in .github/workflows/test.yml.
# make PYTHON=python3.13 lab         sets up with another Python
# make lab ARGS="--no-browser"       ARGS is passed on to the program that the target runs

PYTHON = python3
SETTINGS = .venv/share/jupyter/lab/settings/overrides.json

# The networks here are so small that a second BLAS thread only waits for the first: an epoch then takes longer, not less.
export OPENBLAS_NUM_THREADS = 1
export MKL_NUM_THREADS = 1
export OMP_NUM_THREADS = 1
export VECLIB_MAXIMUM_THREADS = 1

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

setup: .venv/.installed $(SETTINGS) ## install everything into .venv, once; the other targets do it themselves

lab: setup ## open the first notebook in JupyterLab
	.venv/bin/python -m jupyterlab --ServerApp.root_dir=. $(ARGS) notebooks/00_start_here.ipynb

# A red part must not hide the others: --keep-going runs all three, and is red when one is.
test: setup ## run lint, test-code and test-notebooks, all of them even when one is red
	@$(MAKE) --no-print-directory --keep-going lint test-code test-notebooks

lint: setup ## check the style of the code, the notebooks' included
	.venv/bin/python -m ruff check .

test-code: setup ## run the tests of the code, of the controls and in the browser
	.venv/bin/python -m pytest -n auto --dist worksteal $(ARGS) tests

# A run of its own, because Playwright's event loop and that of the notebooks' kernels do not share a process well.
test-notebooks: setup ## run every notebook and compare what it prints with what it has stored
	.venv/bin/python -m pytest -n auto --dist loadfile --nbval $(ARGS) notebooks

notebooks: setup ## run every notebook and store what it prints and draws
	.venv/bin/python notebooks/companion/store.py $(ARGS)

bench: .venv-bench/.installed ## measure the speed against other libraries, in an environment of its own
	.venv-bench/bin/python tests/benchmarks/benchmark.py $(ARGS)

bench-sliders: setup ## measure how quickly a picture follows its slider, in a real browser
	.venv/bin/python tests/benchmarks/slider_latency.py

lock: setup ## renew the pins in requirements.txt
	.venv/bin/uv pip compile --upgrade --universal --python-version 3.11 --all-extras --fork-strategy fewest pyproject.toml -o requirements.txt

clean: ## remove the environments and the caches
	rm -rf .venv .venv-bench .pytest_cache .ruff_cache

.venv/.installed: requirements.txt pyproject.toml
	$(call install,-r requirements.txt -e .)

# Binder's postBuild copies the same file.
$(SETTINGS): binder/overrides.json .venv/.installed
	@mkdir -p $(@D)
	@cp binder/overrides.json $@

.venv-bench/.installed: tests/benchmarks/requirements.txt requirements.txt pyproject.toml
	$(call install,-r tests/benchmarks/requirements.txt -e .)

.PHONY: help setup lab test lint test-code test-notebooks notebooks bench bench-sliders lock clean
# With -j the kernels, the browser and the benchmark would only take each other's processor time.
.NOTPARALLEL:
