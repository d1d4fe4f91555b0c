"""What is noted on a dossier beside its state, for lists and screens."""

QUARANTINED = "quarantined"
"""A page that is required cannot be used."""
CAME_BACK = "came_back"
"""A restored server was given it back by its phone; what the office had done since the backup is gone."""
AWAITING = "awaiting_supplement"
"""The owner was asked for more and has not sent everything yet."""
ANSWERED = "supplement_answered"
"""What was asked for has come, and nobody has gone on with the dossier since."""
WAITS = "supplement_waits"
"""A further request waits for an approver's word."""

UNCLEAR = "page_unclear"
"""The phone warned whoever took a photo that it is blurred or dark, and it was sent all the same."""

EXTENDED = "extended"
"""Another due moment was granted, with an apology."""

MERGED = "merged"
"""It was closed because it goes on under another number."""
SUSPECTED = "duplicate_suspected"

OPINION_ASKED = "opinion_asked"
"""Another office is asked for its opinion."""
OPINION_ANSWERED = "opinion_answered"
"""It has answered, and nobody has gone on with the dossier since."""
EXPRESS = "express"
"""To be settled at once: whoever has the next step takes it first."""

OFFICE_ONLY = frozenset({SUSPECTED, CAME_BACK, ANSWERED, WAITS, OPINION_ASKED, OPINION_ANSWERED, EXPRESS, UNCLEAR})
