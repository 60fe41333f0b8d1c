import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { JudgedReport } from '../../check/judged/judged-report.ts';
import type { SourceFile } from '../../check/source-file.ts';
import { formatJudgements } from '../../report/format-judgements.ts';
import { tool } from '../../tool.ts';
import type { World } from '../../world.ts';
import type { Project } from '../project.ts';
import { type JudgingEnd, judgeFiles } from './judge.ts';
import type { JudgeFlags } from './judge-flags.ts';

type Options = JudgeFlags & { out?: string };

/**
 * What a judge says, where one is asked; the exit code where the user ended it. It comes before the checks: they take
 * seconds, and what may be wrong with a judge is better known at once.
 */
export async function secondOpinion(
  files: SourceFile[],
  { judge, out, ...flags }: Options,
  { project, world }: { project: Project; world: World },
): Promise<JudgedReport | { code: number } | undefined> {
  if (judge === undefined) return undefined;
  const ended = await judgeFiles({ files, flags: { ...flags, judge }, project, world });
  if (ended.end === 'interrupted') return { code: ended.code };
  await writeJudgements(ended, out, world);
  return ended.report;
}

/** Beside the report, or with the answers where no report is written. */
async function writeJudgements(
  { report, samples, folder }: Extract<JudgingEnd, { end: 'judged' }>,
  out: string | undefined,
  { cwd, stderr }: World,
): Promise<void> {
  const place = out === undefined ? folder : resolve(cwd, out);
  await mkdir(place, { recursive: true });
  const path = join(place, 'judgements.json');
  await writeFileAtomic(path, formatJudgements(report, samples, tool));
  stderr.write(`Verdicts: ${relative(cwd, path)}\n`);
}
