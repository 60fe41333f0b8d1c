import { expect, it } from 'vitest';
import { findDisagreements } from '../../../scripts/check/judged/find-disagreements.ts';
import type { VerdictLevel } from '../../../scripts/sample/verdict.ts';
import { textSample } from '../../support/samples.ts';

function judged(line: number, stereotype: VerdictLevel, tone: number | undefined, safety: string[] = []) {
  return {
    path: 'data/x.jsonl',
    line,
    sample: textSample(`Sample ${line}`),
    offline: { tone, safety },
    verdict: { evidence: '', stereotype, harm: 'none', stance: 'neutral' } as const,
  };
}

it('names first what the judge alone finds bad, then what the measures alone do', () => {
  const found = findDisagreements([
    judged(1, 'none', -0.4),
    judged(2, 'none', -0.9),
    judged(3, 'slight', -0.1),
    judged(4, 'clear', 0.7),
    judged(5, 'clear', -0.9),
    judged(6, 'none', undefined, ['W_PROFANITY']),
    judged(7, 'slight', -0.4),
    judged(8, 'clear', undefined),
  ]);
  expect(found.map(({ line, distance }) => [line, Number(distance.toFixed(2))])).toEqual([
    [4, 1],
    [8, 1],
    [3, 0.4],
    [6, 1],
    [2, 0.9],
  ]);
});

it('names ten of each at most', () => {
  const many = Array.from({ length: 40 }, (_, line) =>
    judged(line + 1, line < 20 ? 'clear' : 'none', line < 20 ? 0 : -0.8),
  );
  const found = findDisagreements(many);
  expect(found.map(({ verdict }) => verdict.stereotype)).toEqual([
    ...Array.from({ length: 10 }, () => 'clear'),
    ...Array.from({ length: 10 }, () => 'none'),
  ]);
});
