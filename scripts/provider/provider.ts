import type { Request } from '../prompt/request.ts';
import type { Content } from '../sample/sample.ts';

/** One version of what a request asked for. `group` is undefined where the text names no group. */
export type Draft = { group: string | undefined; content: Content; attribute?: string };

/** What answers requests. */
export type Provider = {
  name: string;
  /** The model asked for; templates have none. */
  model: string | undefined;
  /** Whether requests carry a template to fill in, or instructions for a model. */
  writesFrom: 'templates' | 'instructions';
  /** Where the provider's terms of use stand; undefined where none apply. */
  termsUrl: string | undefined;
  answer(request: Request, signal: AbortSignal): Promise<Draft[]>;
};
