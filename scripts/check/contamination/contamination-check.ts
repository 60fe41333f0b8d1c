import { locate } from '../../sample/json/locate.ts';
import { columnAt } from '../../sample/json/problem.ts';
import { offsetInString } from '../../sample/json/scan-string.ts';
import { type Lexicon, maskTerms } from '../../sample/lexicon.ts';
import { textsOf } from '../../sample/text.ts';
import { type Check, checkEachEntry, type Entry } from '../check.ts';
import type { Finding } from '../finding.ts';
import { findingCodes } from '../finding-codes.ts';
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
 * are or with identity terms masked. A model trained on its own test would seem fair.
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

type Match = { benchmark: string; kind: FingerprintKind; start: number; isMasked: boolean };

function findMatch(text: string, benchmarks: readonly Benchmark[], lexicon: Lexicon): Match | undefined {
  for (const { name, salt, plain, masked } of benchmarks) {
    const asIs = firstIn(text, salt, plain);
    if (asIs) return { benchmark: name, ...asIs, isMasked: false };
    const neutral = masked && firstIn(maskTerms(lexicon, text, 'en'), salt, masked);
    // Masking moves what stands behind it: the place is that of the text.
    if (neutral) return { benchmark: name, ...neutral, start: 0, isMasked: true };
  }
  return undefined;
}

let hashed = emptyHashedText();

function firstIn(
  text: string,
  salt: number,
  table: FingerprintTable,
): { kind: FingerprintKind; start: number } | undefined {
  hashed = hashWords(text, hashed);
  const { starts } = hashed;
  let found: { kind: FingerprintKind; start: number } | undefined;
  visitFingerprints(hashed, salt, (fingerprint, kind, start) => {
    if (!hasFingerprint(table, fingerprint)) return false;
    found = { kind, start: starts[start] as number };
    return true;
  });
  return found;
}

function toFinding({ benchmark, kind, start, isMasked }: Match, field: string, entry: Entry): Finding {
  const { path, line, bytes, sample } = entry;
  const offset = locate(bytes, field.split('/'));
  const what = kind === 'gram' ? 'eight words in a row of' : 'a sentence of, but for one word at most,';
  return {
    code: 'E_CONTAMINATION',
    severity: 'error',
    path,
    line,
    column: columnAt(bytes, bytes[offset] === 0x22 ? offsetInString(bytes, offset, start) : offset),
    sample: sample?.id ?? null,
    message: `"${field}" has ${what} ${benchmark}${isMasked ? ', identity terms aside' : ''}`,
    fix: findingCodes.E_CONTAMINATION.fix,
  };
}
