"""Print the review of a branch for GitHub: its corrections as suggestions, and what is wrong.

A bot posts it: python suggest.py origin/main topic |
gh api repos/OWNER/REPOSITORY/pulls/NUMBER/reviews --input -
"""

import json
import sys

import hookkit


def review_of(repo: hookkit.Repository, target: str, branch: str) -> str:
    """Give the body of GitHub's request that makes a review."""
    request = json.loads(repo.review(f"{target}..{branch}", "github"))
    checked = repo.check(branch)
    for found in checked.findings:
        repair = f" Repair: `{found.repair}`" if found.repair else ""
        request["body"] += f"\n\n**{found.rule}** {found.place}: {found.sentence}.{repair}"
    if checked.is_refused:
        request["event"] = "REQUEST_CHANGES"
    return json.dumps(request, indent=2)


if __name__ == "__main__":
    print(review_of(hookkit.Repository("."), sys.argv[1], sys.argv[2]))
