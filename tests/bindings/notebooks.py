"""Runs the notebooks of examples/notebooks from their first to their last cell: notebooks.py FOLDER.

They are stored without outputs, and each asserts its own numbers. Ends with 1 and the cell that fails.
"""
import os
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

failed = 0
folder = sys.argv[1]
names = sorted(name for name in os.listdir(folder) if name.endswith(".ipynb"))
if not names:
    sys.exit(f"{folder} has no notebooks")
for name in names:
    book = nbformat.read(os.path.join(folder, name), as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    if any(cell.outputs or cell.execution_count for cell in code):
        print(f"{name}: it has outputs; store notebooks without them")
        failed = 1
    if not any("assert" in cell.source for cell in code):
        print(f"{name}: it asserts nothing")
        failed = 1
    start = time.monotonic()
    try:
        NotebookClient(book, timeout=300, kernel_name="python3").execute()
        print(f"{name}: {time.monotonic() - start:.0f} s")
    except CellExecutionError as error:
        print(f"{name}: {error}")
        failed = 1
sys.exit(failed)
