import { resolve } from 'node:path';
import { formatChangelog } from '../../publish/release/format-changelog.ts';
import { sayCount } from '../../report/wording.ts';
import type { World } from '../../world.ts';
import type { AddCommand } from '../command.ts';
import { buildRelease, sayStep } from './build-release.ts';
import { type CompactOptions, compact } from './compact.ts';
import { makePlan, openSite } from './make-plan.ts';
import { type PublishOptions, publish } from './publish.ts';

type PlanOptions = { commit: string; json?: boolean };
type BuildOptions = PlanOptions & { out: string };

export const addRelease: AddCommand = (program, world, exit) => {
  const release = program
    .command('release')
    .description(
      'the next version of the dataset: plan it, build it, publish it; move old data into the archive',
    );
  release
    .command('plan')
    .description('the next version and its changelog; writes nothing')
    .option('--commit <ref>', 'the commit to release', 'HEAD')
    .option('--json', 'print one JSON object on stdout')
    .action(async (options: PlanOptions) => exit(await plan(options, world)));
  release
    .command('build')
    .description('write the Parquet and JSONL files, the dataset card and the manifest')
    .requiredOption('--out <dir>', 'a folder that does not exist yet')
    .option('--commit <ref>', 'the commit to release', 'HEAD')
    .option('--json', 'print one JSON object on stdout')
    .action(async (options: BuildOptions) => exit(await build(options, world)));
  release
    .command('publish')
    .description('publish a built release on GitHub: release commit, draft, files, digests, publication')
    .argument('<folder>', 'what "release build --out" wrote')
    .option('--repo <owner/name>', "the repository on GitHub (default: the remote's)")
    .option('--prepare', 'only make the release commit on a branch here, without the network')
    .option('--dry-run', 'print what would be done and stop')
    .option('--yes', 'do it without asking')
    .option('--json', 'print one JSON object on stdout')
    .action(async (folder: string, options: PublishOptions) => exit(await publish(folder, options, world)));
  release
    .command('compact')
    .description('move old contributions into the archive (Git LFS), on a branch of their own')
    .requiredOption('--before <day>', 'of the runs planned before this day, yyyy-mm-dd')
    .option('--base <ref>', "build on this branch (default: the remote's main)")
    .option('--json', 'print one JSON object on stdout')
    .action(async (options: CompactOptions) => exit(await compact(options, world)));
};

async function plan({ commit, json }: PlanOptions, world: World): Promise<number> {
  const { site, rules } = await openSite(commit, world);
  sayStep('Checking the dataset …', world);
  const planned = await makePlan(site, rules);
  const { report, ...rest } = planned;
  world.stdout.write(
    json
      ? `${JSON.stringify({ ok: true, ...rest, samples: report.samples, verdict: report.verdict }, null, 2)}\n`
      : `${formatChangelog(planned)}\n${report.verdict}\nNext: npx evenhand release build --out <dir>\n`,
  );
  return 0;
}

async function build({ commit, out, json }: BuildOptions, world: World): Promise<number> {
  const manifest = await buildRelease({ commit, out: resolve(world.cwd, out) }, world);
  world.stdout.write(
    json
      ? `${JSON.stringify({ ok: true, out, ...manifest }, null, 2)}\n`
      : `${manifest.version} stands in ${out}: ${sayCount(manifest.samples, 'sample')} in ${sayCount(manifest.files.length, 'file')}.\n`,
  );
  return 0;
}
