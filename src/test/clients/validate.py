"""Checks executed notebooks: valid nbformat 4.5, every code cell run, and real output in them."""

import sys

import nbformat


def check(path):
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5), "not nbformat 4.5"
    code = [c for c in notebook.cells if c.cell_type == "code" and c.source.strip()]
    assert code, "no code cells"
    assert any(cell.outputs for cell in code), "no outputs"
    counts = [cell.execution_count for cell in code]
    assert counts == list(range(1, len(code) + 1)), f"cells were run in the order {counts}"
    print(f"{path}: valid, {len(code)} cells run")


for each in sys.argv[1:]:
    check(each)
