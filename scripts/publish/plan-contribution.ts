import { UserError } from '../errors.ts';
import { formatDataPath, parseDataPath } from '../sample/data-path.ts';
import { sha256Hex } from '../sample/hash.ts';
import type { RunFile, RunRecord } from '../sample/run-file.ts';
import type { Sample } from '../sample/sample.ts';
import { type Author, cleanAuthor, formatAuthor, formatSignOff } from './author.ts';
import type { Contribution, ContributionFile } from './contribution.ts';
import { formatSamplesMessage } from './format-commit-message.ts';
import { formatRunFile } from './format-run-file.ts';
import { splitSamples } from './split-samples.ts';

type Options = {
  record: RunRecord;
  samples: Sample[];
  author: Author;
  /** Where it differs from the record's. */
  licence?: string;
};

/**
 * The files of a run as they enter `data/`, the branch and the commit message: a pure function of the run,
 * so that every retry plans the same commit.
 * @throws UserError where the samples are not the run's, or do not fit.
 */
export function planContribution({
  record,
  samples,
  author,
  licence = record.licence,
}: Options): Contribution {
  refuseForeignSamples(record, samples);
  const signer = cleanAuthor(author);
  const run = { ...record, licence, author: formatAuthor(signer), signOff: formatSignOff(signer) };
  const files = [...groupByAxis(samples)].flatMap(([axis, members]) => planAxis(axis, members, run));
  return {
    branch: `contribute/${record.run}`,
    files,
    author: signer,
    message: formatSamplesMessage({ record: { ...record, licence }, files, author: signer }),
  };
}

/** One axis: its data files, then the run file that names them. */
function planAxis(axis: string, samples: Sample[], run: Omit<RunFile, 'files'>): ContributionFile[] {
  const dataFiles = splitSamples(samples).map((data, index) => ({
    path: dataPath(axis, run, { part: index + 1, kind: 'samples' }),
    ...data,
  }));
  const files = dataFiles.map(({ path, content, samples }) => ({
    path,
    sha256: sha256Hex(content),
    samples,
  }));
  const runFile = {
    path: dataPath(axis, run, { part: 1, kind: 'run' }),
    content: formatRunFile({ ...run, files }),
    samples: 0,
  };
  return [...dataFiles, runFile];
}

type Place = { part: number; kind: 'samples' | 'run' };

/** An axis or run id that is not one could lead out of `data/`: the path must read back as what it was made of. */
function dataPath(axis: string, { run, date }: Pick<RunRecord, 'run' | 'date'>, place: Place): string {
  const path = formatDataPath({ axis, year: date.slice(0, 4), run, ...place });
  const read = parseDataPath(path);
  if (read?.axis === axis && read.run === run && run.startsWith(`${date}-`)) return path;
  throw new UserError(
    `the run ${JSON.stringify(run)} of ${date} on the axis ${JSON.stringify(axis)} has no place under data/`,
    {
      code: 'BAD_RUN',
      fix: 'Generate or import the run again: its id is <yyyy-mm-dd>-<name>-<8 hex digits>, from its date.',
    },
  );
}

function groupByAxis(samples: Sample[]): Map<string, Sample[]> {
  const axes = new Map<string, Sample[]>();
  for (const sample of samples) {
    const members = axes.get(sample.axis);
    if (members) members.push(sample);
    else axes.set(sample.axis, [sample]);
  }
  return axes;
}

function refuseForeignSamples({ run }: RunRecord, samples: Sample[]): void {
  if (samples.length === 0) {
    throw new UserError(`the run ${run} holds no samples`, {
      code: 'NO_SAMPLES',
      fix: 'Resume the run, or choose one that holds accepted samples.',
    });
  }
  const foreign = samples.find((sample) => sample.run !== run);
  if (foreign) {
    throw new UserError(`the sample ${foreign.id} belongs to the run ${foreign.run}, not to ${run}`, {
      code: 'FOREIGN_SAMPLE',
      fix: 'Contribute each run by itself; import hand-made samples with "evenhand import".',
    });
  }
  refuseFamilyAcrossAxes(samples);
}

function refuseFamilyAcrossAxes(samples: Sample[]): void {
  const axisOf = new Map<string, string>();
  for (const { family, axis } of samples) {
    if (!family) continue;
    const first = axisOf.get(family.id) ?? axis;
    axisOf.set(family.id, first);
    if (first === axis) continue;
    throw new UserError(`the family ${family.id} stands on two axes, ${first} and ${axis}`, {
      code: 'FAMILY_ON_TWO_AXES',
      fix: 'Give the samples of each axis a family of their own.',
    });
  }
}
