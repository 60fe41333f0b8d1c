"""Opens a mirrored release through a Hub, as those who train on it would, and holds it to its own manifest.

usage: HF_ENDPOINT=… python load_from_hub.py NAMESPACE/NAME TAG
needs: datasets huggingface_hub
"""

import hashlib
import json
import os
import sys
import tempfile

# A cache of its own: nothing may come from an earlier run.
os.environ["HF_HOME"] = tempfile.mkdtemp(prefix="evenhand-hf-")

import datasets  # noqa: E402
import huggingface_hub  # noqa: E402

datasets.disable_progress_bars()


def expect(actual, wanted, what):
    if actual != wanted:
        sys.exit(f"{what}: {actual!r}, expected {wanted!r}")


def check_configs(repo, tag, manifest):
    names = datasets.get_dataset_config_names(repo, revision=tag)
    expect(sorted(names), sorted({f["config"] for f in manifest["files"] if "config" in f}), "configs")
    for name in names:
        loaded = datasets.load_dataset(repo, name, revision=tag)
        for split, rows in loaded.items():
            files = [f for f in manifest["files"] if (f.get("config"), f.get("split")) == (name, split)]
            expect(len(rows), sum(f["rows"] for f in files), f"rows of {name}/{split}")
        print(f"datasets {datasets.__version__}: {name} {dict((s, len(r)) for s, r in loaded.items())}")


def check_streaming(repo, tag):
    row = next(iter(datasets.load_dataset(repo, "all", revision=tag, split="train", streaming=True)))
    print(f"streaming: first row {row['id']}")


def check_sums(folder):
    with open(os.path.join(folder, "SHA256SUMS"), encoding="utf-8") as sums:
        lines = [line.rstrip("\n").split("  ", 1) for line in sums]
    for wanted, path in lines:
        with open(os.path.join(folder, path), "rb") as file:
            expect(hashlib.sha256(file.read()).hexdigest(), wanted, path)
    print(f"huggingface_hub {huggingface_hub.__version__}: {len(lines)} files as SHA256SUMS has them")


def main():
    repo, tag = sys.argv[1:]
    folder = huggingface_hub.snapshot_download(repo, repo_type="dataset", revision=tag)
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    check_sums(folder)
    check_configs(repo, tag, manifest)
    check_streaming(repo, tag)


main()
