"""Shingles and signs the texts of a file with datasketch, rensa and datatrove; see compare.ts, which runs it."""
import sys
import time

PERMUTATIONS = 128


def shingles(text):
    words = text.split(" ")
    return {" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}


def with_datasketch(texts):
    from datasketch import MinHash

    for text in texts:
        signature = MinHash(num_perm=PERMUTATIONS)
        signature.update_batch([shingle.encode() for shingle in shingles(text)])


def with_rensa(texts):
    from rensa import RMinHash

    for text in texts:
        signature = RMinHash(num_perm=PERMUTATIONS, seed=1)
        signature.update(list(shingles(text)))
        signature.digest()


def with_datatrove(texts):
    from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupSignature

    config = MinhashConfig(n_grams=3, num_buckets=32, hashes_per_bucket=4)
    stage = MinhashDedupSignature(output_folder="/tmp/evenhand-datatrove", config=config)
    for text in texts:
        stage.get_signature(stage.get_shingles(text))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        texts = file.read().split("\n")
    for name, sign in (("datasketch", with_datasketch), ("rensa", with_rensa), ("datatrove", with_datatrove)):
        try:
            sign(texts[:50])
            start = time.process_time()
            sign(texts)
            print(name, len(texts) / (time.process_time() - start), flush=True)
        except Exception as error:  # a tool that is missing is said to be missing
            print(name, "missing:", str(error).split("\n")[0], flush=True)


main()
