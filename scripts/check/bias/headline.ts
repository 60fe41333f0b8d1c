import type { BiasChange, BiasReport, Estimate } from './bias-report.ts';
import { isMeasured } from './rows.ts';

/** A number of a measure with its unit, with a sign where a change or a direction is meant. */
export function sayValue(measure: BiasChange['measure'], value: number, isSigned: boolean): string {
  const say = isSigned ? signed : plain;
  if (measure === 'association') return say(value, 2);
  if (measure === 'valence') return say(value, 2);
  return `${say(value * 100, 1)} points`;
}

function plain(value: number, places: number): string {
  return value < 0 ? signed(value, places) : value.toFixed(places);
}

/** The verdict and the worst number with its interval, in one sentence. */
export function sayHeadline(changes: readonly BiasChange[], mode: BiasReport['mode']): string {
  const [worst] = changes;
  if (!worst) return 'Bias: no sample names a group, so there is nothing to measure.';
  if (worst.status === 'insufficient') return sayInsufficient(changes);
  const gates = changes.filter(({ status }) => status === 'gate').length;
  const worse = changes.filter(({ status }) => status === 'worse').length;
  const told = sayOne(worst);
  if (mode === 'standing') {
    const found = changes.filter(({ status }) => status === 'found').length;
    return found === 0
      ? `Bias: nothing stands out. Furthest from even: ${told}.`
      : `Bias: ${found} ${found === 1 ? 'number stands' : 'numbers stand'} out. Worst: ${told}.`;
  }
  const deed = mode === 'takedown' ? 'this takedown' : 'this merge';
  if (gates > 0)
    return `Bias: ${deed} makes the dataset worse (${gates} ${gates === 1 ? 'gate' : 'gates'}). Worst: ${told}.`;
  if (worse > 0)
    return `Bias: ${mode === 'takedown' ? 'with this takedown' : 'within the limits, yet'} ${worse} ${worse === 1 ? 'number gets' : 'numbers get'} worse for sure. Worst: ${told}.`;
  const moved = changes.find(isMoved);
  if (!moved) return `Bias: ${deed} moves no number.`;
  return `Bias: no number gets worse for sure. Worst of what it moves: ${sayOne(moved)}.`;
}

function sayOne(change: BiasChange): string {
  return `${change.label}, ${sayChange(change)}${sayDrift(change)}`;
}

/** Whether the merge changes the number at all: those of other axes stay what they are. */
function isMoved({ change }: BiasChange): boolean {
  return isMeasured(change) && (change.value !== 0 || change.low !== 0 || change.high !== 0);
}

function sayInsufficient(changes: readonly BiasChange[]): string {
  const [needs = 0] = changes.flatMap(({ after, change }) =>
    [after, change].flatMap((estimate) => (isMeasured(estimate) ? [] : [estimate.needs])),
  );
  return `Bias: too few families to tell (an axis needs ${needs} before and after the merge).`;
}

/** A flagged number as a finding says it. */
export function sayNumber(change: BiasChange): string {
  const isChange = isMeasured(change.change) && change.measure !== 'own-balance';
  const after = isChange ? `; after the merge ${sayEstimate(change.measure, change.after, false)}` : '';
  return `${change.label}: ${sayChange(change)}${sayDrift(change)}${after}`;
}

/** What small steps have come to: said where the last release is another thing than what stands before the merge. */
function sayDrift({ measure, change, drift }: BiasChange): string {
  if (drift === null || !isMeasured(drift) || !isMeasured(change) || drift.value === change.value) return '';
  return `, since the last release ${sayEstimate(measure, drift, true)}`;
}

/** What changed, or where there was nothing before, what is. */
function sayChange({ measure, change, after, contribution }: BiasChange): string {
  if (measure === 'own-balance')
    return `in the contribution alone ${sayEstimate(measure, contribution, false)}`;
  if (isMeasured(change)) return `change ${sayEstimate(measure, change, true)}`;
  return sayEstimate(measure, after, measure === 'association' || measure === 'valence');
}

function sayEstimate(measure: BiasChange['measure'], estimate: Estimate, isSigned: boolean): string {
  if (!isMeasured(estimate)) return 'insufficient data';
  const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((each) =>
    sayValue(measure, each, isSigned),
  );
  return `${value} (95 % interval ${low} to ${high})`;
}

function signed(value: number, places: number): string {
  const text = Math.abs(value).toFixed(places);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}
