import type { Entry } from '../check.ts';
import type { Finding } from '../finding.ts';
import { type CleanTexts, isKnownClean, rememberClean } from './clean-texts.ts';
import { type Features, readFeatures } from './features.ts';
import { readers } from './readings.ts';
import { reportHits } from './report-hits.ts';
import type { Hit, Rule, Setting } from './rule.ts';
import { rules } from './rules.ts';
import { secretsRule } from './secrets-rule.ts';
import { type Leaf, visitTexts } from './visit-texts.ts';

/** The keys of our own samples: they give no secret its meaning, as "password" would. */
const ownKeys = new Set(
  (
    'id kind lang axis groups stance family variant association group term attribute spec run ' +
    'text messages prompt chosen rejected role content'
  ).split(' '),
);

/** The fields of a sample in which the schema leaves room for a text: a hash of digits is nobody's telephone. */
const freeFields = ['text', 'messages', 'prompt', 'chosen', 'rejected', 'association'] as const;

/** What the rules find in the texts of a line, and secrets in the line as it is written. */
export function judgeTexts(entry: Entry, known: CleanTexts): Finding[] {
  const findings: Finding[] = [];
  const lang = langOf(entry.value);
  let hasForeignKey = entry.value === undefined;
  const visit = (leaf: Leaf) => {
    if (leaf.part === 'key' && ownKeys.has(leaf.text)) return;
    if (leaf.part === 'key') hasForeignKey = true;
    if (isKnownClean(known, leaf.text, lang)) return;
    const field = leaf.pointer[0] ?? '';
    const hits = hitsIn(leaf.text, { field, lang });
    if (hits.length > 0) reportHits(hits, leaf, entry, findings);
    // More may stand in "rejected" than elsewhere.
    else if (field !== 'rejected') rememberClean(known, leaf.text, lang);
  };
  if (entry.sample) for (const field of freeFields) visitTexts(entry.sample[field as never], visit, [field]);
  else visitTexts(entry.value, visit);
  if (hasForeignKey && !findings.some(({ code }) => code === 'E_SECRET')) {
    reportHits(secretsInLine(entry), wholeLine, entry, findings);
  }
  return findings;
}

function langOf(value: unknown): string | undefined {
  const lang = typeof value === 'object' && value !== null && 'lang' in value ? value.lang : undefined;
  return typeof lang === 'string' ? lang : undefined;
}

const none: Hit[] = [];

/** What the rules find in one text, as it is written and once disguises are off. */
export function hitsIn(text: string, setting: Setting): Hit[] {
  const features = readFeatures(text);
  let hits = hitsOfRules(rules, text, features, setting);
  for (const { how, mayRead, read, rules: again } of readers) {
    const reading = mayRead(features) ? read(text) : undefined;
    if (!reading) continue;
    const known = new Set(hits.map(({ code }) => code));
    const more = hitsOfRules(again, reading.text, readFeatures(reading.text), setting)
      .filter(({ code }) => !known.has(code))
      .map(({ code, message }) => ({ code, start: reading.start, message: `${message}, ${how}` }));
    if (more.length > 0) hits = [...hits, ...more];
  }
  return hits;
}

function hitsOfRules(used: readonly Rule[], text: string, features: Features, setting: Setting): Hit[] {
  let hits = none;
  for (const rule of used) {
    if (!rule.mayFind(text, features)) continue;
    const found = rule.find(text, setting);
    if (found.length > 0) hits = [...hits, ...found];
  }
  return hits;
}

const wholeLine: Leaf = { text: '', part: 'value', pointer: [] };
const decoder = new TextDecoder();

/** A key can be split from its value, and a line that is not JSON has no texts: so the line itself is read. */
function secretsInLine({ bytes }: Entry): Hit[] {
  const text = decoder.decode(bytes);
  return secretsRule.mayFind(text, readFeatures(text))
    ? secretsRule.find(text, { field: '', lang: undefined })
    : none;
}
