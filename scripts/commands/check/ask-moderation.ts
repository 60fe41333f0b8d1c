import { partsOf } from '../../check/bias/learned-text.ts';
import type { AskedOf } from '../../check/judged/judged-report.ts';
import type { ModelProvider } from '../../provider/model-provider.ts';
import { createModerationProvider } from '../../provider/model-providers.ts';
import { parseModeration } from '../../provider/openai/interpret-moderation.ts';
import { readEnv } from '../../provider/read-env.ts';
import { sayCount } from '../../report/wording.ts';
import type { Asked, Question } from '../../run/question.ts';
import type { ModerationScores } from '../../sample/verdict.ts';
import { askModel } from '../run/ask-model.ts';
import { type AskingPlace, checkEnd, type Interrupted, type Opinions } from './ask-judge.ts';
import { askedOf } from './asked-of.ts';
import type { Drawn } from './draw-from-files.ts';

/** A moderation service that can be asked: its key is there. */
export type Moderation = {
  provider: ModelProvider;
  model: string;
  /** Another address than the vendor's own. */
  baseUrl: string | undefined;
  place: AskingPlace;
};

/** @throws UserError where there is no such service, or no key. */
export async function openModeration(name: string, place: AskingPlace): Promise<Moderation> {
  const { root, flags, world } = place;
  const [, provider = '', model] = /^([^:]*)(?::(.+))?$/.exec(name) ?? [];
  // The address of another provider's judge is not the service's.
  const isShared = flags.judge === undefined || flags.judge.startsWith(`${provider}:`);
  const baseUrl = isShared ? flags.baseUrl : undefined;
  const opened = await createModerationProvider(provider, {
    env: await readEnv(root, world.env),
    baseUrl,
    world: { fetch: globalThis.fetch, now: world.now },
  });
  return { provider: opened.provider, model: model ?? opened.model, baseUrl, place };
}

/**
 * What the lowest tier may send, by https://developers.openai.com/api/docs/models/omni-moderation-latest; the headers do not
 * always tell.
 */
const tokensPerMinute = 10_000;

/**
 * Asks for the scores of each sample. It is free, and goes through the ledger and the journal like all else.
 * @throws UserError where the provider ends it.
 */
export async function askModeration(
  { provider, model, baseUrl, place: { flags, world } }: Moderation,
  shown: readonly Drawn[],
): Promise<Opinions<ModerationScores, AskedOf> | Interrupted> {
  const asked = moderationQuestions(shown);
  const { concurrency, rps, rpm, tpm, ledger, runs } = flags;
  const ended = await askModel({
    purpose: 'moderation',
    manner: 'scores',
    asked,
    provider,
    flags: {
      model,
      runs,
      priceInput: '0',
      priceOutput: '0',
      ...(baseUrl === undefined ? { tpm: tokensPerMinute } : { baseUrl }),
      ...(tpm === undefined ? {} : { tpm }),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(rps === undefined ? {} : { rps }),
      ...(rpm === undefined ? {} : { rpm }),
      ...(ledger === undefined ? {} : { ledger }),
    },
    world,
    onReckoned: () =>
      world.stderr.write(
        `Asking ${provider.name}:${model} about ${sayCount(shown.length, 'sample')}: free.\n`,
      ),
  });
  const hint = 'Check the model after --moderation, and --base-url.';
  const interrupted = checkEnd(ended, { asked: shown.length, hint, world });
  if (interrupted) return interrupted;
  const facts = {
    ...askedOf(ended, asked, new Set(shown.map(({ sample }) => sample.id))),
    tokens: null,
    energy: null,
  };
  return { asked: facts, answers: ended.result.answers, folder: ended.folder };
}

/** What a model learns from alone: rejected answers and loaded questions are there to be bad. */
function moderationQuestions(shown: readonly Drawn[]): Asked<Question, ModerationScores> {
  return {
    questions: shown.map(({ sample }) => ({
      id: sample.id,
      call: {
        system: '',
        turns: partsOf(sample)
          .filter(({ use }) => use === 'learned')
          .map(({ text }) => ({ role: 'user' as const, content: text })),
        mode: 'text' as const,
        maxOutputTokens: 0,
      },
    })),
    understand(_, text) {
      const scores = parseModeration(text);
      return scores ? { ok: true, answer: scores } : { ok: false, why: 'scores out of range' };
    },
  };
}
