/** One request as the hub counts them, Git's included. */
export type NumberedRequest = { index: number; method: string; path: string };

export type Fault =
  /** The answer is an error, and nothing happened. */
  | { kind: 'status'; status: number; message?: string }
  /** The connection breaks before anything happened. */
  | { kind: 'dropped' }
  /** All is done, but the connection breaks before the answer. */
  | { kind: 'lost' }
  /** Too many requests in too short a time: 403 with Retry-After. */
  | { kind: 'secondary-limit'; retryAfterS: number }
  /** The hour's quota is used up. */
  | { kind: 'primary-limit'; resetInS: number };

export type Faults = (request: NumberedRequest) => Fault | undefined;

export const noFaults: Faults = () => undefined;

/** A fault of the requests with these numbers alone, counted from 1. */
export function faultAt(indices: number[], fault: Fault): Faults {
  return ({ index }) => (indices.includes(index) ? fault : undefined);
}

/** Each request meets, with a probability of `share`, one of the faults; a pure function of seed and number. */
export function seededFaults({
  seed,
  share,
  faults,
}: {
  seed: number;
  share: number;
  faults: Fault[];
}): Faults {
  return ({ index }) => {
    const draw = fraction(seed, 2 * index);
    return draw < share ? faults[Math.floor(fraction(seed, 2 * index + 1) * faults.length)] : undefined;
  };
}

/** Knuth's multiplicative hash, mixed: 0 ≤ x < 1. */
function fraction(seed: number, index: number): number {
  let x = (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) >>> 0;
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39) >>> 0;
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
}
