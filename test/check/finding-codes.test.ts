import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildHashes } from '../../scripts/benchmark/hashes/build-hashes.ts';
import { checkFiles } from '../../scripts/check/check-files.ts';
import { startChecks } from '../../scripts/check/checks.ts';
import { lexiconDigest } from '../../scripts/check/contamination/lexicon-digest.ts';
import type { Finding } from '../../scripts/check/finding.ts';
import { type FindingCode, findingCodes, severityOf } from '../../scripts/check/finding-codes.ts';
import { buildLexicon } from '../../scripts/sample/lexicon.ts';
import { biasContext } from '../support/bias.ts';
import { axes, projectRoot, schema } from '../support/samples.ts';
import { codeFixtures, exampleBenchmark } from './code-fixtures.ts';

const benchmarks = [
  buildHashes({
    ...exampleBenchmark,
    files: {},
    salt: 1,
    lexicon: buildLexicon(axes),
    lexiconDigest: lexiconDigest(axes),
  }),
];
const codes = Object.keys(findingCodes) as FindingCode[];

describe('findingCodes', () => {
  it('has every code that the source names, and the source names every code', () => {
    expect([...codesInSource()].sort()).toEqual(codes.toSorted());
  });

  it('gives each code a severity, a meaning and a fix', () => {
    for (const [code, { meaning, fix }] of Object.entries(findingCodes)) {
      expect(code).toMatch(/^[EW](_[A-Z0-9]+)+$/);
      expect(meaning.length).toBeGreaterThan(10);
      expect(fix).toMatch(/\.$/);
    }
  });

  it.each(codes)('%s comes of its fixture, with its severity, a place and a fix', async (code) => {
    const finding = (await findingsOf(code)).find((candidate) => candidate.code === code);
    expect(finding).toMatchObject({ code, severity: severityOf(code) });
    expect(finding?.path).toMatch(/./);
    expect(finding?.fix).toMatch(/./);
  });
});

async function findingsOf(code: FindingCode): Promise<Finding[]> {
  const fixture = codeFixtures[code]();
  if ('findings' in fixture) return fixture.findings;
  const { tombstones, ...files } = fixture;
  const { findings } = await checkFiles({
    checks: await startChecks({ axes, benchmarks, bias: biasContext(), ...(tombstones && { tombstones }) }),
    validateSample: schema('sample'),
    validateRun: schema('run'),
    ...files,
  });
  return findings;
}

/** Every code that stands quoted under scripts/, the table itself apart. */
function codesInSource(): Set<string> {
  const folder = join(projectRoot, 'scripts');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('finding-codes.ts'),
  );
  const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'));
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/(['"`])([EW]_[A-Z][A-Z0-9_]+)\1/g)].map((match) => match[2] ?? ''),
    ),
  );
}
