"""What loads openpyxl loads nothing else."""

import subprocess
import sys

CODE = """
import sys
import core.spreadsheets
assert not {"lxml", "lxml.etree", "PIL", "numpy"} & sys.modules.keys()
import PIL.Image
"""


def test_openpyxl_is_loaded_alone_and_everything_else_can_be_loaded_afterwards():
    assert subprocess.run([sys.executable, "-c", CODE], check=False).returncode == 0  # what stands above
