import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { buildJudged } from '../../check/judged/build-judged.ts';
import type { JudgedReport } from '../../check/judged/judged-report.ts';
import type { JudgedSample } from '../../check/judged/judged-sample.ts';
import type { SourceFile } from '../../check/source-file.ts';
import { formatJudgements } from '../../report/format-judgements.ts';
import { tool } from '../../tool.ts';
import type { World } from '../../world.ts';
import type { Project } from '../project.ts';
import { askJudge, type Interrupted, openJudge } from './ask-judge.ts';
import { askModeration, openModeration } from './ask-moderation.ts';
import { contributedFiles } from './contributed-files.ts';
import { drawFromFiles } from './draw-from-files.ts';
import type { JudgeFlags } from './judge-flags.ts';

type Options = JudgeFlags & { out?: string };
type Place = {
  rules: Pick<Project, 'root' | 'axes' | 'thresholds' | 'reader' | 'validateSample'>;
  world: World;
};

/**
 * What a judge and a moderation service say of drawn samples, where they are to be asked; the exit code where the user
 * ended it. It comes before the checks: they take seconds, and what may be wrong with asking is better known at once.
 * @throws UserError where a key, a price or the budget is missing, or a provider ends it.
 */
export async function secondOpinion(
  files: Iterable<SourceFile> | AsyncIterable<SourceFile>,
  { out, ...flags }: Options,
  { rules, world }: Place,
): Promise<JudgedReport | Interrupted | undefined> {
  const place = { root: rules.root, flags, world };
  // First both, so that no money goes before the other turns out to have no key.
  const judge = flags.judge === undefined ? undefined : await openJudge(flags.judge, place);
  const service = flags.moderation === undefined ? undefined : await openModeration(flags.moderation, place);
  const { judgeSample: size, seed } = flags;
  const { shown, withheld, samples, families } = await drawFromFiles(files, { size, seed }, rules);
  if (shown.length === 0) {
    world.stderr.write('Nobody was asked: there is no sample that may be shown.\n');
    return undefined;
  }
  const judged = judge && (await askJudge(judge, shown));
  if (judged && 'code' in judged) return judged;
  const scored = service && (await askModeration(service, shown));
  if (scored && 'code' in scored) return scored;
  const drawn = shown.map((each): JudgedSample => {
    const verdict = judged?.answers.get(each.sample.id);
    const moderation = scored?.answers.get(each.sample.id);
    return { ...each, ...(verdict && { verdict }), ...(moderation && { moderation }) };
  });
  const report = buildJudged({
    drawn: shown.length + withheld,
    samples,
    families,
    seed,
    withheld,
    judged: drawn,
    ...(judged && { judge: judged.asked }),
    ...(scored && { moderation: scored.asked }),
    axes: rules.axes,
    leastFamilies: rules.thresholds.leastFamilies,
  });
  const folder = out === undefined ? (judged ?? scored)?.folder : resolve(world.cwd, out);
  if (folder !== undefined) await writeJudgements(folder, formatJudgements(report, drawn, tool), world);
  return report;
}

/** The same on the new files of a pull request, as Git has them. */
export async function opinionOnChange(
  commits: { base: string; head: string },
  options: Options,
  world: World,
): Promise<JudgedReport | Interrupted | undefined> {
  const { files, rules } = await contributedFiles(commits, world);
  return secondOpinion(files, options, { rules, world });
}

/** Beside the report, or with the answers where no report is written. */
async function writeJudgements(folder: string, text: string, { cwd, stderr }: World): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'judgements.json');
  await writeFileAtomic(path, text);
  stderr.write(`Each opinion: ${relative(cwd, path)}\n`);
}
