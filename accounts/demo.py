"""The sign-ins of the demo. They exist only where ACCORD_DEMO is set, never on a public address."""

from dataclasses import dataclass

DEMO_PASSWORD = "partnership-demo"  # noqa: S105


@dataclass(frozen=True)
class DemoSignIn:
    """One person to try Accord as. An empty role and organization: an administrator."""

    email: str
    name: str
    what: str
    role: str = ""
    organization: str = ""


CLAYTON = "School District of Clayton"
SSD = "Special School District of St. Louis County"
NETWORK = "Kairos Academies"

DEMO_SIGN_INS = (
    DemoSignIn(
        "liaison@clayton.example",
        "Clayton liaison",
        "rates the agreement for Clayton and submits",
        "liaison",
        CLAYTON,
    ),
    DemoSignIn(
        "director@ssd.example",
        "SSD director",
        "reviews what districts submit, makes it final, prints",
        "director",
        SSD,
    ),
    DemoSignIn(
        "viewer@clayton.example", "Clayton board member", "reads everything about Clayton", "viewer", CLAYTON
    ),
    DemoSignIn("admin@accord.example", "Administrator", "writes agreements, evidence and action steps"),
    DemoSignIn(
        "liaison@example-1.example",
        "Example liaison",
        "rates an invented district that is half way",
        "liaison",
        "Example District 1",
    ),
    DemoSignIn(
        "director@example.example",
        "Example director",
        "sees seven invented districts, some late, some finished",
        "director",
        "Example Special District",
    ),
    DemoSignIn(
        "director@kairos.example",
        "Network director",
        "keeps the cases and clocks of a charter network's schools",
        "director",
        NETWORK,
    ),
    DemoSignIn(
        "liaison@kairos-middle.example",
        "School liaison",
        "keeps the cases and the school calendar of one of its schools",
        "liaison",
        "Kairos Academies Middle School",
    ),
)
