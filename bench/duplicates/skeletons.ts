import { startCheck } from '../../scripts/check/check.ts';
import { duplicatesCheck } from '../../scripts/check/duplicates/duplicates-check.ts';
import { makeSample } from '../../scripts/sample/identify.ts';
import { buildLexicon } from '../../scripts/sample/lexicon.ts';
import { createSigner } from '../../scripts/sample/minhash/create-signer.ts';
import { makeTexts } from './make-corpus.ts';

// How many of the families that one template made are seen, by how much of a text is the template's:
//     node --import tsx bench/duplicates/skeletons.ts

const batches = 50;
const families = 200;
const words = 40;
/** Words of the template between two slots: three shingles of a text's 38. */
const block = 5;
const lexicon = buildLexicon(new Map());
const signer = createSigner();
const pool = makeTexts('zipf', batches * families * 14);

/** The words of a text that is nobody's template. */
function free(): string[] {
  const { value } = pool.next();
  return value ? value.split(' ').slice(0, words) : [];
}

function textOf(template: readonly string[], blocks: number): string {
  const text = free();
  for (let at = 0; at < blocks; at++)
    text.splice(at * 9, block, ...template.slice(at * block, (at + 1) * block));
  return text.join(' ');
}

/** The families that the check's findings say to follow one template, of the largest such. */
function seenIn(texts: readonly string[]): number {
  const check = startCheck(duplicatesCheck(lexicon, signer));
  const labels = {
    lang: 'en',
    axis: 'gender',
    groups: [],
    stance: 'neutral',
    run: '2026-11-24-bench-00000000',
  } as const;
  const entries = texts.map((text, index) => {
    const sample = makeSample({ kind: 'text', text }, { ...labels, groups: [] });
    const common = {
      path: 'a.jsonl',
      line: index + 1,
      bytes: new Uint8Array(),
      value: sample,
      schemaProblems: [],
    };
    return { ...common, jsonProblem: undefined, sample, content: sample, role: 'subject' as const };
  });
  for (const entry of entries) check.add(entry);
  const wanted = new Set(check.wants().map(({ line }) => line));
  for (const entry of entries) if (wanted.has(entry.line)) check.addAgain(entry);
  const sizes = check
    .finish()
    .filter(({ code }) => code.endsWith('TEMPLATE_FAMILY'))
    .map(({ message }) => Number(/^\d+/.exec(message)));
  return Math.max(0, ...sizes);
}

process.stdout.write(
  '| of the shingles the template’s | of the families its own | batches seen | families counted, of its own |\n| ---: | ---: | ---: | ---: |\n',
);
for (const blocks of [0, 1, 2, 3, 4]) {
  for (const share of blocks === 0 ? [0] : [0.3, 0.6, 1]) {
    const own = Math.round(families * share);
    const seen = Array.from({ length: batches }, () => {
      const template = free();
      return seenIn(
        Array.from({ length: families }, (_, index) => textOf(template, index < own ? blocks : 0)),
      );
    });
    const hits = seen.filter((count) => count > 0);
    const counted = hits.reduce((sum, count) => sum + count, 0) / Math.max(1, hits.length * own);
    const percent = (value: number) => `${Math.round(value * 100)} %`;
    process.stdout.write(
      `| ${percent((blocks * (block - 2)) / (words - 2))} | ${percent(share)} | ${hits.length} of ${batches} | ${hits.length > 0 ? percent(counted) : ''} |\n`,
    );
  }
}
