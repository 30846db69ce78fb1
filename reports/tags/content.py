"""The content of a page in the order in which it is read.

WeasyPrint paints by the rules of CSS: what floats, stands beside another or is positioned comes after the text
around it. Read in the order of painting, as many programs do, the number in a table of contents would come lines
after its words. So what is no content is painted first, as lines and grounds, and then each piece of content in its
turn, under the state of graphics that it had.

It reads a page as WeasyPrint writes it: an operator ends each line, and strings are hexadecimal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Lines = list[bytes]

MARKS = frozenset((b"/Span", b"/Figure", b"/Artifact"))
SETTERS = frozenset(b"rg RG g G k K cs CS sc SC scn SCN w J j M d i ri Tf Tr Tc Tw Tz TL Ts".split())
PATHS = frozenset(b"m l c v y h re W W*".split())
PAINTS = frozenset(b"n S s f F f* B B* b b*".split())
BEGIN_ARTIFACT, END = [b"/Artifact", b"BMC"], b"EMC"


class Graphics(NamedTuple):
    """The state of graphics: how it was moved and clipped, in that order, and what was set last."""

    placed: tuple[bytes, ...] = ()
    latest: tuple[tuple[bytes, bytes], ...] = ()
    """By operator, the line that set it."""

    @property
    def lines(self) -> Lines:
        return [*self.placed, *(line for _, line in self.latest)]

    def after(self, line: bytes, path: Lines) -> "Graphics":
        """`path` are the lines since the last path was painted."""
        operator = line.rsplit(b" ", 1)[-1]
        if operator == b"cm":
            return self._replace(placed=(*self.placed, line))
        if operator in PAINTS and not {b"W", b"W*"}.isdisjoint(path):
            return self._replace(placed=(*self.placed, *path, b"n"))
        if operator == b"gs" or operator in SETTERS:
            key = line[:2] if operator == b"gs" else operator  # /a1.0, /A1.0: of fills, of strokes
            return self._replace(latest=tuple({**dict(self.latest), key: line}.items()))
        return self


@dataclass
class Piece:
    """A piece of marked content: how it begins, what it paints, and the state before and after it."""

    begin: Lines
    before: Graphics
    after: Graphics
    depth: int
    """How many states are kept where it begins."""
    lines: Lines = field(default_factory=list)


def arranged(
    content: bytes, read: Sequence[int], joined: Mapping[int, Sequence[int]], texts: Mapping[int, str]
) -> bytes:
    """`read` are the numbers of the marked content that has an owner, in reading order; all else is no content.

    Those that a number of `joined` leads to become one piece with it. `texts` says what a piece says, where that
    cannot be read from its letters.
    """
    pieces, rest = _taken_apart(content, frozenset(read))
    inside = {number for numbers in joined.values() for number in numbers}
    lines: Lines = [b"q", *rest, b"Q"]
    state: Graphics | None = None
    """That which is kept open for pieces that follow each other as they did; None where none is."""
    for number in read:
        if number in inside:
            continue
        piece = pieces[number]
        if state is not None and (number in joined or state != piece.before):
            lines.append(b"Q")
            state = None
        if number in joined:
            lines += piece.begin
            for part in (number, *joined[number]):
                one, says = pieces[part], texts.get(part, "")
                painted = [b"q", *one.before.lines, *one.lines, b"Q"]
                lines += [b"/Span", _said(says), b"BDC", *painted, END] if says else painted
            lines.append(END)
            continue
        if state is None:
            lines += [b"q", *piece.before.lines]
        lines += [*_beginning(piece, texts.get(number, "")), *piece.lines, END]
        state = piece.after
    if state is not None:
        lines.append(b"Q")
    return b"\n".join(lines)


def _beginning(piece: Piece, says: str) -> Lines:
    if not says:
        return piece.begin
    return [line.replace(b">>", _said(says).removeprefix(b"<<")) for line in piece.begin]


def _said(text: str) -> bytes:
    return b"<< /ActualText <feff%s>>>" % text.encode("utf-16-be").hex().encode()


def _taken_apart(content: bytes, owned: frozenset[int]) -> tuple[dict[int, Piece], Lines]:
    """The pieces of content by number, and the lines of what is none: artifacts, also those inside of a piece."""
    pieces: dict[int, Piece] = {}
    rest: Lines = []
    state, states = Graphics(), list[Graphics]()
    path: Lines = []
    begin: Lines = []
    piece: Piece | None = None
    artifacts = 0
    for line in content.split(b"\n"):
        operator = line.rsplit(b" ", 1)[-1]
        if line in MARKS or line.startswith(b"<</MCID"):
            begin.append(line)
        elif operator in (b"BDC", b"BMC"):
            number = int(begin[1][len(b"<</MCID ") : -len(b">>")]) if operator == b"BDC" else None
            if number in owned:
                piece = pieces[number] = Piece([*begin, line], state, state, len(states))
            else:
                if piece is not None and not artifacts:
                    rest += [
                        b"q",
                        *state.placed[len(piece.before.placed) :],
                        *(one for _, one in state.latest),
                    ]
                if not artifacts:
                    rest += BEGIN_ARTIFACT
                artifacts += 1
            begin = []
        elif line == END:
            if artifacts:
                artifacts -= 1
                if not artifacts:
                    rest += [END] if piece is None else [END, b"Q"]
            elif piece is not None:
                piece.after, piece = state, None
        else:
            (rest if artifacts or piece is None else piece.lines).append(line)
            if line == b"q":
                states.append(state)
            elif line == b"Q":
                state = states.pop()
            else:
                before, state = state, state.after(line, path)
                if piece is not None and not artifacts and state != before and len(states) == piece.depth:
                    rest += [*path, b"n"] if operator in PAINTS else [line]
            if operator in PATHS:
                path.append(line)
            elif operator in PAINTS:
                path = []
    return pieces, rest
