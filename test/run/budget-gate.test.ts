import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBudgetGate } from '../../scripts/run/budget-gate.ts';

/** A cap with amounts under it, as a ledger would keep it; each answer takes a turn of the event loop. */
function purse(cap: number) {
  let held = 0;
  return {
    reserve: async (amount: number) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (held + amount > cap) return false;
      held += amount;
      return true;
    },
    free: (amount: number) => {
      held -= amount;
    },
    get held() {
      return held;
    },
  };
}

describe('the budget gate', () => {
  it('lets through what fits, and turns away at once what fits into nothing that could still come', async () => {
    const gate = createBudgetGate(purse(10).reserve);
    expect(await gate.reserve(11)).toBe(false);
    expect(await gate.reserve(10)).toBe(true);
  });

  it('makes what does not fit wait for others to end, and those that come later wait behind it', async () => {
    const money = purse(10);
    const gate = createBudgetGate(money.reserve);
    expect(await gate.reserve(8)).toBe(true);
    const order: string[] = [];
    const big = gate.reserve(9).then((granted) => order.push(`big ${granted}`));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const small = gate.reserve(1).then((granted) => order.push(`small ${granted}`));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(order).toEqual([]);
    money.free(8);
    gate.released();
    await Promise.all([big, small]);
    expect(order).toEqual(['big true', 'small true']);
  });

  it('passes a failure on to the one it met, and goes on', async () => {
    const money = purse(10);
    let broken = true;
    const gate = createBudgetGate<number>((amount) =>
      broken ? Promise.reject(new Error('disk')) : money.reserve(amount),
    );
    await expect(gate.reserve(1)).rejects.toThrow('disk');
    broken = false;
    expect(await gate.reserve(10)).toBe(true);
    const waiting = gate.reserve(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    broken = true;
    gate.released();
    await expect(waiting).rejects.toThrow('disk');
  });

  it('never holds more than the cap, and answers everybody', async () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(amounts, async (list) => {
        const money = purse(10);
        const gate = createBudgetGate(money.reserve);
        const granted = await Promise.all(
          list.map(async (amount) => {
            if (!(await gate.reserve(amount))) return false;
            expect(money.held).toBeLessThanOrEqual(10);
            await new Promise((resolve) => setImmediate(resolve));
            money.free(amount);
            gate.released();
            return true;
          }),
        );
        // Whatever can fit alone is granted in the end, since all others end.
        expect(granted).toEqual(list.map((amount) => amount <= 10));
      }),
      { numRuns: 50 },
    );
  });
});
