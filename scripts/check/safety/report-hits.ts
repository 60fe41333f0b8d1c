import { quote } from '../../sample/json/bytes.ts';
import { locate } from '../../sample/json/locate.ts';
import { columnAt } from '../../sample/json/problem.ts';
import { offsetInString } from '../../sample/json/scan-string.ts';
import type { Entry } from '../check.ts';
import type { Finding } from '../finding.ts';
import { findingCodes, severityOf } from '../finding-codes.ts';
import type { Hit } from './rule.ts';
import type { Leaf } from './visit-texts.ts';

/** Takes hits as findings: of each code the first in a text stands for all, so that a flood stays readable. */
export function reportHits(hits: Hit[], leaf: Leaf, entry: Entry, findings: Finding[]): void {
  for (const [code, { first, count }] of countByCode(hits)) {
    const { path, line, sample } = entry;
    findings.push({
      code,
      severity: severityOf(code),
      path,
      line,
      column: columnOf(first, leaf, entry),
      sample: sample?.id ?? null,
      message: `${nameOf(leaf)} has ${first.message}${count > 1 ? `, and ${count - 1} more` : ''}`,
      fix: findingCodes[code].fix,
    });
  }
}

function countByCode(hits: Hit[]): Map<Hit['code'], { first: Hit; count: number }> {
  const counts = new Map<Hit['code'], { first: Hit; count: number }>();
  for (const hit of hits) {
    const known = counts.get(hit.code);
    if (known) known.count += 1;
    else counts.set(hit.code, { first: hit, count: 1 });
  }
  return counts;
}

/** Names that are plainly names; any other key may itself be what must not be repeated. */
const plainName = /^(?:[a-z][a-z_]{0,23}|\d{1,5})$/;

function nameOf({ pointer, part }: Leaf): string {
  if (part === 'key') return 'a key';
  if (pointer.length === 0) return 'the line';
  return `"${pointer.map((token) => (plainName.test(token) ? token : '…')).join('/')}"`;
}

function columnOf({ start }: Hit, { pointer, part }: Leaf, { bytes, value }: Entry): number {
  // Found in the line as it is written, where a column counts the same code units.
  if (pointer.length === 0 && typeof value !== 'string') return start + 1;
  const offset = locate(bytes, [...pointer], part);
  const isString = bytes[offset] === quote;
  return columnAt(bytes, isString ? offsetInString(bytes, offset, start) : offset);
}
