import { compactWords, countEqual } from './compact-signature.ts';
import { startKernel } from './start-kernel.ts';

/**
 * Compact signatures of texts of one template, among which those are found that are most like another one. What all have
 * from the template tells nothing: it is the numbers beside it that are compared.
 */
export type SignatureColumns = {
  /**
   * Makes room for so many signatures of a template with that centre; what was entered before is gone.
   * @returns where the caller puts a tile before it enters it.
   */
  begin(signatures: number, centre: Uint32Array): Tile;
  /** Enters the tile at hand as the one of that number: its first signature has 64 times that place. */
  enter(tile: number): void;
  /**
   * Looks for the `wanted` that are most like the signature in that place, which is in the tile entered last, among those in
   * places before it, but not of its family.
   */
  findAlike(place: number, minEqual: number, wanted: number): Alike;
};

/** Signatures that are entered together, one behind the other, and the family of each, 0 where it has none. */
export type Tile = { signatures: Uint32Array; families: Uint32Array };

export const tileSignatures = 64;

/**
 * Up to 24 places, the most alike first, of equals the first place; and in how many of 128 numbers each agrees. Overwritten
 * by the next call.
 */
export type Alike = { found: number; places: Uint32Array; equals: Uint8Array };

export const maxAlike = 24;

/** The fastest that this machine can run; what they find is the same. */
export function createSignatureColumns(): SignatureColumns {
  return createKernelColumns() ?? createScriptColumns();
}

export function createKernelColumns(): SignatureColumns | undefined {
  const kernel = startKernel();
  if (!kernel) return undefined;
  let packed: Uint32Array;
  const alike = emptyAlike();
  return {
    begin(signatures, centre) {
      kernel.reserveColumns(signatures);
      const { buffer } = kernel.memory;
      new Uint32Array(buffer, kernel.centreAt(), compactWords).set(centre);
      packed = new Uint32Array(buffer, kernel.alikeAt(), maxAlike);
      return {
        signatures: new Uint32Array(buffer, kernel.incomingAt(), tileWords),
        families: new Uint32Array(buffer, kernel.incomingFamiliesAt(), tileSignatures),
      };
    },
    enter: (tile) => kernel.enterTile(tile),
    findAlike(place, minEqual, wanted) {
      alike.found = kernel.findAlike(place, minEqual, wanted);
      for (let i = 0; i < alike.found; i++) {
        alike.places[i] = (packed[i] as number) & 0xff_ffff;
        alike.equals[i] = (packed[i] as number) >>> 24;
      }
      return alike;
    },
  };
}

export function createScriptColumns(): SignatureColumns {
  let template = new Uint32Array(compactWords);
  const tile = { signatures: new Uint32Array(tileWords), families: new Uint32Array(tileSignatures) };
  let entered: { signature: Uint32Array; family: number }[] = [];
  const alike = emptyAlike();
  const scores = new Uint8Array(maxAlike);
  return {
    begin(_, centre) {
      entered = [];
      template = centre.slice();
      return tile;
    },
    enter(number) {
      const { signatures, families } = tile;
      for (const [row, family] of families.entries()) {
        const signature = signatures.slice(row * compactWords, (row + 1) * compactWords);
        entered[number * tileSignatures + row] = { signature, family };
      }
    },
    findAlike(place, minEqual, wanted) {
      const { signature: own, family } = entered[place] as { signature: Uint32Array; family: number };
      const ownNumbers = numbers - countEqual(own, 0, template, 0);
      let enough = enoughShared(ownNumbers, minEqual);
      alike.found = 0;
      for (const [at, other] of entered.slice(0, place).entries()) {
        const equal = countEqual(own, 0, other.signature, 0);
        if (equal < minEqual || (family !== 0 && other.family === family)) continue;
        const both = countBoth(own, other.signature, template);
        if (equal - both < enough) continue;
        insert(alike, scores, { place: at, equal, score: (3 * (equal - both) + both) >> 1 }, wanted);
        if (alike.found === wanted)
          enough = Math.max(enough, enoughForScore(ownNumbers, (scores[wanted - 1] as number) + 1));
      }
      return alike;
    },
  };
}

const numbers = compactWords * 4;
const tileWords = tileSignatures * compactWords;

function emptyAlike(): Alike {
  return { found: 0, places: new Uint32Array(maxAlike), equals: new Uint8Array(maxAlike) };
}

/** In how many numbers both have that of their template. */
function countBoth(a: Uint32Array, b: Uint32Array, template: Uint32Array): number {
  const apart = (word: number, at: number) =>
    (word ^ (template[at] as number)) | ((b[at] as number) ^ (template[at] as number));
  return countEqual(a.map(apart), 0, new Uint32Array(compactWords), 0);
}

/** `kernel/signature-columns.ts` says why. */
function enoughShared(ownNumbers: number, equal: number): number {
  const fromTemplate = Math.floor(((numbers - ownNumbers) * (numbers + equal)) / (numbers * 2));
  return Math.max(0, equal - fromTemplate) >> 1;
}

/** `kernel/signature-columns.ts` says why. */
function enoughForScore(ownNumbers: number, score: number): number {
  return Math.trunc((2 * score - 122 + ownNumbers + 2) / 3);
}

type Found = { place: number; equal: number; score: number };

function insert(alike: Alike, scores: Uint8Array, { place, equal, score }: Found, wanted: number): void {
  let before = alike.found;
  while (before > 0 && (scores[before - 1] as number) < score) before -= 1;
  if (before === wanted) return;
  for (const [list, value] of [
    [alike.places, place] as const,
    [alike.equals, equal] as const,
    [scores, score] as const,
  ]) {
    list.copyWithin(before + 1, before, wanted - 1);
    list[before] = value;
  }
  alike.found = Math.min(alike.found + 1, wanted);
}
