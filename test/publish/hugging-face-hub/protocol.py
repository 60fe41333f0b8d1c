"""Talks to the local Hub with the Hub's own Python client: what that takes for a Hub, another client may too.

usage: HF_ENDPOINT=… HF_TOKEN=… python protocol.py
needs: huggingface_hub
"""

import os
import tempfile

os.environ["HF_HOME"] = tempfile.mkdtemp(prefix="evenhand-hf-")
# The local Hub knows the older way of storing large files.
os.environ["HF_HUB_DISABLE_XET"] = "1"

from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi  # noqa: E402
from huggingface_hub.errors import HfHubHTTPError  # noqa: E402

api = HfApi()
repo = {"repo_id": "example/python", "repo_type": "dataset"}


def refusal(task):
    try:
        task()
    except HfHubHTTPError as error:
        return error.response.status_code
    return None


print(api.whoami()["name"])
api.create_repo(**repo)
assert refusal(lambda: api.create_repo(**repo)) == 409
large = os.urandom(40_000)
first = api.create_commit(
    **repo,
    operations=[
        CommitOperationAdd("plain/readme.txt", b"plain"),
        CommitOperationAdd("data/large.parquet", large),
    ],
    commit_message="First",
)
second = api.create_commit(
    **repo,
    operations=[CommitOperationDelete("plain/readme.txt")],
    commit_message="Second",
    parent_commit=first.oid,
)
stale = CommitOperationAdd("late.txt", b"late")
assert refusal(lambda: api.create_commit(**repo, operations=[stale], commit_message="Late", parent_commit=first.oid)) == 412
api.create_tag(**repo, tag="v1", revision=first.oid)
assert refusal(lambda: api.create_tag(**repo, tag="v1", revision=second.oid)) == 409
assert sorted(api.list_repo_files(**repo)) == [".gitattributes", "data/large.parquet"]
assert sorted(api.list_repo_files(**repo, revision="v1")) == [".gitattributes", "data/large.parquet", "plain/readme.txt"]
[about] = api.get_paths_info(**repo, paths=["data/large.parquet"])
assert about.lfs.size == len(large)
with open(api.hf_hub_download(**repo, filename="data/large.parquet", revision="v1"), "rb") as file:
    assert file.read() == large
print("ok")
