import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileFinding } from '../../scripts/check/file-finding.ts';
import type { Finding } from '../../scripts/check/finding.ts';
import {
  addFindings,
  emptyFindingList,
  finishFindingList,
  mergeFindingLists,
} from '../../scripts/check/finding-list.ts';

const findings = Array.from({ length: 40 }, (_, line): Finding => {
  return { ...fileFinding('a.jsonl', { code: 'E_JSON', message: 'x', fix: 'x.' }), line };
});

describe('a list of findings', () => {
  it('keeps the first by place, however they come and are merged, and says how many there were besides', () => {
    const shuffled = fc.shuffledSubarray(findings, { minLength: findings.length });
    fc.assert(
      fc.property(shuffled, fc.nat(40), fc.integer({ min: 1, max: 45 }), (order, cut, max) => {
        const [one, other] = [emptyFindingList(), emptyFindingList()];
        for (const finding of order.slice(0, cut)) addFindings(one, [finding], max);
        for (const finding of order.slice(cut)) addFindings(other, [finding], max);
        mergeFindingLists(one, other, max);
        const finished = finishFindingList('json', one, max);
        const lines = finished.filter(({ code }) => code === 'E_JSON').map(({ line }) => line);
        expect(lines.sort((a, b) => a - b)).toEqual(findings.slice(0, max).map(({ line }) => line));
        const rest = finished.find(({ code }) => code === 'E_TOO_MANY');
        if (max >= 40) expect(rest).toBeUndefined();
        else expect(rest?.message).toContain(`found ${40 - max} more`);
      }),
    );
  });
});
