import type { Axis } from '../../sample/axis.ts';
import type { AxisBias, BiasChange, BiasReport, Estimate, Row, Status } from './bias-report.ts';
import { mostInfluential, type SubjectFamily } from './influence.ts';
import { parityQuantity } from './measure-parity.ts';
import { distanceQuantity } from './measure-representation.ts';
import { valenceGapQuantity } from './measure-valence.ts';
import { evaluateWithout, type Quantity } from './quantity.ts';
import { isMeasured, type Sides, statesAfter } from './rows.ts';
import type { Thresholds } from './thresholds.ts';

export type ChangeContext = {
  sides: Sides;
  families: readonly SubjectFamily[];
  thresholds: Thresholds;
  mode: BiasReport['mode'];
};

/** How far an axis is from its target, and whether the merge takes it further or the contribution is lopsided itself. */
export function balanceChange(axis: Axis, measured: AxisBias, context: ChangeContext): BiasChange {
  const row = measured.distance;
  const status = balanceStatus(row, measured, context);
  const quantity = distanceQuantity(
    axis.axis,
    axis.groups.map(({ id }) => id),
    axis.target.shares,
  );
  const own = status === 'gate' && !isWorsening(measured, context);
  return {
    measure: own ? 'own-balance' : 'balance',
    axis: axis.axis,
    label: `${axis.title}: distance from the target`,
    group: null,
    attribute: null,
    ...row,
    status,
    q: null,
    drift: measured.drift,
    families: isFlagged(status) ? influence(context, axis.axis, quantity, 1) : [],
    fix: isFlagged(status) ? balanceFix(measured) : null,
  };
}

function balanceStatus(row: Row, measured: AxisBias, context: ChangeContext): Status {
  const { families } = measured;
  const { after, change, contribution } = row;
  const { own, families: least } = context.thresholds.balance;
  if (!isMeasured(after)) return 'insufficient';
  if (context.mode === 'standing')
    return after.low > context.thresholds.balance.worsening ? 'found' : 'unclear';
  // Harm goes first: what a takedown does to the balance is told, and never held against it.
  if (context.mode === 'takedown') return isMeasured(change) ? directionOf(change) : 'unclear';
  if (isWorsening(measured, context)) return 'gate';
  const lowers = isMeasured(change) && change.value < 0;
  if (families.contribution >= least && isMeasured(contribution) && contribution.value > own && !lowers)
    return 'gate';
  // Nothing to compare with: the axis begins with this contribution.
  if (!isMeasured(change)) return after.low > own ? 'found' : 'unclear';
  return directionOf(change);
}

/**
 * Whether a merge takes the dataset too far: by itself, or as one of many small steps since the last release. A merge
 * that does not go further the wrong way is not to blame for what others did.
 */
function isWorsening(
  { distance: { change }, drift }: AxisBias,
  { mode, thresholds: { balance } }: ChangeContext,
): boolean {
  if (mode !== 'merge' || !isMeasured(change) || change.value <= 0) return false;
  return [change, drift].some(
    (each) => each !== null && isMeasured(each) && each.value > balance.worsening && each.low > 0,
  );
}

function directionOf({ low, high }: { low: number; high: number }): Status {
  if (low > 0) return 'worse';
  return high < 0 ? 'better' : 'unclear';
}

function isFlagged(status: Status): boolean {
  return status === 'gate' || status === 'worse' || status === 'found';
}

function influence(context: ChangeContext, axis: string, quantity: Quantity, badDirection: 1 | -1) {
  const states = statesAfter(context.sides);
  return mostInfluential(
    context.families.filter(({ facts }) => facts.axis === axis),
    evaluateWithout(states, quantity, new Map()),
    ({ delta }) => evaluateWithout(states, quantity, delta),
    badDirection,
  );
}

/** The groups furthest below their target, by name. */
function balanceFix({ groups, axis }: AxisBias): string {
  const missing = groups
    .map(({ label, target, share: { after } }) => ({
      label,
      gap: isMeasured(after) ? target - after.value : 0,
    }))
    .filter(({ gap }) => gap > 0.005)
    .sort((a, b) => b.gap - a.gap)
    .slice(0, 3)
    .map(({ label }) => label);
  const named = missing.length > 0 ? ` about ${missing.join(', ')}` : '';
  return `Add families${named}: "evenhand plan --axis ${axis}" says how many of which.`;
}

/** The largest sure gap in valence on an axis, if it is large enough to tell. */
export function valenceChanges(measured: AxisBias, context: ChangeContext): BiasChange[] {
  const ids = measured.groups.map(({ group }) => group);
  return measured.groups.flatMap(({ group, label, valence }): BiasChange[] => {
    const { after } = valence;
    if (!isSure(after) || Math.abs(after.value) < context.thresholds.valence.gap) return [];
    const sign = after.value < 0 ? -1 : 1;
    return [
      {
        measure: 'valence',
        axis: measured.axis,
        label: `${measured.title}: tone of what is said of ${label}`,
        group,
        attribute: null,
        ...valence,
        status: growthStatus(valence, sign, context.mode),
        q: null,
        drift: null,
        families: influence(
          context,
          measured.axis,
          valenceGapQuantity('learned', measured.axis, ids, group),
          sign,
        ),
        fix: 'Read the families named: a sad story is not an unfair one, a habit of sad stories is.',
      },
    ];
  });
}

function isSure(estimate: Estimate): estimate is Extract<Estimate, { value: number }> {
  return isMeasured(estimate) && (estimate.low > 0 || estimate.high < 0);
}

function growthStatus({ change }: Row, sign: 1 | -1, mode: BiasReport['mode']): Status {
  if (mode === 'standing' || !isMeasured(change)) return 'found';
  if (sign > 0 ? change.low > 0 : change.high < 0) return 'worse';
  return (sign > 0 ? change.high < 0 : change.low > 0) ? 'better' : 'found';
}

/** Versions of families that differ by more than their identity terms. */
export function parityChanges(measured: AxisBias, context: ChangeContext): BiasChange[] {
  const { edits, axis, title } = measured;
  if (!isMeasured(edits.after) || edits.after.low <= context.thresholds.parity.edits) return [];
  return [
    {
      measure: 'parity',
      axis,
      label: `${title}: words that differ between versions of a family`,
      group: null,
      attribute: null,
      ...edits,
      status: growthStatus(edits, 1, context.mode),
      q: null,
      drift: null,
      families: influence(context, axis, parityQuantity('edits', axis), 1),
      fix: 'Write the versions of a family alike but for the words that name the group.',
    },
  ];
}
