"""What can be done next with the papers of a case, and why not."""

from portal.accounts.sessions import SignedIn
from portal.disclosures.acts import Act, Can
from portal.disclosures.paper_queries import CasePapers
from portal.permissions import Permission


def paper_acts(papers: CasePapers, staff: SignedIn) -> list[Act]:
    """A notice for each decision that has none yet; the first has the key."""
    if not staff.may(Permission.CASE_HANDLE):
        return []
    keys = ["P"] + [""] * len(papers.unmade)
    return [
        (Can(f"{each.words}を作る", "disclosures.show_notice", key, is_main=True, public_id=each.public_id), each.why_not)
        for key, each in zip(keys, papers.unmade, strict=False)
    ]
