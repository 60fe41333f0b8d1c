import { analyse } from 'scslre';
import { describe, expect, it } from 'vitest';
import { promptInjections } from '../../../scripts/check/safety/prompt-injections.ts';
import { readers } from '../../../scripts/check/safety/readings.ts';
import { rules } from '../../../scripts/check/safety/rules.ts';
import { vendorKeys } from '../../../scripts/check/safety/vendor-keys.ts';
import { hostilePieces } from './hostile-pieces.ts';

describe('the patterns of the safety rules', () => {
  it('never take more than linear time, secretlint’s own included', () => {
    const used = patternsUsed();
    // The tables alone have more than a hundred: a rule that was not run would make this test blind.
    expect(used.length).toBeGreaterThan(promptInjections.length + vendorKeys.length + 40);
    const slow = used.filter(({ source, flags }) => analyse({ source, flags }).reports.length > 0);
    expect(slow.map(String)).toEqual(boundedByCallers);
  });

  it('are read by a linter that knows a slow pattern when it sees one', () => {
    for (const source of ['(a+)+$', 'a*a*b', '^(a+b?)+c$']) {
      expect(analyse({ source, flags: '' }).reports.length).toBeGreaterThan(0);
    }
  });
});

/** Slow on long texts by themselves, and only ever given a few characters. */
const boundedByCallers = [
  // The end of a host name: 253 characters at most.
  /[.:]+$/,
].map(String);

/** Every pattern that the rules run over texts that set each of them off: a pattern runs through `exec`. */
function patternsUsed(): RegExp[] {
  const used = new Map<string, RegExp>();
  const { exec } = RegExp.prototype;
  RegExp.prototype.exec = function (text: string) {
    used.set(String(this), this);
    return exec.call(this, text);
  };
  try {
    const all = hostilePieces.join(' ');
    for (const rule of rules)
      for (const text of [...hostilePieces, all]) rule.find(text, { field: '', lang: 'en' });
    for (const { read } of readers) for (const text of [...hostilePieces, all, 'a\nb']) read(text);
  } finally {
    RegExp.prototype.exec = exec;
  }
  return [...used.values()];
}
