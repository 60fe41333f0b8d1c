import { setTimeout } from 'node:timers/promises';
import { readEnv } from '../../provider/read-env.ts';
import { fetchPatiently } from '../../publish/mirror/fetch-patiently.ts';
import { tokenSource } from '../../publish/mirror/fetch-token.ts';
import { type Hub, parseHubUrl, parseRepo, type Wait } from '../../publish/mirror/hub.ts';
import { readReleaseFolder } from '../../publish/mirror/read-release-folder.ts';
import type { World } from '../../world.ts';
import type { AddCommand } from '../command.ts';
import { readPackageSchema } from '../project.ts';
import { type MirrorProgress, startMirrorProgress } from './mirror-progress.ts';
import { type MirrorOptions, mirrorRelease } from './mirror-release.ts';
import { openReleaseSource } from './release-source.ts';

export const addMirror: AddCommand = (program, world, exit) => {
  program
    .command('mirror')
    .description('bring a dataset repository on the Hugging Face Hub to a release, tag it, read it back')
    .argument(
      '[release]',
      'a version in releases/, or a folder that release build wrote (default: the highest version)',
    )
    .requiredOption('--repo <namespace/name>', 'the dataset repository on the Hub')
    .option('--check', 'only compare; exits 1 where the Hub differs')
    .option('--dry-run', 'print what would be done and stop')
    .option('--yes', 'do it without asking')
    .option('--create', 'make the repository where there is none')
    .option('--download', 'read back every file, also those whose SHA-256 the Hub tells')
    .option('--receipt <file>', 'where the receipt goes (default: runs/mirror-<version>.json)')
    .option('--json', 'print one JSON object on stdout')
    .action(async (release: string | undefined, options: MirrorOptions) =>
      exit(await mirror(release, options, world)),
    );
};

async function mirror(named: string | undefined, options: MirrorOptions, world: World): Promise<number> {
  const progress = startMirrorProgress(world);
  const hub = await openHub(options.repo, world, progress);
  const source = await openReleaseSource(named, world);
  const { folder } = source;
  try {
    const validateRelease = await readPackageSchema('release');
    const release = await readReleaseFolder({ folder, validateRelease, onHashed: progress.hashed });
    return await mirrorRelease({ hub, release, folder, options, world, progress, wait });
  } catch (error) {
    if (!world.signal.aborted) throw error;
    world.stderr.write('Interrupted. Go on with the same command: what the Hub has is not sent again.\n');
    return interruptedCode;
  } finally {
    progress.end();
    await source.remove();
  }
}

const interruptedCode = 130;

const wait: Wait = (ms, signal) => setTimeout(ms, undefined, { signal });

async function openHub(repo: string, world: World, progress: MirrorProgress): Promise<Hub> {
  const { signal, now } = world;
  const env = await readEnv(world.cwd, world.env);
  const place = { url: parseHubUrl(env['HF_ENDPOINT']), repo: parseRepo(repo) };
  const fetch = fetchPatiently({ fetch: globalThis.fetch, wait, now, signal, onWait: progress.waiting });
  return { ...place, fetch, signal, token: tokenSource({ ...place, env, fetch, now }) };
}
