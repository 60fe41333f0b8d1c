import type { KnownPrice } from '../provider/parse-prices.ts';
import { canonicalJson } from '../sample/canonical-json.ts';
import { sha256Hex } from '../sample/hash.ts';
import type { PlannedAttributes, PlannedCell } from '../sample/planned-cell.ts';

/** `plan.json`: all that decides a run's requests, known before the first answer. */
export type RunPlan = {
  schema: 1;
  run: string;
  /** yyyy-mm-dd, UTC. */
  date: string;
  /** The dataset's commit that duplicates are refused against; absent outside Git. */
  dataset?: string;
  provider: string;
  model?: string;
  /** From which similarity on an answer is refused as a near-duplicate; absent in plans of the time when all had .8. */
  likeness?: number;
  /** Samples asked for. */
  count: number;
  seed: number;
  tool: string;
  specs: { path: string; sha256: string }[];
  /** What `evenhand plan` asked for; absent where groups take turns. */
  cells?: PlannedCell[];
  /** What the cells' attribute categories mean. */
  attributes?: PlannedAttributes;
  /** How the model is asked; absent where none is. */
  parameters?: ModelParameters;
  /** What it was to cost when the run was planned: for a run that goes on without being told again. */
  budgetMicroUsd?: number;
  price?: KnownPrice;
};

/** What of a call is the same for all requests of a run. */
export type ModelParameters = {
  /** Caps what is billed as output, reasoning included. */
  maxOutputTokens: number;
  temperature?: number;
  reasoningEffort?: string;
  thinkingTokens?: number;
  /** Where the API is, if not at its vendor's address. */
  baseUrl?: string;
  /** Who judges the answers: `<provider>:<model>`. */
  judge?: string;
  /** Whether first answers come by way of the vendor's batches. */
  batch?: true;
};

type Specs = { path: string; sha256: string; name: string; axis: string }[];
type PlanInput = Omit<RunPlan, 'schema' | 'run' | 'specs'> & { specs: Specs };

/** Names the run from its date, its specs and the hash of what decides its requests. */
export function planRun({ specs, ...rest }: PlanInput): RunPlan {
  const named = specs.map(({ path, sha256 }) => ({ path, sha256 }));
  const { provider, model, count, seed, likeness, parameters, cells, attributes } = rest;
  const decisive = {
    specs: named,
    provider,
    count,
    seed,
    ...(model ? { model } : {}),
    ...(likeness ? { likeness } : {}),
    ...(parameters ? { parameters } : {}),
    ...(cells ? { cells } : {}),
    ...(attributes ? { attributes } : {}),
  };
  const run = runId(rest.date, slugOf(specs), canonicalJson(decisive));
  return { schema: 1, run, ...rest, specs: named };
}

/** `<yyyy-mm-dd>-<slug>-<hash8>`. */
export function runId(date: string, slug: string, decisive: string): string {
  return `${date}-${slug}-${sha256Hex(decisive).slice(0, 8)}`;
}

/** Lower-case words joined by hyphens, at most 40 characters; `samples` where nothing is left. */
export function slugify(text: string): string {
  const words = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return words.replace(/^-+|-+$/g, '') || 'samples';
}

function slugOf(specs: Specs): string {
  const [first] = specs;
  if (!first) return 'empty';
  if (specs.length === 1) return slugify(first.name);
  return specs.every(({ axis }) => axis === first.axis) ? slugify(first.axis) : 'mixed';
}
