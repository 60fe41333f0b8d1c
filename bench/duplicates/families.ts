import { readFileSync } from 'node:fs';
import { type Entry, startCheck } from '../../scripts/check/check.ts';
import { duplicatesCheck } from '../../scripts/check/duplicates/duplicates-check.ts';
import type { Axis } from '../../scripts/sample/axis.ts';
import { familyId, makeSample } from '../../scripts/sample/identify.ts';
import { buildLexicon } from '../../scripts/sample/lexicon.ts';
import { createSigner } from '../../scripts/sample/minhash/create-signer.ts';
import { makeTexts } from './make-corpus.ts';

// A counterfactual set of families, and a batch that only re-skins them (other groups, every fortieth word another):
//     node --import tsx bench/duplicates/families.ts [--families N]

const asked = process.argv.indexOf('--families');
const families = asked < 0 ? 10_000 : Number(process.argv[asked + 1]);
const axis = JSON.parse(
  readFileSync(new URL('../../schemas/axes/gender.json', import.meta.url), 'utf8'),
) as Axis;
const run = '2026-11-24-bench-00000000';
const skins: Record<string, string[]> = {
  women: ['she', 'her', 'the woman'],
  men: ['he', 'his', 'the man'],
  'nonbinary-people': ['they', 'their', 'the nonbinary person'],
};
const texts = [...new Set(makeTexts('zipf', families * 2))].map((text) => text.split(' '));

/** Every sixth word is a pronoun or names a group. */
function version(words: string[], skin: string[]): string {
  return words
    .map((word, index) => (index % 6 === 3 ? (skin[((index / 3) % skin.length) | 0] ?? word) : word))
    .join(' ');
}

function entriesOf(
  path: string,
  words: string[],
  slot: number,
  groups: string[],
  role: Entry['role'],
): Entry[] {
  return groups.map((group, index) => {
    const labels = { lang: 'en', axis: 'gender', groups: [group], stance: 'counterfactual', run } as const;
    const family = { id: familyId(run, slot), variant: group };
    const text = version(words, skins[group] ?? []);
    const sample = makeSample({ kind: 'text', text }, { ...labels, groups: [group], family });
    const place = { path, line: slot * 4 + index + 1, role, bytes: new Uint8Array() };
    return { ...place, value: sample, sample, content: sample, schemaProblems: [], jsonProblem: undefined };
  });
}

function findingsOf(entries: Entry[]) {
  const check = startCheck(duplicatesCheck(buildLexicon(new Map([['gender', axis]])), createSigner()));
  for (const entry of entries) check.add(entry);
  const byPlace = new Map(entries.map((entry) => [`${entry.path} ${entry.line}`, entry]));
  for (const { path, line } of check.wants()) {
    const entry = byPlace.get(`${path} ${line}`);
    if (entry) check.addAgain(entry);
  }
  return check.finish();
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const [first = '', second = '', third = ''] = Object.keys(skins);
// The corpus plants near-duplicates: families are made of the texts that are not alike.
const unlike = texts.filter((_, index) => index < families * 2);
const alone = unlike.map((words, slot) => entriesOf('a.jsonl', words, slot, [first], 'subject'));
const alike = new Set(findingsOf(alone.flat()).map(({ line }) => Math.floor((line - 1) / 4)));
const chosen = unlike.filter((_, slot) => !alike.has(slot)).slice(0, families);
const set = chosen.flatMap((words, slot) => entriesOf('a.jsonl', words, slot, [first, second], 'subject'));
print(`${chosen.length} families of two versions: ${findingsOf(set).length} findings`);

const references = set.map((entry) => ({ ...entry, role: 'reference' as const }));
const batch = chosen.slice(0, 1_000).flatMap((words, slot) => {
  const edited = words.map((word, index) => (index % 40 === 7 ? `${word}x` : word));
  return entriesOf('b.jsonl', edited, slot + families, [third], 'subject');
});
const found = findingsOf([...references, ...batch]).filter(({ code }) => code === 'E_NEAR_DUPLICATE');
const warned = findingsOf([...references, ...batch]).filter(({ code }) => code === 'W_NEAR_DUPLICATE');
print(`${batch.length} re-skinned families: ${found.length} refused, ${warned.length} warned of`);
