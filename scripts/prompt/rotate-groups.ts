import { shuffle } from '../sample/random.ts';
import { greatestCommonDivisor } from './divisors.ts';

/**
 * The groups of the `turn`th family (from 0) where each covers `size` of the pool: neighbours on a seeded circle,
 * so that no group is ever more than one family ahead. Once round, the circle is shuffled anew, so that groups
 * meet other neighbours.
 */
export function rotateGroups(
  pool: string[],
  { size, turn, seed }: { size: number; turn: number; seed: number },
): string[] {
  if (size >= pool.length) return pool;
  const round = pool.length / greatestCommonDivisor(pool.length, size);
  const circle = shuffle(pool, seed + Math.floor(turn / round));
  const first = (turn % round) * size;
  const taken = Array.from({ length: size }, (_, index) => circle[(first + index) % pool.length]);
  return pool.filter((group) => taken.includes(group));
}
