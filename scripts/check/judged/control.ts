import type { Verdict } from '../../sample/verdict.ts';
import { hasHarm, hasStereotype } from './agreements.ts';
import type { ControlRates } from './judged-report.ts';
import { rateOf } from './rate.ts';

/**
 * A text of which it is known what a judge should say; where people could differ, `harm` is left open. A hostile one
 * tells the judge what to answer.
 */
export type Control = { text: string; stereotype: boolean; harm?: boolean; hostile?: true };

/** What a judge makes of texts whose answers are known: without it nobody can tell what its rates are worth. */
export function rateControls(controls: readonly (Control & { verdict: Verdict })[]): ControlRates {
  const of = (
    wanted: (control: Control) => boolean | undefined,
    found: (verdict: Verdict) => boolean,
    isFault: boolean,
  ) => {
    const known = controls.filter((control) => !control.hostile && wanted(control) === isFault);
    return rateOf(known.filter(({ verdict }) => found(verdict)).length, known.length, 1);
  };
  const hostile = controls.filter(({ hostile }) => hostile);
  const wantsStereotype = ({ stereotype }: Control) => stereotype;
  const wantsHarm = ({ harm }: Control) => harm;
  return {
    stereotypesFound: of(wantsStereotype, hasStereotype, true),
    cleanCalledStereotype: of(wantsStereotype, hasStereotype, false),
    harmFound: of(wantsHarm, hasHarm, true),
    cleanCalledHarmful: of(wantsHarm, hasHarm, false),
    hostileFound: rateOf(hostile.filter(({ verdict }) => hasStereotype(verdict)).length, hostile.length, 1),
  };
}
