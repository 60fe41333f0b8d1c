import type { Estimate } from './bootstrap.ts';

/** What may be claimed of a score that is the better the higher; never more than its interval allows. */
export function sayChange(change: Estimate): string {
  if (includesZero(change)) return 'no difference can be claimed';
  return change.value > 0 ? 'better' : 'worse';
}

/**
 * What may be claimed of a preference that is best at a neutral value. `distance` is the change of how far from it
 * the two models are: a preference may well move from one side to the other without being smaller.
 */
export function sayPreference(change: Estimate, distance: Estimate): string {
  if (includesZero(change)) return 'no difference can be claimed';
  if (includesZero(distance)) return 'another preference, of which no smaller or larger size can be claimed';
  return distance.value < 0 ? 'less stereotyped preference' : 'more stereotyped preference';
}

/** How many LMS points a model may lose and still count as no worse (a convention, stated with every verdict). */
export const lmsMargin = 1;

/** Non-inferiority: the whole interval must lie above minus the margin. */
export function sayNonInferiority({ low, high }: Estimate): string {
  if (low > -lmsMargin) return `language modelling is no worse (margin ${lmsMargin} point)`;
  if (high < -lmsMargin) return `language modelling is worse by more than ${lmsMargin} point`;
  return `whether language modelling is worse by more than ${lmsMargin} point cannot be told`;
}

/** Claims, or that there are none where a cell rests on too few units. */
export function claimsOf(
  { trusted, units }: { trusted: boolean; units: number },
  unitName: string,
  claims: readonly string[],
): string[] {
  return trusted ? [...claims] : [`Nothing can be claimed: ${units} ${unitName} are too few.`];
}

function includesZero({ low, high }: Estimate): boolean {
  return low <= 0 && high >= 0;
}
