import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findTerms } from '../../scripts/sample/find-terms.ts';
import { buildLexicon } from '../../scripts/sample/lexicon.ts';
import { allAxes } from '../support/axes.ts';
import { projectRoot } from '../support/samples.ts';

const lexicon = buildLexicon(allAxes);
/** Sentences of ours: half name a group of an axis, half hold one of its words in another sense. */
const { traps, named } = JSON.parse(
  readFileSync(join(projectRoot, 'test/golden/identity/sentences.json'), 'utf8'),
) as { traps: [text: string, axis: string][]; named: [text: string, axis: string, group: string][] };

function groupsIn(text: string, axis: string): string[] {
  return findTerms(lexicon, text, 'en').flatMap((match) =>
    match.axis === axis && !match.weak ? [match.group] : [],
  );
}

describe('reading identity', () => {
  it('is measured on 400 sentences or more, half of them traps', () => {
    expect(traps.length + named.length).toBeGreaterThanOrEqual(400);
    expect(traps.length / (traps.length + named.length)).toBeGreaterThan(0.45);
  });

  it('finds the groups that are named and leaves the traps alone', () => {
    const found = named.filter(([text, axis, group]) => groupsIn(text, axis).includes(group));
    const strays = named.filter(([text, axis, group]) => groupsIn(text, axis).some((each) => each !== group));
    const fallen = traps.filter(([text, axis]) => groupsIn(text, axis).length > 0);
    const precision = found.length / (found.length + strays.length + fallen.length);
    const recall = found.length / named.length;
    const missed = named.filter((each) => !found.includes(each));
    process.stdout.write(
      `identity: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)} on ${named.length} sentences and ${traps.length} traps\n`,
    );
    expect({ precision, fallen: [...fallen, ...strays].map(([text]) => text) }).toMatchObject({
      precision: expect.toSatisfy((value: number) => value >= 0.97),
    });
    expect({ recall, missed: missed.map(([text]) => text) }).toMatchObject({
      recall: expect.toSatisfy((value: number) => value >= 0.97),
    });
  });
});
