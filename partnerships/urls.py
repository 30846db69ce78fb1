from django.urls import path

from .views import agreement, amendments, cohorts, contradictions, policy, signatures, submissions

SUBMISSIONS = "agreements/<slug:slug>/submissions/"

urlpatterns = [
    path("agreements/<slug:slug>/printed-counts/", cohorts.printed_counts, name="printed-counts"),
    path("agreements/<slug:slug>/contradictions/", contradictions.contradictions, name="contradictions"),
    path(SUBMISSIONS, submissions.submissions, name="submissions"),
    path(f"{SUBMISSIONS}new/", submissions.submission, name="new-submission"),
    path(f"{SUBMISSIONS}<str:public_id>/", submissions.submission, name="submission"),
    path(f"{SUBMISSIONS}<str:public_id>/letters/new/", submissions.letter, name="new-letter"),
    path(f"{SUBMISSIONS}<str:public_id>/letters/<str:letter_id>/", submissions.letter, name="letter"),
    path("agreements/<slug:slug>/choices/", policy.policy_choices, name="policy-choices"),
    path("agreements/<slug:slug>/choices/<str:public_id>/", policy.policy_choice, name="policy-choice"),
    path("partnerships/<slug:slug>/agreement/", agreement.agreement, name="agreement"),
    path("partnerships/<slug:slug>/signatures/", signatures.signatures, name="signatures"),
    path("partnerships/<slug:slug>/signatures/<path:edition>/<int:number>/", signatures.sign, name="sign"),
    path(
        "partnerships/<slug:slug>/signatures/<path:edition>/<int:number>/withdraw/",
        signatures.withdraw,
        name="withdraw-signature",
    ),
    path(
        "partnerships/<slug:slug>/additions/<str:addition>/signatures/<int:number>/",
        signatures.sign,
        name="sign-of-addition",
    ),
    path(
        "partnerships/<slug:slug>/additions/<str:addition>/signatures/<int:number>/withdraw/",
        signatures.withdraw,
        name="withdraw-signature-of-addition",
    ),
    path("partnerships/<slug:slug>/amendments/<str:public_id>/", amendments.amendment, name="amendment"),
    path(
        "partnerships/<slug:slug>/amendments/<str:public_id>/<slug:doing>/",
        amendments.decide_amendment,
        name="decide-amendment",
    ),
    path("scans/<str:public_id>/", signatures.scan, name="scan"),
]
