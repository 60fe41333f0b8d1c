import { compactWords } from '../../sample/minhash/compact-signature.ts';

const numbersOfSignature = compactWords * 4;
/** Below so many own numbers two members need to share few, or none, to be alike: single ones are keys too. */
const fewOwn = 30;
/**
 * How far apart the places of two numbers that make a key may be: by how many numbers a member has, few or many. Of 5,000
 * texts a template the originals of .8 or more are found for .991 with a usual reach of 5, .987 with 3 and .981 with 2
 * (`bench/duplicates/join.ts --truth`).
 */
const [reachOfFew, usualReach, reachOfMany] = [8, 5, 2];
const manyOwn = 56;
const maxKeys = numbersOfSignature * (reachOfFew + 1);

/** The keys by which a member of a template is found. */
export type Keys = {
  /** Hashes of 32 bits; those behind `count` are older ones. */
  keys: Uint32Array;
  count: number;
  /** How many numbers of the member are not the template's. */
  ownCount: number;
};

/**
 * Makes keys of the numbers of a signature that are not the template's: of each two whose places are near. What fills one
 * slot of a template gives several such numbers, and many members share it. Two numbers of two slots are shared by few,
 * and by those that are most alike.
 */
export function createOwnKeys(): (signature: Uint32Array, centre: Uint32Array) => Keys {
  const places = new Uint8Array(numbersOfSignature);
  const values = new Uint8Array(numbersOfSignature);
  const found: Keys = { keys: new Uint32Array(maxKeys), count: 0, ownCount: 0 };
  return (signature, centre) => {
    const ownCount = findOwn(signature, centre, places, values);
    found.ownCount = ownCount;
    found.count = 0;
    const reach = ownCount < fewOwn ? reachOfFew : ownCount < manyOwn ? usualReach : reachOfMany;
    for (let i = 0; i < ownCount; i++) {
      const place = places[i] as number;
      const first = (place << 8) | (values[i] as number);
      if (ownCount < fewOwn) found.keys[found.count++] = mix(first, 0);
      for (let j = i + 1; j < ownCount && (places[j] as number) - place <= reach; j++)
        found.keys[found.count++] = mix(first, ((places[j] as number) << 8) | (values[j] as number));
    }
    return found;
  };
}

function findOwn(
  signature: Uint32Array,
  centre: Uint32Array,
  places: Uint8Array,
  values: Uint8Array,
): number {
  let count = 0;
  for (let word = 0; word < compactWords; word++) {
    const numbers = signature[word] as number;
    const differs = numbers ^ (centre[word] as number);
    for (let byte = 0; byte < 4 && differs !== 0; byte++) {
      if (((differs >>> (byte * 8)) & 255) === 0) continue;
      places[count] = word * 4 + byte;
      values[count++] = (numbers >>> (byte * 8)) & 255;
    }
  }
  return count;
}

/** Spreads two numbers over 32 bits, with the multipliers of MurmurHash3. */
function mix(first: number, second: number): number {
  const hash = Math.imul(Math.imul(first, 0xcc9e_2d51) ^ second, 0x85eb_ca6b);
  return Math.imul(hash ^ (hash >>> 15), 0xc2b2_ae35) >>> 0;
}
