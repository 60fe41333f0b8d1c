import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compactWords, countEqual } from '../../../scripts/sample/minhash/compact-signature.ts';
import {
  type Alike,
  createKernelColumns,
  createScriptColumns,
  maxAlike,
  type SignatureColumns,
  tileSignatures,
} from '../../../scripts/sample/minhash/signature-columns.ts';
import { randomAt } from '../../../scripts/sample/random.ts';

const numbers = compactWords * 4;
const centre = new Uint32Array(compactWords).fill(0x0001_7fff);
const centreBytes = new Uint8Array(centre.buffer);

/** Signatures that have the template's number where the byte is 0; few others, so that they agree. */
const signature = fc
  .array(fc.constantFrom(0, 0, 0, 1, 0x80, 0xfe), { minLength: numbers, maxLength: numbers })
  .map((bytes) => new Uint32Array(Uint8Array.from(bytes, (byte, at) => byte ^ centreBytes[at]!).buffer));
const entries = fc.array(fc.record({ signature, family: fc.nat(2) }), { minLength: 1, maxLength: 150 });

/** What is found for each signature among those before it. */
function findEach(
  columns: SignatureColumns,
  all: { signature: Uint32Array; family: number }[],
  minEqual: number,
  wanted = maxAlike,
) {
  const tile = columns.begin(all.length, centre);
  return all.map((_, place) => {
    const row = place % tileSignatures;
    if (row === 0) {
      for (const [at, { signature, family }] of all.slice(place, place + tileSignatures).entries()) {
        tile.signatures.set(signature, at * compactWords);
        tile.families[at] = family;
      }
      columns.enter(place / tileSignatures);
    }
    return pairsOf(columns.findAlike(place, minEqual, wanted));
  });
}

function pairsOf({ found, places, equals }: Alike): [number, number][] {
  return Array.from({ length: found }, (_, i) => [places[i]!, equals[i]!]);
}

const both = () => [createScriptColumns(), createKernelColumns()!];

it('finds the same in WebAssembly and in script: with as many equal numbers as it says, none of the family', () => {
  const [script, kernel] = both() as [SignatureColumns, SignatureColumns];
  fc.assert(
    fc.property(
      entries,
      fc.integer({ min: 20, max: 90 }),
      fc.constantFrom(3, 16, maxAlike),
      (all, minEqual, wanted) => {
        const found = findEach(kernel, all, minEqual, wanted);
        expect(found).toEqual(findEach(script, all, minEqual, wanted));
        for (const [place, pairs] of found.entries()) {
          const { signature: own, family } = all[place]!;
          for (const [older, equal] of pairs) {
            expect(equal).toBe(countEqual(own, 0, all[older]!.signature, 0));
            expect(equal).toBeGreaterThanOrEqual(minEqual);
            expect(family === 0 || all[older]!.family !== family).toBe(true);
          }
        }
      },
    ),
    { numRuns: 40 },
  );
});

it('finds the copies first, of equal ones the first, and no more than it holds', () => {
  const other = (at: number) => centre.map((word, place) => (place === at ? ~word : word));
  // Copies of one signature stand in every fourth place, beyond two tiles.
  const all = Array.from({ length: 200 }, (_, place) => ({
    signature: other(place % 4 === 0 ? 5 : 6 + (place % 26)),
    family: 0,
  }));
  for (const columns of both()) {
    const last = findEach(columns, all, 100)[196];
    expect(last).toEqual(Array.from({ length: maxAlike }, (_, i) => [i * 4, numbers]));
  }
});

it('finds far places, and after a new beginning nothing of what was there', () => {
  const other = centre.map((word) => ~word);
  for (const columns of both()) {
    const all = Array.from({ length: 300 }, (_, place) => ({
      signature: place === 260 || place === 299 ? other : centre,
      family: 0,
    }));
    expect(findEach(columns, all, numbers)[299]).toEqual([[260, numbers]]);
    expect(findEach(columns, [all[260]!, all[299]!], numbers)).toEqual([[], [[0, numbers]]]);
  }
});

it.each([16, maxAlike])(
  'lets what is a little more alike take the place of what was found, %i in all',
  (wanted) => {
    const other = new Uint8Array(centreBytes.map((byte) => ~byte));
    // As many share sixty numbers with the last, as many 61, and so on; what they do not share is nobody's.
    const likeness = Array.from({ length: wanted * 10 }, (_, place) => 60 + Math.floor(place / wanted));
    const all = [...likeness, numbers].map((shared, place) => ({
      signature: new Uint32Array(
        other.map((byte, at) => ((at + place) % numbers < shared ? byte : byte ^ 0x55)).buffer,
      ),
      family: 0,
    }));
    for (const columns of both())
      expect(findEach(columns, all, 50, wanted)[wanted * 10]).toEqual(
        Array.from({ length: wanted }, (_, i) => [wanted * 9 + i, 69]),
      );
  },
);

it('keeps the most alike in their order, in whatever order they come', () => {
  const other = new Uint8Array(centreBytes.map((byte) => ~byte));
  // Nearly as much is as good: three numbers apart they are kept apart.
  const likeness = Array.from({ length: 200 }, (_, place) => 30 + 3 * (randomAt(place, 5) % 33));
  const all = [...likeness, numbers].map((shared, place) => ({
    signature: new Uint32Array(
      other.map((byte, at) => ((at + place) % numbers < shared ? byte : byte ^ 0x55)).buffer,
    ),
    family: 0,
  }));
  const expected = likeness
    .map((shared, place): [number, number] => [place, shared])
    .sort(([a, one], [b, two]) => two - one || a - b)
    .slice(0, maxAlike);
  for (const columns of both()) expect(findEach(columns, all, 30)[200]).toEqual(expected);
});

it('passes over none that agrees in enough numbers, though few of them are beside the template', () => {
  // Sixty numbers are not the template's, and the second shares 25 of them with the first.
  const ownTo = (shared: number) =>
    new Uint32Array(centreBytes.map((byte, at) => byte ^ (at < shared ? 1 : at < 60 ? 2 : 0)).buffer);
  const all = [ownTo(60), ownTo(25)].map((signature) => ({ signature, family: 0 }));
  for (const columns of both()) expect(findEach(columns, all, 90)[1]).toEqual([[0, numbers - 35]]);
});

it('tells a signature that is its template through and through from nothing', () => {
  for (const columns of both()) {
    const copies = Array.from({ length: 3 }, () => ({ signature: centre, family: 0 }));
    expect(findEach(columns, copies, numbers)).toEqual([
      [],
      [[0, numbers]],
      [
        [0, numbers],
        [1, numbers],
      ],
    ]);
  }
});
