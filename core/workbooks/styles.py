"""How the cells of a workbook look."""

from core.spreadsheets import Alignment, Border, Font, PatternFill, Protection, Side

from .heights import FONT, SIZE

RULE = Side(style="thin", color="BFC4C2")
LINE = Border(bottom=RULE)
BOX = Border(left=RULE, right=RULE, top=RULE, bottom=RULE)
HEAD = PatternFill("solid", fgColor="E3EEF0")
ENTRY = PatternFill("solid", fgColor="FFFDF2")
APART = PatternFill("solid", fgColor="EFE9F5")
"""Of a cell to fill in that a note says more of."""
PLAIN = Font(name=FONT, size=SIZE)
BOLD = Font(name=FONT, size=SIZE, bold=True)
TITLE = Font(name=FONT, size=14, bold=True)
SOFT = Font(name=FONT, size=SIZE, color="55605F")
OPEN = Protection(locked=False)
TOP = Alignment(vertical="top", wrap_text=True)
LEFT = Alignment(vertical="top", horizontal="left", wrap_text=True)
"""Numbers, too."""
MIDDLE = Alignment(vertical="top", horizontal="center", wrap_text=True)
