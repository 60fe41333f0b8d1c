import { join } from 'node:path';
import { partsOf } from '../../check/bias/learned-text.ts';
import { type Control, rateControls } from '../../check/judged/control.ts';
import type { AskedOf, Judged } from '../../check/judged/judged-report.ts';
import { readControls } from '../../check/judged/read-controls.ts';
import { readRubric } from '../../provider/ask/read-rubric.ts';
import {
  buildVerdictCall,
  parseVerdict,
  type Rubric,
  type VerdictCall,
} from '../../provider/ask/verdict-call.ts';
import type { ModelProvider, StructuredMode } from '../../provider/model-provider.ts';
import { createModelProvider, keyVariableOf } from '../../provider/model-providers.ts';
import { readEnv } from '../../provider/read-env.ts';
import { sayCount } from '../../report/wording.ts';
import type { Asked, Question } from '../../run/question.ts';
import { shuffle } from '../../sample/random.ts';
import { sayUsd } from '../../sample/usd.ts';
import type { Verdict } from '../../sample/verdict.ts';
import type { World } from '../../world.ts';
import { packageRoot } from '../project.ts';
import { askModel, type Ended, sayInterrupted, stoppedError } from '../run/ask-model.ts';
import { parseJudgeName } from '../run/open-model.ts';
import { askedOf, spentOn } from './asked-of.ts';
import type { Drawn } from './draw-from-files.ts';
import { defaultVerdictTokens, type JudgeFlags } from './judge-flags.ts';

/** Where a key is read from, and what is asked with. */
export type AskingPlace = { root: string; flags: JudgeFlags; world: World };

/** What came of asking about drawn samples, by their ids, and the folder of its journal. */
export type Opinions<Answer, Asked> = { asked: Asked; answers: ReadonlyMap<string, Answer>; folder: string };

/** The exit code where the user ended it. */
export type Interrupted = { code: number };

type Verdicts = Opinions<Verdict, AskedOf & Pick<Judged, 'rubric' | 'controls'>>;

/** A judge that can be asked: its key is there. */
export type Judge = {
  provider: ModelProvider;
  model: string;
  rubric: Rubric;
  controls: Control[];
  place: AskingPlace;
};

/** @throws UserError where there is no such provider, or no key. */
export async function openJudge(name: string, place: AskingPlace): Promise<Judge> {
  const { root, flags, world } = place;
  const { provider, model } = parseJudgeName(name);
  const env = await readEnv(root, world.env);
  return {
    provider: await createModelProvider(provider, {
      env: sendsNothing(flags) ? { ...env, [keyVariableOf(provider)]: 'none' } : env,
      baseUrl: flags.baseUrl,
      world: { fetch: globalThis.fetch, now: world.now },
    }),
    model,
    rubric: await readRubric(join(packageRoot, 'schemas/judge/rubric-1.md')),
    controls: await readControls(join(packageRoot, 'schemas/judge/controls-1.json')),
    place,
  };
}

/** Without a budget a model with a listed price is not asked: what it would cost can be told without a key. */
function sendsNothing({ budget, prices, priceInput }: JudgeFlags): boolean {
  return budget === undefined && prices === undefined && priceInput === undefined;
}

/**
 * Asks a model for a verdict on each sample, within the budget, in the strictest structured mode that its server takes.
 * @throws UserError where the price or the budget is missing, or the provider ends it.
 */
export async function askJudge(judge: Judge, shown: readonly Drawn[]): Promise<Verdicts | Interrupted> {
  const { provider, model, rubric, controls, place } = judge;
  const { flags, world } = place;
  const samples = new Set(shown.map(({ sample }) => sample.id));
  for (const [rung, mode] of provider.modes.entries()) {
    const asked = verdictQuestions(shown, { rubric, controls, mode, flags });
    const say = (most: number) =>
      world.stderr.write(
        `Asking ${provider.name}:${model} about ${sayCount(shown.length, 'sample')} and ${controls.length} texts with known answers: at most ${sayUsd(most)}.\n`,
      );
    const ended = await askModel({
      purpose: 'judge',
      manner: rubric.name,
      asked,
      provider,
      flags: { ...flags, model },
      world,
      ...(rung === 0 ? { onReckoned: say } : {}),
    });
    if (cannot(ended) && rung + 1 < provider.modes.length) continue;
    const hint = 'Check the model after --judge, and --base-url.';
    const interrupted = checkEnd(ended, { asked: asked.questions.length, hint, world });
    if (interrupted) return interrupted;
    const facts = {
      ...askedOf(ended, asked, samples),
      ...spentOn(ended),
      rubric: rubric.name,
      controls: rateAnswered(controls, ended.result.answers),
    };
    return { asked: facts, answers: ended.result.answers, folder: ended.folder };
  }
  throw new Error('unreachable: the last mode ends the loop');
}

/** Whether the server refuses all requests of this kind. */
function cannot({ result: { answers, stop } }: Ended<unknown>): boolean {
  return stop?.because === 'bad-request' && answers.size === 0;
}

function controlId(at: number): string {
  return `control-${at}`;
}

function rateAnswered(controls: readonly Control[], answers: ReadonlyMap<string, Verdict>) {
  return rateControls(
    controls.flatMap((control, at) => {
      const verdict = answers.get(controlId(at));
      return verdict ? [{ ...control, verdict }] : [];
    }),
  );
}

type Check = { asked: number; hint: string; world: World };

/**
 * Whether the user ended the asking; a budget that ended leaves something to show.
 * @throws UserError where anything else ended it.
 */
export function checkEnd(ended: Ended<unknown>, { asked, hint, world }: Check): Interrupted | undefined {
  const { answers, odd, stop } = ended.result;
  if (world.signal.aborted && answers.size + odd.size < asked)
    return { code: sayInterrupted(ended, asked, world) };
  if (stop && stop.because !== 'budget') throw stoppedError(stop, ended, hint);
  return undefined;
}

type Manner = { rubric: Rubric; controls: readonly Control[]; mode: StructuredMode; flags: JudgeFlags };

/**
 * Texts with known answers, hidden among the samples: a judge cannot tell one from the other. The first is a harmless one,
 * so that a server that refuses it refuses the kind of question, and not what a sample says.
 */
function verdictQuestions(
  shown: readonly Drawn[],
  { rubric, controls, mode, flags }: Manner,
): Asked<Question & { call: VerdictCall }, Verdict> {
  const { maxOutputTokens = defaultVerdictTokens, temperature, reasoningEffort } = flags;
  const settings = {
    mode,
    maxOutputTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(reasoningEffort === undefined ? {} : { reasoningEffort }),
  };
  const known = controls.map(({ text }, at) => ({
    id: controlId(at),
    lang: 'en',
    parts: [{ use: 'learned' as const, text }],
  }));
  const first = known.splice(
    controls.findIndex(({ stereotype }) => !stereotype),
    1,
  );
  const samples = shown.map(({ sample }) => ({ id: sample.id, lang: sample.lang, parts: partsOf(sample) }));
  return {
    questions: [...first, ...shuffle([...samples, ...known], flags.seed)].map(({ id, ...texts }) => ({
      id,
      call: buildVerdictCall(texts, rubric, settings),
    })),
    understand(_, text, finish) {
      const parsed = parseVerdict(text);
      if (parsed.ok) return { ok: true, answer: parsed.verdict };
      return { ok: false, why: finish === 'length' ? 'cut short' : parsed.why };
    },
  };
}
