import { chanceOf, pick } from '../../provider/servers/seeded.ts';
import type { Request } from './exchange.ts';

/**
 * What goes wrong with one request. `cut-before`, `unavailable`, `busy`, and `expired` where an
 * address of the storage has run out: nothing is done. `cut-after`, `lost`,
 * `half`: it is done, and the answer says nothing or that it failed. `late`: it is done only once another
 * request has come. `overtaken`: somebody else commits first.
 */
export type Fault =
  | 'cut-before'
  | 'unavailable'
  | 'busy'
  | 'expired'
  | 'cut-after'
  | 'lost'
  | 'half'
  | 'late'
  | 'overtaken';

export type FaultOf = (request: Request, number: number) => Fault | undefined;

const anywhere: readonly Fault[] = ['cut-before', 'unavailable', 'busy', 'cut-after', 'lost', 'half', 'late'];

function isStorage(path: string): boolean {
  return /^\/[^/]+\/[^/]+\/[0-9a-f]{64}$/.test(path);
}

/** Faults at a rate, of every kind, by the seed, each where it can happen. */
export function seededFaults(seed: number, rate: number): FaultOf {
  return ({ path }, number) => {
    if (chanceOf(seed, 'whether', number) >= rate) return undefined;
    const chance = chanceOf(seed, 'which', number);
    if (path.includes('/commit/') && chance < 0.5) return 'overtaken';
    if (isStorage(path) && chance < 0.2) return 'expired';
    return pick(anywhere, chance);
  };
}
