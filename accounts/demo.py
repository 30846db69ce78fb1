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
    looks_after: str = ""
    """The partnership that comes first for somebody of the lead agency."""


CLAYTON = "School District of Clayton"
SSD = "Special School District of St. Louis County"
NETWORK = "Kairos Academies"
REVIEWER = "EnhancED Coaching & Consulting"
STATE = "Michigan Department of Education"
PLAN_STATE = "West Virginia Department of Education"
CONSORTIUM = "Saint Louis Public Schools"

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
    DemoSignIn(
        "reviewer@enhanced.example",
        "Reviewer",
        "reviews a charter network and its schools, criterion by criterion",
        "liaison",
        REVIEWER,
    ),
    DemoSignIn(
        "viewer@kairos.example",
        "Network board member",
        "reads the scorecard of the network, and the agenda of its board",
        "viewer",
        NETWORK,
    ),
    DemoSignIn(
        "director@mde.example",
        "Partnership director",
        "opens reviews of goal attainment for the state of Michigan, and makes them final",
        "director",
        STATE,
    ),
    DemoSignIn(
        "liaison@mde.example",
        "State liaison",
        "looks after one of Michigan's partnership districts and rates for the state",
        "liaison",
        STATE,
        "example-public",
    ),
    DemoSignIn(
        "liaison@example-public.example",
        "District liaison",
        "rates the goals of an invented partnership district and its three schools",
        "liaison",
        "Example Public Schools",
    ),
    DemoSignIn(
        "liaison@example-isd.example",
        "ISD liaison",
        "rates them for its intermediate school district",
        "liaison",
        "Example Intermediate School District",
    ),
    DemoSignIn(
        "liaison@example-community.example",
        "Community liaison",
        "rates them for a community partner",
        "liaison",
        "Example Community Partner",
    ),
    DemoSignIn(
        "viewer@example-public.example",
        "District board member",
        "reads everything about the invented partnership district",
        "viewer",
        "Example Public Schools",
    ),
    DemoSignIn(
        "superintendent@slps.example",
        "Network superintendent",
        "marks a launch plan, and sees what the example schools of a consortium reach",
        "director",
        CONSORTIUM,
    ),
    DemoSignIn(
        "leader@example-a.example",
        "School leader",
        "rates the tactics of an example school of the consortium",
        "liaison",
        "Example Elementary A",
    ),
    DemoSignIn(
        "viewer@example-a.example",
        "School community member",
        "reads everything about that school",
        "viewer",
        "Example Elementary A",
    ),
    DemoSignIn(
        "director@wvde.example",
        "State coordinator",
        "keeps the state performance plan of West Virginia and what is due of it",
        "director",
        PLAN_STATE,
    ),
    DemoSignIn(
        "liaison@example-county.example",
        "District coordinator",
        "enters the figures of an invented county and reads its profile",
        "liaison",
        "Example County Schools",
    ),
    DemoSignIn(
        "viewer@example-county.example",
        "County board member",
        "reads the profile of that county",
        "viewer",
        "Example County Schools",
    ),
)
