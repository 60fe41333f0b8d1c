/**
 * A circuit breaker: after many failures in a row nothing is sent for a while (`open`), then one request is tried
 * (`trying`); each failure of that makes the next while longer, until it is time to give up.
 */
export type Breaker = {
  state: 'closed' | 'open' | 'trying' | 'gave-up';
  failures: number;
  /** How often it has opened since the last answer. */
  trips: number;
  openUntilMs: number;
  everAnswered: boolean;
};

export const closedBreaker: Breaker = {
  state: 'closed',
  failures: 0,
  trips: 0,
  openUntilMs: 0,
  everAnswered: false,
};

/** With three requests in ten failing by chance, one run in a hundred million requests meets so many in a row. */
const failuresToOpen = 20;
/** A server that has never answered is more likely wrong than ill; one that cannot be reached, more so. */
const failuresOfAStranger = 10;
const failuresOfNobody = 3;
const firstWhileMs = 5_000;
const longestWhileMs = 60_000;
const tripsToGiveUp = 5;
const jitter = 0.1;

export function afterAnswer(breaker: Breaker): Breaker {
  return breaker.state === 'gave-up' ? breaker : { ...closedBreaker, everAnswered: true };
}

/** `reached` is whether anything answered, or broke off: not where no connection stood. */
export function afterFailure(
  breaker: Breaker,
  { nowMs, random, reached }: { nowMs: number; random: number; reached: boolean },
): Breaker {
  const { state, everAnswered, trips } = breaker;
  const failures = breaker.failures + 1;
  const counted = { ...breaker, failures };
  // Those under way when it opened fail too, and say nothing new.
  if (state === 'open' || state === 'gave-up') return counted;
  const stranger = reached ? failuresOfAStranger : failuresOfNobody;
  if (state === 'closed' && failures < (everAnswered ? failuresToOpen : stranger)) return counted;
  if (!everAnswered || trips + 1 >= tripsToGiveUp) return { ...counted, state: 'gave-up' };
  const whileMs = Math.min(longestWhileMs, firstWhileMs * 2 ** trips) * (1 + jitter * random);
  return { ...counted, state: 'open', trips: trips + 1, openUntilMs: nowMs + whileMs };
}

export function waitOfBreaker({ state, openUntilMs }: Breaker, nowMs: number): number {
  return state === 'open' ? Math.max(0, openUntilMs - nowMs) : 0;
}
