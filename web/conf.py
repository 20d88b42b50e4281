"""How Sphinx builds the web edition from the folder that pages.py has prepared: see ``make site``."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

REPOSITORY = "https://github.com/mlp-companion/mlp-companion"
BINDER = "https://mybinder.org/v2/gh/mlp-companion/mlp-companion/main"

project = "Multilayer perceptrons"
copyright = "the authors of the companion; BSD-3-Clause"
language = "en"
extensions = ["myst_nb", "edition"]
exclude_patterns = ["extra"]

nb_execution_mode = "off"  # what is shown is what the notebooks have stored
nb_code_prompt_show = "Show {type}"
nb_code_prompt_hide = "Hide {type}"
nb_merge_streams = True
myst_enable_extensions = ["dollarmath"]
myst_links_external_new_tab = False
suppress_warnings = ["myst.header"]

html_theme = "furo"
html_title = "Multilayer perceptrons, moving"
html_math_renderer = "mathml"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_extra_path: list[str] = []  # edition.py adds what pages.py has stored
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False  # it asks for whole pages, which a folder without a server does not give
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0062a3", "color-brand-content": "#0062a3"},
    "dark_css_variables": {"color-brand-primary": "#5fb4ee", "color-brand-content": "#5fb4ee"},
    "source_repository": REPOSITORY,
    "top_of_page_buttons": [],
}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
