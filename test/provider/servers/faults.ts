import { chanceOf } from './seeded.ts';

/**
 * What can go wrong with an answer. Billed although the client gets no use of it: `gateway` (502 page),
 * `reset-after`, `truncated`, `bad-json`, `bad-answer`, `refusal`, `filter`, `length`. Not billed: `rate-limit`,
 * `server-error`, `overloaded`, `reset-before`. `prose` wraps the JSON in words; `duplicate` says again what was
 * said last.
 */
export const faultKinds = [
  'rate-limit',
  'server-error',
  'overloaded',
  'reset-before',
  'gateway',
  'reset-after',
  'truncated',
  'bad-json',
  'bad-answer',
  'refusal',
  'filter',
  'length',
  'prose',
  'duplicate',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Kind → share of requests, 0 to 1. */
export type FaultShares = Partial<Record<FaultKind, number>>;

/** Every fault equally often, so that `rate` of all requests meet one. */
export function everyFault(rate: number, kinds: readonly FaultKind[] = faultKinds): FaultShares {
  return Object.fromEntries(kinds.map((kind) => [kind, rate / kinds.length]));
}

/** The fault of one request: follows from the seed, what is asked and how often it has been asked. */
export function drawFault(
  shares: FaultShares,
  { seed, key, attempt }: { seed: number; key: string; attempt: number },
): FaultKind | undefined {
  let chance = chanceOf(seed, 'fault', key, attempt);
  for (const kind of faultKinds) {
    const share = shares[kind] ?? 0;
    if (chance < share) return kind;
    chance -= share;
  }
  return undefined;
}
