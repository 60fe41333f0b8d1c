import { locate } from '../../sample/json/locate.ts';
import { columnAt } from '../../sample/json/problem.ts';
import { offsetInString } from '../../sample/json/scan-string.ts';
import type { Lexicon } from '../../sample/lexicon.ts';
import { maskTerms } from '../../sample/mask-terms.ts';
import { textsOf } from '../../sample/text.ts';
import { type Check, checkEachEntry, type Entry } from '../check.ts';
import type { Finding } from '../finding.ts';
import { findingCodes, severityOf } from '../finding-codes.ts';
import type { FindingList } from '../finding-list.ts';
import type { BenchmarkHashes } from './benchmark-hashes.ts';
import { buildTable, type FingerprintTable, hasFingerprint } from './fingerprint-table.ts';
import { type FingerprintKind, visitFingerprints } from './fingerprints.ts';
import { emptyHashedText, hashWords } from './word-hashes.ts';

type Options = {
  benchmarks: readonly BenchmarkHashes[];
  lexicon: Lexicon;
  /** Of `lexicon`: hashes masked by another are left out. */
  lexiconDigest: string;
};

type Benchmark = {
  name: string;
  salt: number;
  plain: FingerprintTable;
  masked: FingerprintTable | undefined;
};

/**
 * No text repeats a benchmark that measures bias: eight words in a row, or a whole sentence but for one word, as they
 * are or with identity terms masked. A model trained on its own test would seem fair. A quarter of StereoSet's sentences
 * have four or five words ("He was a good man."): such a one gates where it is half of a text, and warns elsewhere.
 */
export function contaminationCheck({ benchmarks, lexicon, lexiconDigest }: Options): Check<FindingList> {
  const tables = benchmarks.map(
    (hashes): Benchmark => ({
      name: hashes.benchmark,
      salt: hashes.salt,
      plain: buildTable(hashes.plain),
      masked: hashes.lexicon === lexiconDigest ? buildTable(hashes.masked) : undefined,
    }),
  );
  return checkEachEntry('contamination', (entry) => {
    if (!entry.content || tables.length === 0) return [];
    return textsOf(entry.content).flatMap(({ field, text }) => {
      const match = findMatch(text, tables, lexicon);
      return match ? [toFinding(match, field, entry)] : [];
    });
  });
}

/** A sentence known by fewer words than this may be anybody's, as long as it is only a part of a text. */
const minTellingWords = 6;
/** The share of a text's words above which short sentences of a benchmark are what the text is. */
const minShare = 0.5;

type Match = { kind: FingerprintKind; start: number; isTelling: boolean };
type Found = Match & { benchmark: string; isMasked: boolean };

function findMatch(text: string, benchmarks: readonly Benchmark[], lexicon: Lexicon): Found | undefined {
  let doubtful: Found | undefined;
  for (const { name, salt, plain, masked } of benchmarks) {
    const asIs = matchIn(text, salt, plain);
    if (asIs?.isTelling) return { benchmark: name, ...asIs, isMasked: false };
    const neutral = masked && matchIn(maskTerms(lexicon, text, 'en'), salt, masked);
    // Masking moves what stands behind it: the place is that of the text.
    if (neutral?.isTelling) return { benchmark: name, ...neutral, start: 0, isMasked: true };
    if (asIs) doubtful ??= { benchmark: name, ...asIs, isMasked: false };
    if (neutral) doubtful ??= { benchmark: name, ...neutral, start: 0, isMasked: true };
  }
  return doubtful;
}

let hashed = emptyHashedText();

/** The first match that tells, or the first one at all; short sentences tell together once they are half of the text. */
function matchIn(text: string, salt: number, table: FingerprintTable): Match | undefined {
  hashed = hashWords(text, hashed);
  const { starts, count } = hashed;
  let found: Match | undefined;
  let short = 0;
  let shortEnd = 0;
  visitFingerprints(hashed, salt, (fingerprint, kind, start, end, without) => {
    if (!hasFingerprint(table, fingerprint)) return false;
    const known = end - start - (without < 0 ? 0 : 1);
    const isTelling = kind === 'gram' || known >= minTellingWords;
    if (isTelling || !found) found = { kind, start: starts[start] as number, isTelling };
    if (start >= shortEnd) short += end - start;
    shortEnd = end;
    return isTelling;
  });
  return found && { ...found, isTelling: found.isTelling || short >= count * minShare };
}

function toFinding(
  { benchmark, kind, start, isMasked, isTelling }: Found,
  field: string,
  entry: Entry,
): Finding {
  const { path, line, bytes, sample } = entry;
  const offset = locate(bytes, field.split('/'));
  const code = isTelling ? 'E_CONTAMINATION' : 'W_CONTAMINATION';
  const what = kind === 'gram' ? 'eight words in a row of' : 'a sentence of, but for one word at most,';
  return {
    code,
    severity: severityOf(code),
    path,
    line,
    column: columnAt(bytes, bytes[offset] === 0x22 ? offsetInString(bytes, offset, start) : offset),
    sample: sample?.id ?? null,
    message: `"${field}" has ${what} ${benchmark}${isMasked ? ', identity terms aside' : ''}`,
    fix: findingCodes[code].fix,
  };
}
