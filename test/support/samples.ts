import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from '../../scripts/check/source-file.ts';
import type { Axes, Axis } from '../../scripts/sample/axis.ts';
import { canonicalJson } from '../../scripts/sample/canonical-json.ts';
import { makeSample } from '../../scripts/sample/identify.ts';
import type { RunFile } from '../../scripts/sample/run-file.ts';
import type { Labels, Sample } from '../../scripts/sample/sample.ts';
import { compileSchema } from '../../scripts/sample/schema-validator.ts';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

export const run = '2026-11-24-site-visit-7c1e09aa';

const labels: Labels = { lang: 'en', axis: 'gender', groups: ['women'], stance: 'neutral', run };

export function textSample(text: string, more: Partial<Labels> = {}): Sample {
  return makeSample({ kind: 'text', text }, { ...labels, ...more });
}

/** Sentences that no check finds alike. */
export const scenes = [
  'Her ferry leaves at noon, so Dana packs the violin first and the sandwiches last.',
  'After the hail the roofer counted eleven broken tiles and drank a cup of tea.',
  'Nobody had warned the lighthouse keeper that the circus would camp below the cliff.',
  'When the lift stopped between two floors, the electrician began to sing.',
  'Three letters arrived that morning, and only the last one had a stamp.',
];

/** A run file that obeys its schema and names no file that exists. */
export const exampleRunFile: RunFile = {
  run,
  date: '2026-11-24',
  provider: 'template',
  parameters: {},
  seed: 1,
  tool: 'evenhand/0.1.0',
  specs: [],
  counts: { requested: 1, accepted: 1, refused: {} },
  tokens: { input: 0, output: 0 },
  costMicroUsd: 0,
  energy: { wattHours: 0, source: 'none' },
  licence: 'MIT',
  author: 'Ada Tester <ada@example.org>',
  signOff: 'Signed-off-by: Ada Tester <ada@example.org>',
  files: [{ path: `data/gender/2026/${run}.jsonl`, sha256: '0'.repeat(64), samples: 1 }],
};

export function jsonl(samples: unknown[]): string {
  return samples.map((sample) => `${canonicalJson(sample)}\n`).join('');
}

/** A file that stands nowhere but in memory, handed over in small pieces. */
export function fileOf(path: string, text: string | Uint8Array, chunkBytes = 7): SourceFile {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return {
    path,
    async *chunks() {
      for (let start = 0; start < bytes.length; start += chunkBytes)
        yield bytes.slice(start, start + chunkBytes);
    },
  };
}

export function schema(name: string) {
  return compileSchema(
    JSON.parse(readFileSync(`${projectRoot}schemas/${name}.schema.json`, 'utf8')) as object,
  );
}

export const genderAxis = JSON.parse(readFileSync(`${projectRoot}schemas/axes/gender.json`, 'utf8')) as Axis;
export const axes: Axes = new Map([['gender', genderAxis]]);
