"""Opens a built release with the tools that people train with, and says what each of them read.

usage: python consumers.py RELEASE_FOLDER
needs: datasets pandas pyarrow duckdb mlcroissant
"""

import glob
import importlib.metadata
import json
import os
import sys
import tempfile

# Nothing here may come from anywhere but the folder.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HOME"] = tempfile.mkdtemp(prefix="evenhand-hf-")

import datasets  # noqa: E402
import duckdb  # noqa: E402
import mlcroissant  # noqa: E402
import pandas  # noqa: E402
import pyarrow.parquet  # noqa: E402
import yaml  # noqa: E402

datasets.disable_progress_bars()

TRL_COLUMNS = {"text": ["text"], "chat": ["messages"], "preference": ["prompt", "chosen", "rejected"]}


def expect(actual, wanted, what):
    if actual != wanted:
        sys.exit(f"{what}: {actual!r}, expected {wanted!r}")


def check_messages(messages, what):
    """TRL's conversational format: a list of { role, content }."""
    if not messages:
        sys.exit(f"{what}: no messages")
    for message in messages:
        expect(sorted(message), ["content", "role"], what)
        if message["role"] not in ("system", "user", "assistant") or not message["content"]:
            sys.exit(f"{what}: {message!r}")


def check_trl(config, row):
    for column, value in row.items():
        if config == "text":
            expect(type(value), str, f"{config}.{column}")
        else:
            check_messages(value, f"{config}.{column}")
    if config == "preference":
        expect(row["chosen"][-1]["role"], "assistant", "the last turn of chosen")


def check_datasets(folder, manifest):
    with open(os.path.join(folder, "README.md"), encoding="utf-8") as card:
        metadata = yaml.safe_load(card.read().split("---\n")[1])
    for config in metadata["configs"]:
        name = config["config_name"]
        loaded = datasets.load_dataset(folder, name)
        expect(sorted(loaded), sorted(f["split"] for f in config["data_files"]), f"splits of {name}")
        for split, rows in loaded.items():
            files = [f for f in manifest["files"] if (f.get("config"), f.get("split")) == (name, split)]
            expect(len(rows), sum(f["rows"] for f in files), f"rows of {name}/{split}")
            if name in TRL_COLUMNS:
                expect(rows.column_names, TRL_COLUMNS[name], f"columns of {name}")
                for row in rows:
                    check_trl(name, row)
        print(f"datasets {datasets.__version__}: {name} {dict((s, len(r)) for s, r in loaded.items())}")


def check_same(folder):
    """The config `all` holds what the JSONL holds, value by value."""
    lines = {}
    for path in glob.glob(os.path.join(folder, "jsonl", "*", "*.jsonl")):
        with open(path, encoding="utf-8") as file:
            for line in file:
                sample = json.loads(line)
                lines[sample["id"]] = sample
    loaded = datasets.load_dataset(folder, "all")
    for row in (row for rows in loaded.values() for row in rows):
        sample = lines.pop(row["id"])
        for key, value in row.items():
            if key in ("date", "provider", "model", "terms", "licence", "contributor"):
                continue
            expect(value, sample.get(key), f"{row['id']}.{key}")
    expect(lines, {}, "lines that no row holds")
    print("config all equals the JSONL")


def check_parquet(folder, manifest):
    for file in manifest["files"]:
        if "config" not in file:
            continue
        path = os.path.join(folder, file["path"])
        expect(len(pandas.read_parquet(path)), file["rows"], f"pandas, {path}")
        expect(pyarrow.parquet.read_table(path).num_rows, file["rows"], f"pyarrow, {path}")
        # The hash of a whole row makes DuckDB read every column.
        [(count,)] = duckdb.sql(f"select count(hash(t)) from '{path}' t").fetchall()
        expect(count, file["rows"], f"duckdb, {path}")
    print(f"pandas {pandas.__version__}, pyarrow {pyarrow.__version__}, duckdb {duckdb.__version__}: every Parquet file")


def check_croissant(folder, manifest):
    cwd = os.getcwd()
    os.chdir(folder)
    dataset = mlcroissant.Dataset(jsonld="croissant.json")
    expect(list(dataset.metadata.ctx.issues.errors), [], "croissant errors")
    for file in manifest["files"]:
        if "config" not in file:
            continue
        name = file["path"].removesuffix(".parquet")
        rows = sum(1 for _ in dataset.records(name))
        expect(rows, file["rows"], f"mlcroissant, {name}")
    os.chdir(cwd)
    print(f"mlcroissant {importlib.metadata.version('mlcroissant')}: every record set; warnings: {list(dataset.metadata.ctx.issues.warnings)}")


def main():
    folder = os.path.abspath(sys.argv[1])
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    check_datasets(folder, manifest)
    check_same(folder)
    check_parquet(folder, manifest)
    check_croissant(folder, manifest)


main()
