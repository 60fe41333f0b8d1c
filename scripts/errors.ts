/** An honest "no" (exit 1), what the user did (exit 2), what the outside world did (exit 3), or Ctrl-C (exit 130). */
export type Blame = 'answer' | 'input' | 'world' | 'interrupt';

const exitCodes = { answer: 1, input: 2, world: 3, interrupt: 130 } satisfies Record<Blame, number>;

type Details = { code: string; fix: string; blame?: Blame; cause?: unknown };

/** An error the user can act on: what is wrong, a stable code, and how to fix it. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: string;
  readonly fix: string;
  readonly exitCode: number;

  constructor(message: string, { code, fix, blame = 'input', cause }: Details) {
    super(message, { cause });
    this.code = code;
    this.fix = fix;
    this.exitCode = exitCodes[blame];
  }
}
