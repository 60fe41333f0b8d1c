import type { Manifest } from '../../publish/release/manifest.ts';
import { writeRelease } from '../../publish/release/write-release.ts';
import { tool } from '../../tool.ts';
import type { World } from '../../world.ts';
import { makePlan, openSite } from './make-plan.ts';
import { writeAssets } from './release-assets.ts';

type Options = {
  commit: string;
  /** A folder that does not exist yet. */
  out: string;
};

/** Checks the dataset at the commit and writes its release. */
export async function buildRelease({ commit, out }: Options, world: World): Promise<Manifest> {
  const { site, rules } = await openSite(commit, world);
  sayStep('Checking the dataset …', world);
  const plan = await makePlan(site, rules);
  sayStep(`Writing ${plan.version} …`, world);
  return writeRelease({
    plan,
    site,
    out,
    tool,
    addAssets: (folder) => writeAssets({ folder, site, rules, report: plan.report }),
  });
}

/** A million samples take minutes: somebody who waits is told for what. */
export function sayStep(step: string, { stderr }: World): void {
  if (stderr.isTTY) stderr.write(`${step}\n`);
}
