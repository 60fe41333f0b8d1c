import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findingCodes } from '../scripts/check/finding-codes.ts';
import { projectRoot } from './support/samples.ts';

const page = readFileSync(join(projectRoot, 'SECURITY.md'), 'utf8');

it('SECURITY.md names finding codes that there are, and every one of the safety and contamination checks', () => {
  const named = new Set([...page.matchAll(/`([EW]_[A-Z0-9_]+)`/g)].map(([, code]) => code));
  const known = Object.keys(findingCodes);
  expect([...named].filter((code) => !known.includes(code ?? ''))).toEqual([]);
  const from = known.indexOf('E_CONTAMINATION');
  const safety = known.slice(from, known.indexOf('E_TRIGGER_NGRAM') + 1);
  expect(safety.length).toBeGreaterThan(20);
  expect(safety.filter((code) => !named.has(code))).toEqual([]);
});

it('SECURITY.md names tests and benches that there are', () => {
  const paths = [...page.matchAll(/`((?:test|bench)\/[^`]+)`/g)].map(([, path]) => path ?? '');
  expect(paths.length).toBeGreaterThan(10);
  expect(paths.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
});
