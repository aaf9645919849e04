"""Types a notebook's cells into jupyter console, as a user would, and checks what comes back."""

import re
import subprocess
import sys

import nbformat

COMMAND = ["/usr/bin/jupyter", "console", "--kernel", "braid", "--simple-prompt"]
LAST = 'System.out.println("the end is " + 6 * 7);'
# Typed at the end, to know how the console shows a failure: nothing before it may look so.
FAILING = 'throw new IllegalStateException("meant to fail");'
COLOUR = "\x1b["


def one_line(source):
    """The cell as a single line, since the simple prompt sends every line by itself."""
    lines = (line.strip() for line in source.splitlines())
    code = (re.sub(r'\s//\s[^"]*$', "", line) for line in lines if not line.startswith("//"))
    return " ".join(line for line in code if line)


def typed(notebook):
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or "raises-exception" in tags:
            continue
        if '"""' in cell.source or re.search(r"^%", cell.source, re.MULTILINE):
            continue  # text blocks and magics need their line ends
        yield one_line(cell.source)


def main(path):
    cells = list(typed(nbformat.read(path, as_version=4)))
    ended = subprocess.run(
        COMMAND,
        input="\n".join([*cells, LAST, FAILING, ""]),
        capture_output=True,
        text=True,
        timeout=240,
    )
    print(ended.stdout)
    print(ended.stderr, file=sys.stderr)
    assert cells, "nothing to type"
    assert ended.returncode == 0, f"jupyter console ended with {ended.returncode}"
    assert "the end is 42" in ended.stdout, "the last cell's output is missing"
    assert "Traceback" not in ended.stderr, "the console itself failed"
    coloured = [line for line in ended.stderr.splitlines() if COLOUR in line]
    assert coloured and "meant to fail" in coloured[0], f"a cell failed: {coloured[:1]}"
    print(f"{path}: {len(cells)} cells typed into jupyter console")


main(sys.argv[1])
