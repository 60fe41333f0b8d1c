import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSamples } from '../../scripts/publish/split-samples.ts';
import { canonicalJson } from '../../scripts/sample/canonical-json.ts';
import type { Sample } from '../../scripts/sample/sample.ts';
import { exampleSample } from './example-run.ts';

const bounds = { maxBytes: 4_000, maxSamples: 8 };

/** Families of up to four, each whole and in a row, as a run writes them. */
const runSamples = fc
  .array(
    fc.record({ size: fc.integer({ min: 0, max: 4 }), text: fc.string({ unit: 'grapheme', maxLength: 40 }) }),
    {
      maxLength: 30,
    },
  )
  .map((families) =>
    families.flatMap(({ size, text }, index) =>
      size === 0
        ? [exampleSample({ text: `${text} ${index}` })]
        : Array.from({ length: size }, (_, variant) =>
            exampleSample({
              text: `${text} ${index} ${variant}`,
              family: `f_${index}`,
              variant: `g${variant}`,
            }),
          ),
    ),
  );

/** Which parts hold a member of each family. */
function partsOfFamilies(parts: { content: string }[]): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  parts.forEach(({ content }, part) => {
    for (const line of content.trimEnd().split('\n')) {
      const { family, id } = JSON.parse(line) as Sample;
      const key = family?.id ?? id;
      found.set(key, (found.get(key) ?? new Set()).add(part));
    }
  });
  return found;
}

describe('splitSamples', () => {
  it('keeps a small run in one file', () => {
    const samples = [exampleSample({ text: 'One.' }), exampleSample({ text: 'Two.' })];
    expect(splitSamples(samples)).toEqual([
      { content: samples.map((sample) => `${canonicalJson(sample)}\n`).join(''), samples: 2 },
    ]);
  });

  it('goes on in a second file after 1,000 samples', () => {
    const samples = Array.from({ length: 1_001 }, (_, index) => exampleSample({ text: `Number ${index}.` }));
    expect(splitSamples(samples).map((part) => part.samples)).toEqual([1_000, 1]);
  });

  it('counts bytes, not characters: 400,000 to a file', () => {
    const samples = Array.from({ length: 150 }, (_, index) =>
      exampleSample({ text: `${'日'.repeat(1_000)}${index}` }),
    );
    const sizes = splitSamples(samples).map(({ content }) => Buffer.byteLength(content));
    expect(sizes).toHaveLength(2);
    expect(sizes[0]).toBeLessThanOrEqual(400_000);
    expect(sizes[0]).toBeGreaterThan(396_000);
  });

  it('moves a whole family to the next file', () => {
    const family = (id: string) =>
      ['a', 'b', 'c'].map((variant) => exampleSample({ text: `${id} ${variant}`, family: id, variant }));
    const parts = splitSamples([...family('f_1'), ...family('f_2')], { maxBytes: 100_000, maxSamples: 5 });
    expect(parts.map((part) => part.samples)).toEqual([3, 3]);
  });

  it('keeps families together that stand between one another', () => {
    const samples = ['f_1', 'f_2', 'f_1', 'f_2', 'f_3'].map((family, index) =>
      exampleSample({ text: `Text ${index}`, family, variant: `g${index}` }),
    );
    expect(splitSamples(samples, { maxBytes: 100_000, maxSamples: 4 }).map((part) => part.samples)).toEqual([
      4, 1,
    ]);
  });

  it('refuses a family that no file can hold, naming it', () => {
    const samples = Array.from({ length: 9 }, (_, index) =>
      exampleSample({ text: `Text ${index}`, family: 'f_big', variant: `g${index}` }),
    );
    expect(() => splitSamples(samples, bounds)).toThrow(/the family f_big takes \d+ bytes in 9 samples/);
    expect(() => splitSamples([exampleSample({ text: 'x'.repeat(5_000) })], bounds)).toThrow(
      /one sample takes/,
    );
  });

  it('obeys its laws: in bounds, no family split, nothing lost or moved', () => {
    fc.assert(
      fc.property(runSamples, (samples) => {
        const parts = splitSamples(samples, bounds);
        for (const { content, samples } of parts) {
          expect(samples).toBeLessThanOrEqual(bounds.maxSamples);
          expect(Buffer.byteLength(content)).toBeLessThanOrEqual(bounds.maxBytes);
          expect(content.split('\n').length - 1).toBe(samples);
        }
        for (const places of partsOfFamilies(parts).values()) expect(places.size).toBe(1);
        expect(parts.map(({ content }) => content).join('')).toBe(
          samples.map((sample) => `${canonicalJson(sample)}\n`).join(''),
        );
      }),
      { numRuns: 60 },
    );
  });
});
