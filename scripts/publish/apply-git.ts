import { stat } from 'node:fs/promises';
import { simpleGit } from 'simple-git';
import { UserError } from '../errors.ts';
import { gitEnvironment } from './git-environment.ts';
import { explainGitFailure } from './git-failure.ts';

type Extra = {
  /** For standard input, as UTF-8; not empty. */
  input?: string;
  /** Variables for this call alone. */
  env?: Record<string, string>;
  /** What it may print at most; more ends it. */
  maxBytes?: number;
};

/** Git printed more than it was allowed to. */
export class TooMuchOutput extends Error {}

/**
 * Runs one Git command and gives what it prints, without the final line feed. A command that fails without a
 * word (`--quiet`) gives an empty text.
 * @throws UserError in the user's terms.
 */
export type Git = (args: string[], extra?: Extra) => Promise<string>;

type Options = { folder: string; env: Record<string, string | undefined> };

/** Settings of the user's that would change what is written, or leave traces beside it. */
const config = ['core.splitIndex=false', 'i18n.commitEncoding=UTF-8'];

/** Git in a folder, in the least environment it needs. */
export async function openGit({ folder, env }: Options): Promise<Git> {
  await refuseMissingFolder(folder);
  const base = gitEnvironment(env);
  return async (args, { input, env: own = {}, maxBytes = Number.POSITIVE_INFINITY } = {}) => {
    const stop = new AbortController();
    const variables = { ...base, ...own };
    const setsConfig = Object.hasOwn(own, 'GIT_CONFIG_COUNT');
    const client = simpleGit({
      baseDir: folder,
      config,
      allowEnvironment: Object.keys(variables).filter((name) => name.startsWith('GIT_')),
      // The user's own never come so far (git-environment.ts): such settings are ours, for one call.
      unsafe: { allowUnsafeConfigEnvCount: setsConfig, allowUnsafeCredentialHelper: setsConfig },
      // The default takes a process as done 50 ms after its exit, with output possibly still in the pipe.
      completion: { onClose: true, onExit: false },
      ...(input === undefined ? {} : { input: () => input }),
      ...(maxBytes === Number.POSITIVE_INFINITY ? {} : { abort: stop.signal }),
    }).env(variables);
    let seen = 0;
    client.outputHandler((_, stdout) => {
      stdout.on('data', (chunk: Uint8Array) => {
        seen += chunk.length;
        if (seen > maxBytes) stop.abort();
      });
    });
    const output = await client.raw(args).catch((cause: Error) => {
      if (stop.signal.aborted) throw new TooMuchOutput(`git ${args[0]} printed over ${maxBytes} bytes`);
      throw explainGitFailure(args[0] ?? '', cause.message, cause);
    });
    return output.replace(/\n$/, '');
  };
}

async function refuseMissingFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new UserError(`${folder} is not a folder`, {
    code: 'NOT_A_REPOSITORY',
    fix: 'Run the command inside a clone of the dataset.',
  });
}
