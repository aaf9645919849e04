"""Types a notebook's cells into jupyter console, as a user would, and checks what comes back."""

import subprocess
import sys

import nbformat

COMMAND = ["/usr/bin/jupyter", "console", "--kernel", "braid", "--simple-prompt"]
LAST = 'System.out.println("the end is " + 6 * 7);'


def typed(notebook):
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "code" and "raises-exception" not in tags:
            # An empty line ends an input that the kernel takes for unfinished.
            yield cell.source.strip() + "\n\n"


def main(path):
    notebook = nbformat.read(path, as_version=4)
    cells = list(typed(notebook))
    ended = subprocess.run(
        COMMAND, input="".join(cells) + LAST + "\n", capture_output=True, text=True, timeout=240
    )
    print(ended.stdout)
    print(ended.stderr, file=sys.stderr)
    assert cells, "nothing to type"
    assert ended.returncode == 0, f"jupyter console ended with {ended.returncode}"
    assert "the end is 42" in ended.stdout, "the last cell's output is missing"
    assert "Exception" not in ended.stdout, "a cell failed"
    assert "Traceback" not in ended.stderr, "the console failed"
    print(f"{path}: {len(cells)} cells typed into jupyter console")


main(sys.argv[1])
