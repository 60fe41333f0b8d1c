/**
 * How early a unit may come, in milliseconds. Timers wake late, and a busy machine stalls: what is late may be made up
 * for, so that the rate is kept. A limit by the second is kept in every second by the window below, and may be caught
 * up with over a longer stall than one by the minute, which servers enforce in shorter pieces that nobody tells.
 */
export const tolerancesMs = { perSecond: 500, perMinute: 200 };

/** A second as a server may see it: requests that left apart can arrive a little closer together. */
const secondMs = 1_010;

/** How long until one more may go, so that no second holds more than `perSecond`; `sentMs` is when the last ones went. */
export function waitInSecond(sentMs: readonly number[], perSecond: number, nowMs: number): number {
  const first = sentMs[sentMs.length - wholeOf(perSecond)];
  return first === undefined ? 0 : Math.max(0, first + secondMs - nowMs);
}

/** Remembers one more, and no more than a second can hold. */
export function countInSecond(sentMs: readonly number[], perSecond: number, nowMs: number): number[] {
  return [...sentMs, nowMs].slice(-wholeOf(perSecond));
}

/** Less than one a second: the spacing alone keeps it. */
function wholeOf(perSecond: number): number {
  return Math.max(1, Math.floor(perSecond));
}

/**
 * When the next unit is due under a rate: the generic cell rate algorithm (ITU-T I.371), which spaces units evenly
 * instead of letting a bucket's worth go at once. `Infinity` per millisecond is no rate at all.
 */
export function waitFor(dueMs: number, nowMs: number, toleranceMs: number): number {
  return Math.max(0, dueMs - toleranceMs - nowMs);
}

/** When the next unit is due after `cost` units have gone. */
export function chargeRate(dueMs: number, cost: number, perMs: number, nowMs: number): number {
  return Math.max(dueMs, nowMs) + cost / perMs;
}
