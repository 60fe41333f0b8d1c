import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, describe, expect, it } from 'vitest';
import type { Origin } from '../../../scripts/publish/release/origin.ts';
import { writeRows } from '../../../scripts/publish/release/write-rows.ts';
import { canonicalJson } from '../../../scripts/sample/canonical-json.ts';
import { makeSample } from '../../../scripts/sample/identify.ts';
import { parseJson } from '../../../scripts/sample/json/parse-json.ts';
import type { Content, Sample } from '../../../scripts/sample/sample.ts';
import { naughtyStrings } from '../../report/naughty-strings.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenhand-naughty-'));
afterAll(() => rmSync(folder, { recursive: true }));

const compressors = { GZIP: (bytes: Uint8Array) => new Uint8Array(gunzipSync(bytes)) };
/** hyparquet by itself takes a U+FEFF at the beginning of a text for a mark of its encoding. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const parsers = { stringFromBytes: (bytes: Uint8Array) => bytes && decoder.decode(bytes) };
const run = '2026-11-24-site-visit-7c1e09aa';
const say = (content: string) => [
  { role: 'user' as const, content },
  { role: 'assistant' as const, content: `${content}${content}` },
];

const contentsOf = (text: string): Content[] => [
  { kind: 'text', text },
  { kind: 'chat', messages: say(text) },
  {
    kind: 'preference',
    prompt: [{ role: 'user', content: text }],
    chosen: [{ role: 'assistant', content: `yes ${text}` }],
    rejected: [{ role: 'assistant', content: `${text} no` }],
  },
];

const facts = { lang: 'en', axis: 'gender', groups: ['women'], stance: 'neutral' as const, run };
const samples: Sample[] = (naughtyStrings ?? []).flatMap((text) =>
  contentsOf(text).map((content) => makeSample(content, facts)),
);
const lines = samples.map((sample) => canonicalJson(sample));

async function* dataFile() {
  yield { path: `data/gender/2026/${run}.jsonl`, bytes: new TextEncoder().encode(`${lines.join('\n')}\n`) };
}

/** Every row of the files of one config, from Parquet. */
async function rowsOf(paths: string[]): Promise<Record<string, unknown>[]> {
  const files = await Promise.all(paths.map((path) => asyncBufferFromFile(join(folder, path))));
  return (await Promise.all(files.map((file) => parquetReadObjects({ file, compressors, parsers })))).flat();
}

const byId = new Map(samples.map((sample) => [sample.id, sample as Record<string, unknown>]));

function expectSameBytes(row: Record<string, unknown>): void {
  const sample = byId.get(row['id'] as string);
  for (const field of ['text', 'messages', 'prompt', 'chosen', 'rejected']) {
    if (sample?.[field] === undefined || !(field in row)) continue;
    expect(Buffer.from(JSON.stringify(row[field]))).toEqual(Buffer.from(JSON.stringify(sample[field])));
  }
}

describe.skipIf(!naughtyStrings)('515 naughty strings (skipped where ../shared/fixtures is missing)', () => {
  it('go through sample, JSONL and Parquet and come back byte by byte', async () => {
    const origin: Origin = {
      date: '2026-11-24',
      provider: 'authored',
      model: null,
      terms: null,
      licence: 'MIT',
      contributor: 'A. Writer',
    };
    const { files } = await writeRows({
      folder,
      files: dataFile(),
      origins: new Map([[run, origin]]),
      tool: 't',
    });
    const pathsOf = (prefix: string) =>
      files.map(({ path }) => path).filter((path) => path.startsWith(prefix));

    const jsonl = files.map(({ path }) => path).filter((path) => path.endsWith('.jsonl'));
    const written = jsonl.flatMap((path) =>
      readFileSync(join(folder, path), 'utf8').split('\n').slice(0, -1),
    );
    expect(written.sort()).toEqual([...lines].sort());
    for (const [index, line] of lines.entries())
      expect(parseJson(new TextEncoder().encode(line))).toMatchObject({ ok: true, value: samples[index] });

    for (const name of ['text', 'chat', 'preference', 'all']) {
      const rows = await rowsOf(pathsOf(`${name}/`));
      expect(rows).toHaveLength(name === 'all' ? samples.length : samples.length / 3);
      for (const row of rows) expectSameBytes(row);
    }
  });
});
