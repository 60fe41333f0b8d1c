import { join } from 'node:path';
import { partsOf } from '../../check/bias/learned-text.ts';
import { buildJudged, type JudgedSample } from '../../check/judged/build-judged.ts';
import type { AskedOf, JudgedReport } from '../../check/judged/judged-report.ts';
import type { SourceFile } from '../../check/source-file.ts';
import { readRubric } from '../../provider/ask/read-rubric.ts';
import {
  buildVerdictCall,
  parseVerdict,
  type Rubric,
  type VerdictCall,
} from '../../provider/ask/verdict-call.ts';
import { estimateEnergy } from '../../provider/energy.ts';
import type { ModelProvider, StructuredMode } from '../../provider/model-provider.ts';
import { createModelProvider } from '../../provider/model-providers.ts';
import { readEnv } from '../../provider/read-env.ts';
import { sayCount, sayNumber } from '../../report/wording.ts';
import type { Asked, Question } from '../../run/question.ts';
import { sha256Hex } from '../../sample/hash.ts';
import type { Verdict } from '../../sample/verdict.ts';
import type { World } from '../../world.ts';
import { type Project, packageRoot } from '../project.ts';
import { askModel, type Ended, sayInterrupted, stoppedError } from '../run/ask-model.ts';
import { parseJudgeName } from '../run/open-model.ts';
import { sayUsd } from '../run/say-usd.ts';
import { type Drawn, drawFromFiles } from './draw-from-files.ts';
import { defaultVerdictTokens, type JudgeFlags } from './judge-flags.ts';

type Judging = {
  files: Iterable<SourceFile> | AsyncIterable<SourceFile>;
  flags: JudgeFlags & { judge: string };
  project: Project;
  world: World;
};

/** What came of it, and the folder of its journal; `code` where the user ended the command. */
export type JudgingEnd =
  | { end: 'judged'; report: JudgedReport; samples: JudgedSample[]; folder: string }
  | { end: 'interrupted'; code: number };

/**
 * Draws samples and asks a model for a verdict on each, within the budget. What was answered before, by the same
 * command, is not asked again.
 * @throws UserError where the key, the price or the budget is missing, or the provider ends it.
 */
export async function judgeFiles({ files, flags, project, world }: Judging): Promise<JudgingEnd> {
  const { provider: name, model } = parseJudgeName(flags.judge);
  const provider = await createModelProvider(name, {
    env: await readEnv(project.root, world.env),
    baseUrl: flags.baseUrl,
    world: { fetch: globalThis.fetch, now: world.now },
  });
  const rubric = await readRubric(join(packageRoot, 'schemas/judge/rubric-1.md'));
  const { judgeSample: size, seed } = flags;
  const { shown, withheld, samples, families } = await drawFromFiles(files, { size, seed }, project);
  const say = (most: number) =>
    world.stderr.write(
      `Judging ${sayNumber(shown.length)} of ${sayCount(samples, 'sample')} with ${flags.judge}: at most ${sayUsd(most)}.\n`,
    );
  const ended = await askForVerdicts(shown, { provider, model, rubric, flags, world, say });
  if ('code' in ended) return { end: 'interrupted', code: ended.code };
  const { answers } = ended.result;
  const judged = shown.map((drawn): JudgedSample => {
    const verdict = answers.get(drawn.sample.id);
    return { ...drawn, ...(verdict && { verdict }) };
  });
  const report = buildJudged({
    drawn: shown.length + withheld,
    samples,
    families,
    seed,
    withheld,
    inputSha256: ended.inputSha256,
    judged,
    judge: { ...askedOf(ended, { asked: shown.length, provider: name }), rubric: rubric.name },
    axes: project.axes,
    leastFamilies: project.thresholds.leastFamilies,
  });
  return { end: 'judged', report, samples: judged, folder: ended.folder };
}

type Asking = {
  provider: ModelProvider;
  model: string;
  rubric: Rubric;
  flags: JudgeFlags;
  world: World;
  say(mostMicroUsd: number): void;
};

type EndedAsking = Ended<Verdict> & { inputSha256: string };

/** Asks in the strictest structured mode that the server takes. */
async function askForVerdicts(
  shown: readonly Drawn[],
  { provider, model, rubric, flags, world, say }: Asking,
): Promise<EndedAsking | { code: number }> {
  for (const [rung, mode] of provider.modes.entries()) {
    const asked = verdictQuestions(shown, { rubric, mode, flags });
    const ended = await askModel({
      purpose: 'judge',
      manner: rubric.name,
      asked,
      provider,
      flags: { ...flags, model },
      world,
      onReckoned: rung === 0 ? say : () => undefined,
    });
    const { answers, odd, stop } = ended.result;
    const cannot = stop?.because === 'bad-request' && answers.size === 0;
    if (cannot && rung + 1 < provider.modes.length) continue;
    if (world.signal.aborted && answers.size + odd.size < shown.length)
      return { code: sayInterrupted(ended, shown.length, world) };
    if (stop && stop.because !== 'budget')
      throw stoppedError(stop, ended, 'Check the model after --judge, and --base-url.');
    return { ...ended, inputSha256: sha256Hex(JSON.stringify([model, asked.questions])) };
  }
  throw new Error('unreachable: the last mode ends the loop');
}

type Manner = { rubric: Rubric; mode: StructuredMode; flags: JudgeFlags };

function verdictQuestions(
  shown: readonly Drawn[],
  { rubric, mode, flags }: Manner,
): Asked<Question & { call: VerdictCall }, Verdict> {
  const { maxOutputTokens = defaultVerdictTokens, reasoningEffort } = flags;
  const settings = { mode, maxOutputTokens, ...(reasoningEffort === undefined ? {} : { reasoningEffort }) };
  return {
    questions: shown.map(({ sample }) => ({
      id: sample.id,
      call: buildVerdictCall({ lang: sample.lang, parts: partsOf(sample) }, rubric, settings),
    })),
    understand(_, text, finish) {
      const parsed = parseVerdict(text);
      if (parsed.ok) return { ok: true, answer: parsed.verdict };
      return { ok: false, why: finish === 'length' ? 'cut short' : parsed.why };
    },
  };
}

function askedOf(ended: EndedAsking, { asked, provider }: { asked: number; provider: string }): AskedOf {
  const { result, setup, models, served } = ended;
  const refused: Record<string, number> = {};
  for (const why of result.odd.values()) refused[why] = (refused[why] ?? 0) + 1;
  const sum = (of: (use: (typeof models)[number]) => number) =>
    models.reduce((total, use) => total + of(use), 0);
  const tokens = { input: sum((use) => use.tokens.input), output: sum((use) => use.tokens.output) };
  return {
    provider,
    model: setup.model,
    served,
    asked,
    answered: result.answers.size,
    refused,
    budgetSpent: result.stop?.because === 'budget',
    costMicroUsd: sum(({ costMicroUsd }) => costMicroUsd),
    tokens,
    energy: estimateEnergy({ inputTokens: tokens.input, outputTokens: tokens.output }),
  };
}
