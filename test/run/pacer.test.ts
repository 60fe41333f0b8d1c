import { describe, expect, it } from 'vitest';
import { createPacer, type PacerWorld } from '../../scripts/run/pacer.ts';

/** A clock that moves when everybody sleeps. */
function virtualWorld(): PacerWorld & { run(): Promise<void> } {
  let nowMs = 0;
  let sleepers: { atMs: number; resolve(): void }[] = [];
  return {
    now: () => nowMs,
    random: () => 0.5,
    sleep: (ms, signal) =>
      new Promise<void>((resolve) => {
        if (signal.aborted) return resolve();
        sleepers.push({ atMs: nowMs + ms, resolve });
        signal.onabort = () => resolve();
      }),
    async run() {
      for (let idle = 0; idle < 20; ) {
        await Promise.resolve();
        idle += 1;
        const [next] = sleepers.toSorted((a, b) => a.atMs - b.atMs);
        if (idle < 20 || !next) continue;
        sleepers = sleepers.filter((each) => each !== next);
        nowMs = Math.max(nowMs, next.atMs);
        next.resolve();
        idle = 0;
      }
    },
  };
}

describe('the pacer', () => {
  it('lets requests go in their order, as the rate allows', async () => {
    const world = virtualWorld();
    const pacer = createPacer({ concurrency: 8, requestsPerSecond: 10 }, world);
    const went: [number, number][] = [];
    const asked = Array.from({ length: 20 }, async (_, index) => {
      const ticket = await pacer.admit(1);
      if (!ticket) return;
      went.push([index, Math.round(world.now() / 100)]);
      pacer.observe({ outcome: 'answered', ...ticket });
    });
    await world.run();
    await Promise.all(asked);
    expect(went.map(([index]) => index)).toEqual(asked.map((_, index) => index));
    expect(went.at(-1)?.[1]).toBe(19);
  });

  it('holds what was admitted back while the server wants a pause', async () => {
    const world = virtualWorld();
    const pacer = createPacer({ concurrency: 8 }, world);
    await pacer.admit(1);
    await pacer.clear();
    pacer.observe({
      outcome: 'rate-limited',
      scope: 'minute',
      retryAfterMs: 3_000,
      message: '',
      startedMs: 0,
    });
    let clearedAtMs = 0;
    const cleared = pacer.clear().then(() => {
      clearedAtMs = world.now();
    });
    await world.run();
    await cleared;
    expect(clearedAtMs).toBeGreaterThan(3_000);
  });

  it('wakes earlier than it meant to once there is reason to', async () => {
    const world = virtualWorld();
    const pacer = createPacer({ concurrency: 64, requestsPerSecond: 10 }, world, true);
    const first = await pacer.admit(1);
    // Twenty failures in a row stop the traffic for five seconds; then one that was under way is answered.
    for (let failures = 0; failures < 20; failures++) {
      const failing = pacer.admit(1);
      await world.run();
      const startedMs = (await failing)?.startedMs ?? 0;
      pacer.observe({ outcome: 'failed', reached: true, message: '', startedMs });
    }
    const stoppedMs = world.now();
    const waiting = [pacer.admit(1), pacer.admit(1)];
    pacer.observe({ outcome: 'answered', startedMs: first?.startedMs ?? 0 });
    await world.run();
    expect((await waiting[0])?.startedMs).toBeLessThan(stoppedMs + 200);
    expect((await waiting[1])?.startedMs).toBeLessThan(stoppedMs + 400);
    pacer.close();
  });

  it('turns everybody away once it is closed or the run must end', async () => {
    const world = virtualWorld();
    const closed = createPacer({ concurrency: 1 }, world);
    await closed.admit(1);
    const waiting = closed.admit(1);
    closed.close();
    expect(await waiting).toBeUndefined();
    expect(await closed.admit(1)).toBeUndefined();
    await closed.clear();
    await closed.sleep(1_000_000);

    const ended = createPacer({ concurrency: 1 }, world);
    const ticket = await ended.admit(1);
    const next = ended.admit(1);
    ended.observe({
      outcome: 'rate-limited',
      scope: 'day',
      message: 'tomorrow',
      startedMs: ticket?.startedMs ?? 0,
    });
    expect(await next).toBeUndefined();
    expect(ended.stop).toMatchObject({ because: 'daily-quota' });
  });
});
