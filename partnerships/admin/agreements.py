"""Agreements: beginning one, and entering who takes part in it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from accounts import invitations
from accounts.models import User
from core.admin.answers import sentence_of
from core.admin.pages import HistoryAdmin, change_url
from core.words import in_words
from partnerships.agreements.forms import AgreementStartForm, NewAgreement
from partnerships.agreements.inviting import PeopleForm, bring_all_in
from partnerships.agreements.partners import PartnersForm, add_partners
from partnerships.models import Agreement
from partnerships.people.changing import MembershipRefused


@admin.register(Agreement)
class AgreementAdmin(HistoryAdmin):
    change_form_template = "admin/partnerships/agreement/change_form.html"
    list_display = ["title", "lead"]
    list_select_related = ["lead"]
    search_fields = ["title", "lead__name"]

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": ["title"]}  # as an attribute it would break the history, whose form has no fields

    def get_urls(self):
        views = {"partners": self.partners_view, "people": self.people_view}
        return [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"partnerships_agreement_{name}")
            for name, view in views.items()
        ] + super().get_urls()

    def add_view(self, request, form_url="", extra_context=None):
        """First what it starts from, then all that a new agreement needs, its first edition with it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        start = AgreementStartForm(request.GET if "start" in request.GET else None)
        if not start.is_valid():
            status = 422 if start.is_bound or request.method == "POST" else 200
            return self._page(request, "start", "New agreement", status=status, form=start)
        new = NewAgreement(request.POST if request.method == "POST" else None, source=start.source())
        if request.method == "POST" and new.is_valid() and (edition := new.begin(by=request.user)):
            self.log_addition(request, edition.agreement, "Begun.")
            messages.success(
                request, f"{edition.agreement} is begun. Its first edition is a draft: write its text here."
            )
            return redirect(change_url(edition))
        status = 422 if request.method == "POST" else 200
        return self._page(request, "new", "New agreement", status=status, new=new)

    def partners_view(self, request, pk):
        """Enter partners and other parties from a list of names."""
        agreement = self._get(request, pk)
        form = PartnersForm(request.POST if request.method == "POST" else None, agreement=agreement)
        if form.is_valid():
            said = form.cleaned_data
            try:
                added = add_partners(agreement, said["partners"], said["parties"], by=request.user)
            except IntegrityError as error:
                form.add_error(None, sentence_of(error))
            else:
                for sentence in added.sentences():
                    messages.success(request, sentence)
                return redirect("admin:partnerships_agreement_partners", pk)
        partnerships = agreement.partnerships.select_related("partner").prefetch_related(
            "parties__organization"
        )
        return self._of_agreement(request, "partners", agreement, "Partners and parties", form, partnerships)

    def people_view(self, request, pk):
        """Invite people from a list."""
        agreement = self._get(request, pk)
        form = PeopleForm(request.POST if request.method == "POST" else None, agreement=agreement)
        if form.is_valid():
            try:
                brought = bring_all_in(form.cleaned_data["newcomers"], by=request.user)
            except MembershipRefused as refused:
                form.add_error("people", str(refused))
            else:
                _send(request, brought)
                return redirect("admin:partnerships_agreement_people", pk)
        partnerships = agreement.partnerships.all()
        return self._of_agreement(request, "people", agreement, "People", form, partnerships)

    def _get(self, request, pk):
        agreement = get_object_or_404(Agreement.objects.select_related("lead", "begun_from"), pk=pk)
        if not self.has_change_permission(request, agreement):
            raise PermissionDenied
        return agreement

    def _of_agreement(self, request, name, agreement, title, form, partnerships):
        context = {
            "agreement": agreement,
            "subtitle": str(agreement),
            "form": form,
            "partnerships": partnerships,
        }
        return self._page(request, name, title, status=422 if form.is_bound else 200, **context)

    def _page(self, request, name, title, *, status, **context):
        context |= {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return render(request, f"admin/partnerships/agreement/{name}.html", context, status=status)


def _send(request, brought):
    """Send what those who were brought in are told, and say of whom it could not be sent."""
    sent: list[User] = []
    unsent: list[User] = []
    for one in brought:
        person = one.membership.user
        if one.invitation is None:
            is_sent = invitations.tell(person, one.membership, request, by=request.user)
        else:
            try:
                is_sent = invitations.send(one.invitation, request, by=request.user)
            except invitations.TooSoon:
                is_sent = True
        (sent if is_sent else unsent).append(person)
    if sent:
        messages.success(request, f"An e-mail is on its way to {in_words(map(str, sent))}.")
    if unsent:
        messages.error(
            request,
            f"{in_words(map(str, unsent))} may come in, but the e-mail could not be sent. In the list of users, "
            "“Send the invitation again” tries once more.",
        )
