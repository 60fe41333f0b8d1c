import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPossibleBlock } from '../../../scripts/check/index/bound-segment.ts';
import { bucketOf, encodeBand, findInBlock, sortBand } from '../../../scripts/check/index/encode-band.ts';
import { coalesce, cutOut } from '../../../scripts/check/index/ranges.ts';
import { blocksAt, maxBucketEntries, planLayout } from '../../../scripts/check/index/segment-layout.ts';

const hash = fc.record({ low: fc.nat(0xffff_ffff), high: fc.nat(15) });

describe('encodeBand', () => {
  it('gives back the rank of every hash that went in, and of no other', () => {
    fc.assert(
      fc.property(fc.array(hash, { minLength: 1, maxLength: 1_500 }), (hashes) => {
        const layout = planLayout(hashes.length, []);
        const entries = sortBand(
          Uint32Array.from(hashes, ({ low }) => low),
          Uint8Array.from(hashes, ({ high }) => high),
        );
        const entered = { ...layout, entries: new Array(12).fill(entries.count) };
        const { directory, blocks } = encodeBand(entries, 3, layout, 0);
        const view = new DataView(directory.buffer);
        const whole = (index: number) => entries.high[index]! * 2 ** 32 + entries.low[index]!;
        for (const index of [0, entries.count >> 1, entries.count - 1]) {
          const wanted = whole(index);
          const bucket = bucketOf(wanted, layout);
          const [start, rank, end, next] = [0, 4, 8, 12].map((at) => view.getUint32(bucket * 8 + at, true));
          const block = blocks.subarray(start, end);
          const at = { band: 3, bucket, rank: rank!, count: next! - rank! };
          const found = findInBlock(block, at, [wanted], layout)!.map((hit) => rank! + hit.index);
          const truth = [...Array(entries.count).keys()].filter((other) => whole(other) === wanted);
          expect(found).toEqual(truth);
          const claim = { band: 3, start: start!, end: end!, rank: rank!, next: next! };
          const file = blocksAt(entered) + blocks.length;
          expect(isPossibleBlock(claim, entered, file)).toBe(true);
          expect(isPossibleBlock({ ...claim, end: blocks.length + 1 }, entered, file)).toBe(false);
          expect(findInBlock(block, { ...at, band: 4 }, [wanted], layout)).toBeUndefined();
        }
      }),
      { numRuns: 50 },
    );
  });

  it('cuts a crowd of equal hashes', () => {
    expect(sortBand(new Uint32Array(1_000), new Uint8Array(1_000)).count).toBe(64);
  });

  it('cuts a crowd of hashes that begin alike', () => {
    const low = Uint32Array.from({ length: maxBucketEntries + 1_000 }, (_, index) => index);
    expect(sortBand(low, new Uint8Array(low.length)).count).toBe(maxBucketEntries);
  });

  it('believes no block of more hashes than a bucket may hold', () => {
    const layout = planLayout(1_000_000, new Array(12).fill(1_000_000));
    const claim = { band: 0, start: 0, end: 1_000, rank: 0, next: maxBucketEntries };
    const file = blocksAt(layout) + 10_000;
    expect(isPossibleBlock(claim, layout, file)).toBe(true);
    expect(isPossibleBlock({ ...claim, next: maxBucketEntries + 1 }, layout, file)).toBe(false);
  });
});

describe('coalesce and cutOut', () => {
  it('give the bytes of every range, however near ranges are made one', () => {
    const file = Uint8Array.from({ length: 500 }, (_, index) => index % 251);
    const range = fc
      .tuple(fc.nat(450), fc.nat(49))
      .map(([start, length]) => ({ start, end: start + length }));
    fc.assert(
      fc.property(fc.array(range), fc.nat(60), (ranges, maxGap) => {
        const merged = coalesce(ranges, maxGap);
        const parts = merged.map(({ start, end }) => file.subarray(start, end));
        expect(cutOut(ranges, merged, parts)).toEqual(
          ranges.map(({ start, end }) => file.subarray(start, end)),
        );
        for (const [index, { start }] of merged.entries())
          expect(start).toBeGreaterThan(index > 0 ? merged[index - 1]!.end + maxGap : -1);
      }),
    );
  });
});
