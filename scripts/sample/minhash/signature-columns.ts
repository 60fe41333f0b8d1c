import { compactWords, countEqual } from './compact-signature.ts';
import { startKernel } from './start-kernel.ts';

/**
 * Compact signatures of texts of one template, among which those are found that are most like another one. What all have
 * from the template tells nothing: it is the numbers beside it that are compared.
 */
export type SignatureColumns = {
  /** Makes room for so many signatures of a template with that centre; what was entered before is gone. */
  begin(signatures: number, centre: Uint32Array): void;
  /** Takes the signature that is looked up and entered by the next calls. */
  take(signature: Uint32Array): void;
  /**
   * Looks among the first `count` that were entered, but not at those of the same family, unless that is 0, for the `wanted`
   * most alike.
   */
  findAlike(count: number, family: number, minEqual: number, wanted: number): Alike;
  enter(place: number, family: number): void;
};

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
  let own: Uint32Array;
  let packed: Uint32Array;
  const alike = emptyAlike();
  return {
    begin(signatures, centre) {
      kernel.reserveColumns(signatures);
      const { buffer } = kernel.memory;
      new Uint32Array(buffer, kernel.centreAt(), compactWords).set(centre);
      own = new Uint32Array(buffer, kernel.ownAt(), compactWords);
      packed = new Uint32Array(buffer, kernel.alikeAt(), maxAlike);
    },
    take(signature) {
      own.set(signature);
      kernel.tell();
    },
    findAlike(count, family, minEqual, wanted) {
      alike.found = kernel.findAlike(count, family, minEqual, wanted);
      for (let i = 0; i < alike.found; i++) {
        alike.places[i] = (packed[i] as number) & 0xff_ffff;
        alike.equals[i] = (packed[i] as number) >>> 24;
      }
      return alike;
    },
    enter: (place, family) => kernel.enterOwn(place, family),
  };
}

export function createScriptColumns(): SignatureColumns {
  let template = new Uint32Array(compactWords);
  const own = new Uint32Array(compactWords);
  const entered: { signature: Uint32Array; family: number }[] = [];
  const alike = emptyAlike();
  const scores = new Uint8Array(maxAlike);
  return {
    begin(_, centre) {
      entered.length = 0;
      template = centre.slice();
    },
    take: (signature) => own.set(signature),
    findAlike(count, family, minEqual, wanted) {
      const ownNumbers = numbers - countEqual(own, 0, template, 0);
      let enough = enoughShared(ownNumbers, minEqual);
      alike.found = 0;
      for (let place = 0; place < count; place++) {
        const other = entered[place] as { signature: Uint32Array; family: number };
        const equal = countEqual(own, 0, other.signature, 0);
        if (equal < minEqual || (family !== 0 && other.family === family)) continue;
        const both = countBoth(own, other.signature, template);
        if (equal - both < enough) continue;
        insert(alike, scores, { place, equal, score: (3 * (equal - both) + both) >> 1 }, wanted);
        if (alike.found === wanted)
          enough = Math.max(enough, enoughForScore(ownNumbers, (scores[wanted - 1] as number) + 1));
      }
      return alike;
    },
    enter(place, family) {
      entered[place] = { signature: own.slice(), family };
    },
  };
}

const numbers = compactWords * 4;

function emptyAlike(): Alike {
  return { found: 0, places: new Uint32Array(maxAlike), equals: new Uint8Array(maxAlike) };
}

/** In how many numbers both have that of their template. */
function countBoth(a: Uint32Array, b: Uint32Array, template: Uint32Array): number {
  const apart = (word: number, at: number) =>
    (word ^ (template[at] as number)) | ((b[at] as number) ^ (template[at] as number));
  return countEqual(a.map(apart), 0, new Uint32Array(compactWords), 0);
}

/** `kernel/minhash.ts` says why. */
function enoughShared(ownNumbers: number, equal: number): number {
  const fromTemplate = Math.floor(((numbers - ownNumbers) * (numbers + equal)) / (numbers * 2));
  return Math.max(0, equal - fromTemplate) >> 1;
}

/** `kernel/minhash.ts` says why. */
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
