import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStereoset } from '../../scripts/benchmark/stereoset/parse-stereoset.ts';
import type { Entry } from '../../scripts/check/check.ts';
import { contaminationCheck } from '../../scripts/check/contamination/contamination-check.ts';
import { lexiconDigest } from '../../scripts/check/contamination/lexicon-digest.ts';
import { readBenchmarkHashes } from '../../scripts/check/contamination/read-benchmark-hashes.ts';
import { planRequests } from '../../scripts/prompt/plan-requests.ts';
import { readSpecs } from '../../scripts/prompt/read-specs.ts';
import { templateProvider } from '../../scripts/provider/template/template-provider.ts';
import { buildLexicon } from '../../scripts/sample/lexicon.ts';
import type { Content } from '../../scripts/sample/sample.ts';
import { cleanSentences } from '../../test/check/safety/clean-sentences.ts';
import { allAxes } from '../../test/support/axes.ts';
import { projectRoot, schema } from '../../test/support/samples.ts';
import { lehmer } from '../json/make-lines.ts';

// How many of StereoSet's sentences the shipped hashes know once one word is changed, and how often they take our
// own texts for StereoSet's:
//     npx tsx bench/contamination/bench.ts [--sentences 200] [--held-out 2000] [--samples 5000]
// A second draw, larger and by another seed, tells whether the bounds fit the first by chance.
// The first needs ../shared/fixtures/stereoset/dev.json, and says so where it is missing. Exits 1 below 95% and
// above 0.1%.

const check = contaminationCheck({
  benchmarks: await readBenchmarkHashes(join(projectRoot, 'schemas/benchmarks')),
  lexicon: buildLexicon(allAxes),
  lexiconDigest: lexiconDigest(allAxes),
});

function isGated(content: Content): boolean {
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  const entry: Entry = {
    path: 'a.jsonl',
    line: 1,
    bytes,
    value: content,
    content,
    sample: undefined,
    jsonProblem: undefined,
    schemaProblems: [],
    role: 'subject',
  };
  const state = check.empty();
  check.add(state, entry);
  return check.finish(state).some(({ severity }) => severity === 'error');
}

/** Changes, leaves out or adds a word, anywhere. */
const edits: Record<string, (words: string[], at: number, word: string) => string[]> = {
  changed: (words, at, word) => words.with(at, word),
  'left out': (words, at) => words.toSpliced(at, 1),
  added: (words, at, word) => words.toSpliced(at, 0, word),
};

function measureRecall(path: string, count: number, seed: number): boolean {
  const random = lehmer(seed);
  const clusters = parseStereoset(JSON.parse(readFileSync(path, 'utf8')), path);
  const sentences = [
    ...new Set(clusters.flatMap(({ sentences }) => Object.values(sentences).map(({ text }) => text))),
  ];
  const vocabulary = sentences.flatMap((text) => text.split(' '));
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const chosen = Array.from({ length: count }, () => pick(sentences));
  print(`StereoSet sentences (seed ${seed}) as they are: ${rate(chosen, (text) => [text])}`);
  let changed = 0;
  for (const [name, edit] of Object.entries(edits)) {
    const found = rate(chosen, (text) => {
      const words = text.split(' ');
      return [
        edit(words, Math.floor(random() * words.length), pick(vocabulary).replace(/\W/g, '') || 'word').join(
          ' ',
        ),
      ];
    });
    print(`  with one word ${name}: ${found}`);
    if (name === 'changed') changed = Number.parseFloat(found);
  }
  return changed >= 95;
}

function rate(texts: readonly string[], edit: (text: string) => string[]): string {
  const edited = texts.flatMap(edit);
  const found = edited.filter((text) => isGated({ kind: 'text', text })).length;
  return `${((100 * found) / edited.length).toFixed(1)}% of ${edited.length}`;
}

/** Everyday sentences, each alone and each between two others: short ones are anybody's. */
function measureEverydayAlarms(): boolean {
  const texts = cleanSentences.filter(({ lang }) => lang === 'en').map(({ text }) => text);
  const within = texts.map((text, index) => `${texts.at(index - 1)} ${text} ${texts[index + 1] ?? texts[0]}`);
  print(`everyday sentences taken for a benchmark's: ${rate(texts, (text) => [text])}`);
  print(`  and three of them in a row: ${rate(within, (text) => [text])}`);
  return !within.some((text) => isGated({ kind: 'text', text }));
}

async function measureFalseAlarms(count: number): Promise<boolean> {
  const specs = await readSpecs([join(projectRoot, 'prompts')], {
    root: projectRoot,
    axes: allAxes,
    validate: schema('prompt'),
  });
  const provider = templateProvider({ axes: allAxes });
  const { signal } = new AbortController();
  let samples = 0;
  let alarms = 0;
  for (const request of planRequests({ specs, axes: allAxes, seed: 1, writesFrom: 'templates' })) {
    for (const { content } of await provider.answer(request, signal)) {
      samples += 1;
      if (isGated(content)) alarms += 1;
    }
    if (samples >= count) break;
  }
  print(
    `our own samples taken for a benchmark's: ${alarms} of ${samples} (${((100 * alarms) / samples).toFixed(3)}%)`,
  );
  return alarms <= samples * 0.001;
}

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const stereoset = join(projectRoot, '../shared/fixtures/stereoset/dev.json');
const hasRecall =
  !existsSync(stereoset) ||
  [
    measureRecall(stereoset, option('--sentences', 200), 1),
    measureRecall(stereoset, option('--held-out', 2_000), 4_711),
  ].every(Boolean);
if (!existsSync(stereoset))
  print('no ../shared/fixtures/stereoset/dev.json: what is recognised is not measured');
const isQuiet = measureEverydayAlarms() && (await measureFalseAlarms(option('--samples', 5_000)));
process.exitCode = hasRecall && isQuiet ? 0 : 1;
