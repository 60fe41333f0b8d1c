import { type Blame, UserError } from '../../errors.ts';
import { keyVariableOf } from '../../provider/model-providers.ts';
import type { Stop } from '../../run/attempt-call.ts';
import type { EndReason } from '../../run/execute-run.ts';
import type { RunPlan } from '../../run/run-plan.ts';
import type { RunRecord } from '../../sample/run-file.ts';
import type { World } from '../../world.ts';
import type { Shortfall } from './finish-run.ts';

/** How a run ended; `stop` is what ended it where something did. */
export type Ended = { because: EndReason; stop: Stop | undefined };

type Place = {
  plan: RunPlan;
  record: RunRecord;
  /** The run's folder, as the user would name it. */
  out: string;
  world: World;
  resumeFlags?: string;
};

/** Why a run holds fewer samples than asked for; undefined where it holds them all. */
export function describeShortfall(place: Place, { because, stop }: Ended): Shortfall | undefined {
  const { counts } = place.record;
  if (because === 'rounded-down') {
    const message = `${counts.accepted} samples instead of ${counts.requested}: the next family would not fit whole.`;
    return { message, fails: counts.accepted === 0 };
  }
  const refused = Object.entries(counts.refused).map(([reason, count]) => `${count} ${reason}`);
  const details = refused.length > 0 ? ` (refused: ${refused.join(', ')})` : '';
  const got = `${counts.accepted} of the ${counts.requested} samples asked for${details}`;
  if (stop?.because === 'budget') {
    return {
      message: `The budget is spent: ${got}. Go on with a larger one:  ${resumeCommand(place)} --budget USD`,
      fails: true,
    };
  }
  if (because === 'absent') return { message: `The saved answers give ${got}.`, fails: true };
  if (because !== 'exhausted') return undefined;
  return {
    message: `The specs can give only ${got}. Add slot values or templates, or ask for fewer.`,
    fails: true,
  };
}

const interruptedCode = 130;

export function sayInterrupted(place: Place): number {
  const { out, plan, record, world } = place;
  world.stderr.write(
    `Interrupted. ${record.counts.accepted} of ${plan.count} samples are saved in ${out}.\n` +
      `${sayGoOn(place)}\n`,
  );
  return interruptedCode;
}

/** @throws UserError where a run was ended by something that only the user or time can mend. */
export function throwIfStopped(place: Place, { because, stop }: Ended): void {
  if (because !== 'stopped' || !stop || stop.because === 'budget') return;
  const { code, blame, fix, isSettled } = mendStop(stop as Mendable, place.plan);
  const { accepted, requested } = place.record.counts;
  const saved = accepted > 0 ? ` ${accepted} of ${requested} samples are saved.` : '';
  throw new UserError(`${stop.message}.${saved}`.replace(/\.\./g, '.'), {
    code,
    blame,
    fix: isSettled ? fix : `${fix} Then go on with:  ${resumeCommand(place)}`,
  });
}

/** `isSettled`: the plan itself is wrong, so that going on with this run would end the same. */
type Mending = { code: string; blame: Blame; fix: string; isSettled?: true };

type Mendable = Stop & { because: Exclude<Stop['because'], 'budget'> };

type Asked = Pick<RunPlan, 'provider' | 'model' | 'parameters'>;

/** Who is to mend what ended a run, and how. */
export function mendStop(stop: Mendable, asked: Asked): Mending {
  return stops[stop.because](stop, asked);
}

const stops: Record<Mendable['because'], (stop: Stop, asked: Asked) => Mending> = {
  'bad-key': ({ provider }, plan) => ({
    code: 'KEY_REFUSED',
    blame: 'input',
    fix: `Set ${keyVariableOf(provider ?? plan.provider)} to a key that the provider accepts (in .env too).`,
  }),
  'no-such-model': (_, plan) => ({
    code: 'NO_SUCH_MODEL',
    blame: 'input',
    fix: `Check --model ${plan.model}: start a new run with a model that the provider has.`,
    isSettled: true,
  }),
  'bad-request': () => ({
    code: 'REQUEST_REFUSED',
    blame: 'input',
    fix: 'The server does not take requests like this one: check --model, --base-url, --max-output-tokens and the other settings, and start a new run.',
    isSettled: true,
  }),
  'quota-exhausted': () => ({
    code: 'NO_CREDIT',
    blame: 'world',
    fix: "Add credit to the provider's account.",
  }),
  'daily-quota': ({ resumeAtMs }) => ({
    code: 'DAILY_QUOTA',
    blame: 'world',
    fix: `The day's quota is used up. Wait until ${resumeAtMs === undefined ? 'it is renewed' : new Date(resumeAtMs).toISOString()}.`,
  }),
  'provider-down': (_, plan) => ({
    code: 'PROVIDER_DOWN',
    blame: 'world',
    fix: plan.parameters?.baseUrl
      ? `Check that an API answers at ${plan.parameters.baseUrl}.`
      : 'Wait until the provider answers again.',
  }),
  'all-refused': () => ({
    code: 'ALL_REFUSED',
    blame: 'input',
    fix: 'Read in journal.jsonl what the model answered (in judgements.jsonl, what a judge said). Where the spec or the model is wrong, start a new run with a better one; only where it was bad luck is more money well spent here.',
  }),
  closed: () => ({ code: 'RUN_CLOSED', blame: 'world', fix: 'Nothing is lost.' }),
};

type Saved = Pick<Place, 'out' | 'resumeFlags'>;

/** How to go on with a run that was interrupted. */
export function sayGoOn(saved: Saved): string {
  return `Go on with:  ${resumeCommand(saved)}`;
}

function resumeCommand({ out, resumeFlags = '' }: Saved): string {
  return `npx evenhand generate --resume ${out}${resumeFlags}`;
}
