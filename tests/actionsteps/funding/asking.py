"""A request and the people around it."""

from django.urls import reverse

from actionsteps.funding.deeds import SUBMIT, go, seen_in
from tests import factories as make


class Asking:
    """A partnership with a goal, a request for it, and its people."""

    def __init__(self, *amounts):
        edition = make.make_edition()
        self.item = make.make_item(make.make_category(edition))
        make.adopt(edition)
        self.partnership = make.make_partnership(agreement=edition.agreement)
        self.liaison, self.director = (
            make.make_liaison(self.partnership),
            make.make_director(self.partnership),
        )
        self.request = self.ask(*amounts)

    def ask(self, *amounts, **fields):
        return make.make_funding_request(self.partnership, *amounts, items=[self.item], **fields)

    def go(self, deed, *, by=None, words=""):
        request = make.request_whole(self.request)
        go(deed, request, words, seen=seen_in(request), by=by or self.liaison)
        self.request = make.request_whole(request)

    def submitted(self):
        self.go(SUBMIT)
        return self

    def granted(self, **options):
        self.request = make.grant(self.request, by=self.director, **options)
        return self

    def url(self, name, *args):
        return reverse(name, args=[self.partnership.slug, *args])

    def url_of(self, name, *args):
        return self.url(name, self.request.public_id, *args)
