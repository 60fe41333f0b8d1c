import type { Pronouns } from '../sample/axis.ts';

/** What a language must know for tags beyond a plain slot or group. */
export type Grammar = {
  /** The indefinite article that goes before a phrase. */
  article(phrase: string): string;
  /** The plural of a noun phrase. */
  plural(phrase: string): string;
  /** Name → forms, for protagonists whose pronoun the axis leaves open. */
  pronouns: Record<string, Pronouns>;
};
