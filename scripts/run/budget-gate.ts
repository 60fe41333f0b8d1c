/** Reserves the worst case of a record; resolves to whether it fits. */
type Reserve<Record> = (record: Record) => Promise<boolean>;

export type BudgetGate<Record> = {
  /**
   * Resolves to whether the record is reserved. One that does not fit waits while others of this process are open,
   * since they mostly end below their worst case; those that come later wait behind it, so that none is starved.
   */
  reserve(record: Record): Promise<boolean>;
  /** An open reservation has ended, and its end is in the ledger. */
  released(): void;
};

type Waiting<Record> = {
  record: Record;
  resolve(granted: boolean): void;
  reject(error: unknown): void;
};

export function createBudgetGate<Record>(reserve: Reserve<Record>): BudgetGate<Record> {
  let open = 0;
  let congested = false;
  let pumping = false;
  let releasedSince = false;
  const queue: Waiting<Record>[] = [];

  async function tryOne(record: Record): Promise<boolean> {
    open += 1;
    try {
      if (await reserve(record)) return true;
    } catch (error) {
      open -= 1;
      throw error;
    }
    open -= 1;
    return false;
  }

  /** Serves the queue from its head until one does not fit. */
  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    while (queue.length > 0) {
      releasedSince = false;
      const [head] = queue as [Waiting<Record>];
      const granted = await tryOne(head.record).catch((error: unknown) => {
        head.reject(error);
        return undefined;
      });
      if (granted === false) {
        if (releasedSince) continue;
        if (open > 0) break;
      }
      queue.shift();
      if (granted !== undefined) head.resolve(granted);
    }
    congested = queue.length > 0;
    pumping = false;
  }

  return {
    async reserve(record) {
      if (!congested && (await tryOne(record))) return true;
      congested = true;
      return new Promise((resolve, reject) => {
        queue.push({ record, resolve, reject });
        void pump();
      });
    },
    released() {
      open -= 1;
      releasedSince = true;
      if (queue.length > 0) void pump();
    },
  };
}
