import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatState } from '../../check/bias/format-state.ts';
import { writeIndex } from '../../check/index/write-index.ts';
import type { SourceFile } from '../../check/source-file.ts';
import type { TreeEntry } from '../../publish/read-objects.ts';
import { blobsOf, readSampleFiles, type Site } from '../../publish/release/read-source.ts';
import type { Report } from '../../report/report.ts';
import { writeReport } from '../../report/write-report.ts';
import { buildLexicon } from '../../sample/lexicon.ts';
import { createSigner } from '../../sample/minhash/create-signer.ts';
import { biasStateOf } from '../bias-state-of.ts';
import type { Rules } from '../project.ts';

type Options = { folder: string; site: Site; rules: Rules; report: Report };

/**
 * What a release holds beside the samples: the report with its charts, and what spares a check of a contribution from
 * reading the dataset: the near-duplicate index (`check --against`) and the bias state (`check --bias-state`).
 */
export async function writeAssets({ folder, site, rules, report }: Options): Promise<void> {
  await writeReport(folder, report, ['json', 'html']);
  const files = (await readSampleFiles(site)).map((entry) => sourceOf(site, entry));
  const { validateSample } = rules;
  await writeIndex({
    folder: join(folder, 'index'),
    files,
    lexicon: buildLexicon(rules.axes),
    signer: createSigner(),
    validateSample,
  });
  const state = await biasStateOf(files, rules);
  const paths = new Set(files.map(({ path }) => path));
  await writeFile(join(folder, 'bias-state.json'), formatState({ state, paths }));
}

function sourceOf(site: Site, entry: TreeEntry): SourceFile {
  return {
    path: entry.path,
    async *chunks() {
      for await (const { bytes } of blobsOf(site, [entry])) yield bytes;
    },
  };
}
