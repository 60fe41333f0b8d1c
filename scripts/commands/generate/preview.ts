import type { Request } from '../../prompt/request.ts';
import type { Provider } from '../../provider/provider.ts';
import { inertJson, inertTerminal } from '../../report/inert.ts';
import { sayCount } from '../../report/wording.ts';
import { toSamples } from '../../run/accept.ts';
import type { RunPlan } from '../../run/run-plan.ts';
import type { Message, Sample } from '../../sample/sample.ts';
import type { World } from '../../world.ts';
import type { Project } from '../project.ts';

const samplesPerCell = 3;

/** Requests looked at before a preview or a dry run stops searching for cells that never come. */
const maxRequests = 5_000;

type Preview = {
  requests: Iterable<Request>;
  provider: Provider;
  project: Project;
  world: World;
  json: boolean;
};

/** Prints up to three samples of every cell (axis × group × stance) and saves nothing. */
export async function printPreview({ requests, provider, project, world, json }: Preview): Promise<number> {
  const cells = new Map<string, Sample[]>();
  for (const request of take(requests, maxRequests)) {
    if (world.signal.aborted) break;
    const drafts = await provider.answer(request, world.signal);
    for (const sample of toSamples(request, drafts, { run: 'preview', axes: project.axes }))
      addToCell(cells, sample);
  }
  const sorted = [...cells].sort(([a], [b]) => (a < b ? -1 : 1));
  if (json) {
    const object = { cells: sorted.map(([cell, samples]) => ({ cell, samples })) };
    world.stdout.write(inertJson(`${JSON.stringify(object, null, 2)}\n`));
    return 0;
  }
  const blocks = sorted.map(([cell, samples]) => formatCell(cell, samples));
  world.stdout.write(`${blocks.join('\n\n')}\n`);
  world.stderr.write('Nothing was saved: leave out --preview to generate.\n');
  return 0;
}

function addToCell(cells: Map<string, Sample[]>, sample: Sample): void {
  const cell = `${sample.axis} · ${sample.groups.join(' + ') || 'no group named'} · ${sample.stance}`;
  const samples = cells.get(cell) ?? [];
  if (samples.length < samplesPerCell) samples.push(sample);
  cells.set(cell, samples);
}

function formatCell(cell: string, samples: Sample[]): string {
  return [cell, ...samples.flatMap(formatSample)].map(inertTerminal).join('\n');
}

function formatSample(sample: Sample): string[] {
  const [first, ...rest] = spokenLines(sample);
  return [`  - ${first}`, ...rest.map((text) => `    ${text}`)];
}

/** A conversation reads as one: who speaks, and in a preference pair which answer it is. */
function spokenLines(sample: Sample): string[] {
  if (sample.kind === 'text') return [sample.text];
  const say = ({ role, content }: Message) => `${role}: ${content}`;
  if (sample.kind === 'chat') return sample.messages.map(say);
  const answer = (name: string, messages: Message[]) => messages.map(({ content }) => `${name}: ${content}`);
  return [
    ...sample.prompt.map(say),
    ...answer('chosen', sample.chosen),
    ...answer('rejected', sample.rejected),
  ];
}

type DryRun = { plan: RunPlan; requests: Iterable<Request>; world: World; json: boolean };

/** Prints what a run would ask for, and of which specs; writes nothing. */
export function printDryRun({ plan, requests, world, json }: DryRun): number {
  const { bySpec, samples, count } = tally(requests, plan.count);
  if (json) {
    world.stdout.write(
      `${JSON.stringify({ ...plan, requests: count, samples, bySpec, costMicroUsd: 0 }, null, 2)}\n`,
    );
    return 0;
  }
  const lines = [
    `Run ${plan.run}`,
    `  provider ${plan.provider}, seed ${plan.seed}`,
    `  ${sayCount(count, 'request')} for ${sayCount(samples, 'sample')}; they cost nothing`,
    ...Object.entries(bySpec).map(([path, number]) => `  ${String(number).padStart(6)}  ${path}`),
    'Nothing was written: leave out --dry-run to generate.',
  ];
  world.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

/** Counts requests until their versions reach the count, as the run itself would. */
function tally(requests: Iterable<Request>, asked: number) {
  const bySpec: Record<string, number> = {};
  let samples = 0;
  let count = 0;
  for (const { spec, groups } of requests) {
    const versions = Math.max(1, groups.length);
    if (samples + versions > asked) break;
    samples += versions;
    count += 1;
    bySpec[spec.path] = (bySpec[spec.path] ?? 0) + versions;
  }
  return { bySpec, samples, count };
}

function* take<Item>(items: Iterable<Item>, most: number): Generator<Item> {
  let taken = 0;
  for (const item of items) {
    if (taken++ === most) return;
    yield item;
  }
}
