"""What a referral can be, what can be done with it then, and what both are called."""

from typing import Literal, get_args

Status = Literal[
    "draft",
    "awaiting_approval",
    "ordered",
    "accepted",
    "declined",
    "started",
    "completed",
    "aborted",
    "assessed",
]
Act = Literal["revise", "align", "order", "approve", "abort", "assess"]
Result = Literal["reached", "partly", "not_reached"]
How = Literal["meeting", "phone", "digital", "letter"]
STATUSES: tuple[Status, ...] = get_args(Status)

ACTS: dict[Status, tuple[Act, ...]] = {
    "draft": ("revise", "align", "order", "abort"),
    "awaiting_approval": ("revise", "align", "approve", "abort"),
    "ordered": ("align", "abort"),
    "accepted": ("align", "abort"),
    "declined": (),
    "started": ("abort",),
    "completed": ("assess",),
    "aborted": ("assess",),
    "assessed": (),
}
"""What is possible next, in each status; who never started is not assessed."""

RIGHTS: dict[Act, str] = {
    "revise": "referrals.write",
    "align": "referrals.order",
    "order": "referrals.order",
    "approve": "referrals.approve",
    "abort": "referrals.order",
    "assess": "referrals.order",
}
"""The right that each act wants."""

STATUS_DA: dict[Status, str] = {
    "draft": "en kladde",
    "awaiting_approval": "til godkendelse",
    "ordered": "bestilt",
    "accepted": "modtaget af leverandøren",
    "declined": "afvist af leverandøren",
    "started": "begyndt",
    "completed": "gennemført",
    "aborted": "afbrudt",
    "assessed": "vurderet",
}
ACTS_DA: dict[Act, str] = {
    "revise": "rettes",
    "align": "forventningsafstemmes",
    "order": "bestilles",
    "approve": "godkendes",
    "abort": "afbrydes",
    "assess": "vurderes",
}

LATEST: tuple[tuple[str, Status], ...] = (
    ("assessed_at", "assessed"),
    ("aborted_at", "aborted"),
    ("completed_at", "completed"),
    ("started_on", "started"),
    ("declined_at", "declined"),
    ("accepted_at", "accepted"),
    ("ordered_at", "ordered"),
    ("asked_at", "awaiting_approval"),
)
"""What says the status: the first of these that is there."""

OPEN: frozenset[Status] = frozenset({"ordered", "accepted", "started"})
"""The statuses in which a referral holds a seat."""

STEPS_ON = frozenset({"job", "education"})
"""The next steps after which no other offer is needed."""
