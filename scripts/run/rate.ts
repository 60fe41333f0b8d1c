/**
 * How early a unit may come, in milliseconds. Timers wake late: what one is late, the next may be early, so that the
 * rate is kept. A limit by the second must not be passed within any second, and leaves room for 10 ms; one by the
 * minute leaves room for more.
 */
export const tolerancesMs = { perSecond: 10, perMinute: 200 };

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
