import type { ShingleSets } from '../../sample/minhash/shingle-sets.ts';
import { jaccard, shinglesOf } from '../../sample/minhash/shingles.ts';
import { tokenText } from '../../sample/minhash/tokens.ts';
import type { Finding, Place } from '../finding.ts';
import { minFamilySimilarity, type Versions } from './doubtful-families.ts';
import { findNearest, type Pair } from './find-nearest.ts';
import type { Repeat } from './find-repeats.ts';
import { gateShare, type TemplateFamily } from './find-templates.ts';
import type { Partners } from './partners.ts';
import { diffWords } from './word-diff.ts';

/** What the signatures give reason to look at closely. Documents are named by rank, their place in `order`. */
export type Suspicions = {
  order: Uint32Array;
  repeats: Repeat[];
  candidates: Partners;
  doubtful: Versions[];
  templates: TemplateFamily[];
};

/** A document at the second look. */
export type Document = {
  place: Place;
  text: string;
  /** What exact duplicates share (content-key.ts). */
  key: string;
  /** What it is compared by: its text, identity terms masked. */
  comparable: string;
};

/** What the second look brought, by rank; of candidates the hashes of their shingles too. */
export type Seen = { documents: Map<number, Document>; shingles: ShingleSets };

/** From this similarity on a sample is a near-duplicate; from the second on a person should look. */
export const gateSimilarity = 0.8;
export const warnSimilarity = 0.7;

/** Differences shown of each kind of finding; each is about as long as its text. */
const maxDiffs = 500;

export function judgeDuplicates(suspicions: Suspicions, seen: Seen): Finding[] {
  const repeats = suspicions.repeats.flatMap((repeat) => judgeRepeat(repeat, seen));
  const repeated = new Set(repeats.map(({ younger }) => younger));
  const mayPair = (younger: number, older: number) =>
    !repeated.has(younger) && !isSamePlace(documentAt(seen, older).place, documentAt(seen, younger).place);
  const near = findNearest(suspicions.candidates, seen.shingles, warnSimilarity, mayPair);
  const judged = near.flatMap((pair) => judgeNearest(pair, seen));
  return [
    ...repeats.map(({ finding }) => finding),
    ...judged.map((pair, index) => nearDuplicate(pair, index < maxDiffs, seen)),
    ...suspicions.doubtful.flatMap((versions, index) => judgeVersions(versions, index < maxDiffs, seen)),
    ...suspicions.templates.map((template) => judgeTemplate(template, seen)),
  ];
}

function judgeRepeat({ older, younger }: Repeat, seen: Seen): { younger: number; finding: Finding }[] {
  const [original, repeat] = [documentAt(seen, older), documentAt(seen, younger)];
  if (original.key !== repeat.key || isSamePlace(original.place, repeat.place)) return [];
  const finding: Finding = {
    ...repeat.place,
    code: 'E_DUPLICATE',
    severity: 'error',
    message: `the text repeats ${sayLine(original.place)}`,
    fix: 'Remove this line, or change its text.',
    other: original.place,
    similarity: 1,
  };
  return [{ younger, finding }];
}

/** Two shingles may share a hash: the verdict is that of the shingles themselves. */
function judgeNearest({ younger, older }: Pair, seen: Seen): Pair[] {
  const similarity = similarityOf(documentAt(seen, older), documentAt(seen, younger));
  return similarity < warnSimilarity ? [] : [{ younger, older, similarity }];
}

function similarityOf(a: Document, b: Document): number {
  return jaccard(shinglesOf(tokenText(a.comparable)), shinglesOf(tokenText(b.comparable)));
}

function nearDuplicate({ younger, older, similarity }: Pair, withDiff: boolean, seen: Seen): Finding {
  const [original, copy] = [documentAt(seen, older), documentAt(seen, younger)];
  const gates = similarity >= gateSimilarity;
  return {
    ...copy.place,
    code: gates ? 'E_NEAR_DUPLICATE' : 'W_NEAR_DUPLICATE',
    severity: gates ? 'error' : 'warning',
    message: `the text is ${gates ? 'nearly that' : 'much like that'} of ${sayLine(original.place)} (similarity ${similarity.toFixed(2)})`,
    fix: gates
      ? 'Remove this line, or write it anew: words that name a group, case and punctuation make no difference.'
      : 'Keep it only if it says something new.',
    other: original.place,
    similarity,
    ...(withDiff ? { diff: diffWords(original.text, copy.text) } : {}),
  };
}

function judgeVersions({ first, version }: Versions, withDiff: boolean, seen: Seen): Finding[] {
  const [original, other] = [documentAt(seen, first), documentAt(seen, version)];
  const similarity = similarityOf(original, other);
  if (similarity >= minFamilySimilarity) return [];
  return [
    {
      ...other.place,
      code: 'E_FAMILY',
      severity: 'error',
      message: `this version is another text than its family's first (similarity ${similarity.toFixed(2)}, at least ${minFamilySimilarity.toFixed(2)} is expected)`,
      fix: 'Versions of a family differ in little but the words that name a group; give another text another family.',
      other: original.place,
      similarity,
      ...(withDiff ? { diff: diffWords(original.text, other.text) } : {}),
    },
  ];
}

function judgeTemplate({ members, families }: TemplateFamily, seen: Seen): Finding {
  const [lead = 0, second = lead] = members;
  const share = members.length / families;
  const gates = share > gateShare;
  const example = documentAt(seen, second);
  return {
    ...documentAt(seen, lead).place,
    code: gates ? 'E_TEMPLATE_FAMILY' : 'W_TEMPLATE_FAMILY',
    severity: gates ? 'error' : 'warning',
    message: `${members.length} of ${families} families (${Math.round(share * 100)} %) follow one template, for example this one and ${sayLine(example.place)}`,
    fix: 'Use more templates, or fewer samples of this one.',
    other: example.place,
  };
}

function documentAt({ documents }: Seen, rank: number): Document {
  const document = documents.get(rank);
  if (document) return document;
  throw new Error('a line that the second look wanted was not read again');
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.path === b.path && a.line === b.line;
}

function sayLine({ path, line }: Place): string {
  return `${path}:${line}`;
}
