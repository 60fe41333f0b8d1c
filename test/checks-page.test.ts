import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkNames } from '../scripts/check/checks.ts';
import { findingCodes } from '../scripts/check/finding-codes.ts';
import { projectRoot } from './support/samples.ts';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const page = read('docs/checks.md');

it('docs/checks.md lists the checks that there are', () => {
  expect([...page.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, name]) => name)).toEqual(checkNames);
});

it('docs/checks.md, SECURITY.md and docs/json-profile.md name every finding code between them, and no other', () => {
  const pages = [page, read('SECURITY.md'), read('docs/json-profile.md')].join('\n');
  const named = new Set([...pages.matchAll(/`([EW]_[A-Z][A-Z0-9_]*)`/g)].map(([, code]) => code));
  expect([...named].sort()).toEqual(Object.keys(findingCodes).sort());
});
