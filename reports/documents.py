"""The documents that can be made of an assessment: gathered, rendered, printed."""

from . import gather, pdf, render


def state_of_the_partnership(assessment):
    return pdf.print_pdf(render.state_of_the_partnership(gather.state_of_the_partnership(assessment)))


DOCUMENTS = {"state-of-the-partnership": state_of_the_partnership}
