import type { BatchOptions } from './model-server.ts';

export type BookState = 'running' | 'done' | 'expired' | 'cancelled';

/** One batch: its calls, and the line of each that was answered or given up. */
export type Booked<Call> = {
  id: string;
  name: string;
  calls: Call[];
  state: BookState;
  polls: number;
  answered: object[];
  /** Calls that were not run. */
  left: Call[];
};

/** The batches of a server. They are done after so many polls, or expire after so many answers. */
export function createBatchBook<Call>(options: BatchOptions, answer: (call: Call) => object) {
  const books = new Map<string, Booked<Call>>();

  function add(name: string, calls: Call[]): Booked<Call> {
    const id = `batch_${books.size + 1}`;
    const book: Booked<Call> = { id, name, calls, state: 'running', polls: 0, answered: [], left: calls };
    books.set(id, book);
    return book;
  }

  function poll(id: string): Booked<Call> | undefined {
    const book = books.get(id);
    if (book?.state !== 'running' || ++book.polls <= (options.polls ?? 0)) return book;
    finish(book, options.expiresAfter ?? book.calls.length);
    book.state = book.left.length > 0 ? 'expired' : 'done';
    return book;
  }

  function finish(book: Booked<Call>, count: number): void {
    book.answered = book.calls.slice(0, count).map(answer);
    book.left = book.calls.slice(count);
  }

  function cancel(id: string): Booked<Call> | undefined {
    const book = books.get(id);
    if (book?.state !== 'running') return book;
    finish(book, Math.floor(book.calls.length / 2));
    book.state = 'cancelled';
    return book;
  }

  return { add, poll, cancel, newestFirst: () => [...books.values()].reverse() };
}
