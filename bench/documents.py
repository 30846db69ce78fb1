"""Each kind of document of Clayton: printed and finished, against WeasyPrint alone on its HTML, and its size."""

from reports import printing
from reports.documents import DOCUMENTS
from reports.parts import Readers
from reports.pdf import print_pdf
from tests.reports.samples import OWN, newest_of_clayton

from .measure import ratio, say

MOST_OF_A_DOCUMENT = 1.15
MOST_BYTES_OF_A_PAGE = 1_000_000 // 30


def measure_documents(rounds=5):
    for kind, maker in DOCUMENTS.items():
        if kind not in OWN:
            measure_document(kind, maker.html(Readers(maker.audiences[0]), **newest_of_clayton(kind)), rounds)


def measure_document(kind, html, rounds):
    found = ratio(
        lambda: print_pdf(html), lambda: printing.write(printing.lay_out(html)), rounds=rounds, warm_up=1
    )
    say(
        f"{kind.label} against WeasyPrint alone",
        f"{found.value:.2f} ({found.first:.2f} s, {found.second:.2f} s)",
        f"{MOST_OF_A_DOCUMENT} at most",
        found.value <= MOST_OF_A_DOCUMENT,
    )
    made = print_pdf(html)
    of_a_page = len(made.content) / made.pages
    say(
        f"{kind.label}, bytes a page",
        f"{of_a_page:,.0f} ({made.pages} pages)",
        f"{MOST_BYTES_OF_A_PAGE:,} at most",
        of_a_page <= MOST_BYTES_OF_A_PAGE,
    )
