import { describe, expect, it } from 'vitest';
import type { Check } from '../../scripts/check/check.ts';
import { duplicatesCheck } from '../../scripts/check/duplicates/duplicates-check.ts';
import { familiesCheck } from '../../scripts/check/families-check.ts';
import { identityCheck } from '../../scripts/check/identity-check.ts';
import { jsonCheck } from '../../scripts/check/json-check.ts';
import { schemaCheck } from '../../scripts/check/schema-check.ts';
import { familyId } from '../../scripts/sample/identify.ts';
import { buildLexicon } from '../../scripts/sample/lexicon.ts';
import { createSigner } from '../../scripts/sample/minhash/create-signer.ts';
import { axes, jsonl, run, textSample } from '../support/samples.ts';
import { entriesOfText, expectMergeLaw, finish } from './merge-law.ts';

const family = { id: familyId(run, 1), variant: 'women' };
const entries = [
  ...entriesOfText('data/z.jsonl', jsonl([textSample('One text.')]), 'reference'),
  ...entriesOfText('a.jsonl', `{"id":\n${jsonl([textSample('One text.'), { a: 1 }])}`),
  ...entriesOfText('b.jsonl', jsonl([textSample('A.', { family }), textSample('B.', { family })])),
  ...entriesOfText('c.jsonl', jsonl([textSample('one  TEXT!'), textSample('C.', { groups: ['robots'] })])),
];

const checks: Record<string, () => void> = {
  json: () => expectLaw(jsonCheck),
  schema: () => expectLaw(schemaCheck),
  identity: () => expectLaw(identityCheck(axes)),
  families: () => expectLaw(familiesCheck()),
  duplicates: () => expectLaw(duplicatesCheck(buildLexicon(axes), createSigner())),
};

function expectLaw<State>(check: Check<State>): void {
  const state = check.empty();
  for (const entry of entries) if (entry.role === 'subject') check.add(state, entry);
  expect(finish(check, state, entries).length).toBeGreaterThan(0);
  expectMergeLaw(check, entries);
}

describe('a check', () => {
  it.each(Object.keys(checks))('%s finds the same however its entries are shared out and merged', (name) =>
    checks[name]?.(),
  );
});
