import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entriesOf } from '../../../scripts/check/check-files.ts';
import { readAlike, textsAt } from '../../../scripts/check/index/read-alike.ts';
import { readIndex } from '../../../scripts/check/index/read-index.ts';
import { writeIndex } from '../../../scripts/check/index/write-index.ts';
import { readFolder } from '../../../scripts/check/read-folder.ts';
import type { SourceFile } from '../../../scripts/check/source-file.ts';
import { buildLexicon } from '../../../scripts/sample/lexicon.ts';
import { createSigner } from '../../../scripts/sample/minhash/create-signer.ts';
import { randomAt } from '../../../scripts/sample/random.ts';
import { axes, fileOf, jsonl, schema, textSample } from '../../support/samples.ts';

const validateSample = schema('sample');
export const signing = { lexicon: buildLexicon(axes), signer: createSigner(), validateSample };

export function words(seed: number, count = 40): string[] {
  return Array.from({ length: count }, (_, index) => `w${randomAt(index, seed) % 5_000}`);
}

/** A dataset of three files of 200 samples. */
export function newDataset(): string {
  const root = mkdtempSync(join(tmpdir(), 'evenhand-index-'));
  for (const file of [0, 1, 2]) {
    const samples = Array.from({ length: 200 }, (_, i) => textSample(words(file * 200 + i).join(' ')));
    writeFileSync(join(root, `${file}.jsonl`), jsonl(samples));
  }
  return root;
}

export async function build(root: string) {
  const files = (await readFolder([root], root)).filter(({ path }) => !path.startsWith('index/'));
  return writeIndex({ folder: join(root, 'index'), files, ...signing });
}

export const newCache = () => mkdtempSync(join(tmpdir(), 'evenhand-cache-'));

/** Near-duplicates of the samples 0, 207 and 599, and one text that is new. */
const subjects = [
  fileOf(
    'new.jsonl',
    jsonl([0, 207, 599, 9_999].map((seed) => textSample([...words(seed).slice(1), 'changed'].join(' ')))),
  ),
];

export async function placesAlike(
  location: string,
  texts: string,
  maxRequests = 1_000,
  cacheFolder = newCache(),
) {
  const index = await readIndex(location, { fetch, cacheFolder, maxRequests });
  const entries = entriesOf(subjects, 'subject', validateSample);
  const files = await readAlike(entries, { ...signing, index, texts: textsAt(texts, index, fetch) });
  return { places: files.map(({ path, lineNumbers }: SourceFile) => `${path}:${lineNumbers}`).sort(), index };
}

export const expected = ['0.jsonl:1', '1.jsonl:8', '2.jsonl:200'];

/** Overwrites a part of a file. */
export function write(path: string, at: number, part: Uint8Array | Uint32Array): void {
  const bytes = readFileSync(path);
  bytes.set(new Uint8Array(part.buffer), at);
  writeFileSync(path, bytes);
}
