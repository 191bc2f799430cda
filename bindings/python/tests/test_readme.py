"""The code of the READMEs runs as it stands there, with fewer draws."""
import os
import re

import pytest

PAGES = ("README.md", os.path.join("bindings", "python", "README.md"))


@pytest.mark.parametrize("page", PAGES)
def test_code_of_the_readme_runs(page, root, tmp_path, monkeypatch):
    pytest.importorskip("matplotlib").use("Agg")
    plots = pytest.importorskip("matplotlib.pyplot")
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.chdir(tmp_path)
    with open(os.path.join(root, page), encoding="utf-8") as file:
        blocks = re.findall(r"^```python\n(.*?)^```", file.read(), re.M | re.S)
    assert blocks
    names = {}
    for block in blocks:
        exec(compile(re.sub(r"draws=\d+", "draws=4", block), page, "exec"), names)
    assert names["result"].certified
    plots.close("all")


def test_every_name_of_the_package_is_documented():
    import tradewind as tw

    for name in tw.__all__:
        made = getattr(tw, name)
        assert made.__doc__, name
        if isinstance(made, type):
            for member, value in vars(made).items():
                if not member.startswith("_") and (callable(value) or isinstance(value, (property, classmethod))):
                    assert value.__doc__ or getattr(value, "__func__", value).__doc__, f"{name}.{member}"


def test_the_table_of_verbs_names_what_is_there(root):
    import tradewind as tw

    with open(os.path.join(root, "bindings", "python", "README.md"), encoding="utf-8") as file:
        words = set(re.findall(r"`?tw\.(\w+)", file.read()))
    assert words and all(hasattr(tw, word) for word in words), {word for word in words if not hasattr(tw, word)}
