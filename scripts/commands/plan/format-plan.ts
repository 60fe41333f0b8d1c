import type { Estimate } from '../../check/bias/bias-report.ts';
import type { BiasPlan, Removal, Unserved } from '../../check/bias/plan-cells.ts';
import type { PlannedAxis, PlannedLink } from '../../check/bias/predict-plan.ts';
import { inertTerminal } from '../../report/inert.ts';
import { sayCount } from '../../report/wording.ts';
import type { PlannedCell } from '../../sample/planned-cell.ts';
import { exactUsd, sayUsd } from '../../sample/usd.ts';
import type { Project } from '../project.ts';
import type { PlannedCost } from './reckon-plan.ts';

type Place = {
  out: string;
  provider: string;
  model?: string;
  budget?: number;
  cost: PlannedCost | undefined;
  project: Pick<Project, 'reader'>;
};

/** A plan in words: what to write, what it changes, what it costs, and the command that does it. */
export function formatPlan(plan: BiasPlan, place: Place): string {
  const { cells, axes, unserved, removals } = plan;
  if (cells.length + unserved.length + removals.length === 0)
    return 'Every axis that has samples is on its target, and no link stands out: nothing to plan.\n';
  const planned = cells.reduce((sum, { samples }) => sum + samples, 0);
  const labelOf = (id: string) =>
    place.project.reader.attributes.categories.find((each) => each.id === id)?.label ?? id;
  const lines = [
    ...axes.flatMap((axis) => sayAxis(axis, cells, labelOf)),
    ...unserved.map((each) => sayUnserved(each, labelOf)),
    ...removals.map((each) => sayRemoval(each, labelOf)),
    ...(place.cost ? ['', ...sayCost(place.cost, planned)] : []),
    ...(cells.length > 0 ? ['', `Next: ${commandFor(place)}`] : []),
  ];
  return `${lines.map(inertTerminal).join('\n')}\n`;
}

type LabelOf = (attribute: string) => string;

function sayAxis(planned: PlannedAxis, cells: readonly PlannedCell[], labelOf: LabelOf): string[] {
  const { axis, title, samples, now, after, links } = planned;
  return [
    `${title}: ${sayCount(samples, 'sample')}, distance from the target ${sayDistance(now)} now, ${sayDistance(after)} then`,
    ...links.map((link) => sayLink(link, labelOf)),
    ...cells
      .filter((cell) => cell.axis === axis)
      .map(({ samples: count, group, stance, attribute }) => {
        const says = attribute === undefined ? '' : `, says ${labelOf(attribute).toLowerCase()}`;
        return `  ${String(count).padStart(6)}  ${group} · ${stance}${says}`;
      }),
  ];
}

function sayLink({ group, attribute, now, after }: PlannedLink, labelOf: LabelOf): string {
  return `  “${labelOf(attribute)}” with ${group}: log-odds ${sayNumber(now)} now, ${sayNumber(after)} then`;
}

function sayUnserved({ axis, groups, attribute, samples }: Unserved, labelOf: LabelOf): string {
  const what = attribute === undefined ? '' : `, saying ${labelOf(attribute).toLowerCase()}`;
  return `Not planned: ${samples} samples about ${groups.join(', ')} (${axis})${what}: no spec writes them. A model may (--provider), or write a spec.`;
}

function sayRemoval({ axis, groups, attribute, families }: Removal, labelOf: LabelOf): string {
  const what = labelOf(attribute).toLowerCase();
  return `Not a matter of adding: ${families} fewer families that say words of ${what} of ${groups.join(' or ')} (${axis}) would loosen that link. Open them in the report and rewrite or remove what is unfair.`;
}

function sayCost(
  { samples, model, likelyMicroUsd, mostMicroUsd, price }: PlannedCost,
  planned: number,
): string[] {
  const cost = `${samples} samples by ${model} cost about ${sayUsd(likelyMicroUsd)}, and ${sayUsd(mostMicroUsd)} if every answer were as long as it may be (price: ${price}).`;
  if (samples >= planned) return [cost];
  return [
    cost,
    `The specs give no more: ${planned} samples are planned. Add slot values or specs, or use --count.`,
  ];
}

function commandFor({ out, provider, model, budget }: Place): string {
  const asked =
    provider === 'template' ? '' : ` --provider ${provider} --model ${model} --budget ${sayBudget(budget)}`;
  return `npx evenhand generate --plan ${out}${asked}`;
}

function sayBudget(budget: number | undefined): string {
  return budget === undefined ? 'USD' : exactUsd(budget).slice(1);
}

function sayDistance(estimate: Estimate): string {
  if (!('value' in estimate)) return `insufficient data (${estimate.families} of ${estimate.needs} families)`;
  const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((each) =>
    (each * 100).toFixed(1),
  );
  return `${value} points [${low}, ${high}]`;
}

function sayNumber(estimate: Estimate): string {
  if (!('value' in estimate)) return `insufficient data (${estimate.families} of ${estimate.needs} families)`;
  const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((each) => each.toFixed(2));
  return `${value} [${low}, ${high}]`;
}
