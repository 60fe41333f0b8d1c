import type { Axes } from '../sample/axis.ts';
import { isCanonicalJson } from '../sample/canonical-json.ts';
import { parseDataPath } from '../sample/data-path.ts';
import { sampleId } from '../sample/identify.ts';
import { locate } from '../sample/json/locate.ts';
import { columnAt } from '../sample/json/problem.ts';
import type { Sample } from '../sample/sample.ts';
import { type Check, checkEachEntry, type Entry } from './check.ts';
import type { Finding } from './finding.ts';
import type { FindingList } from './finding-list.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const noTombstones: ReadonlySet<string> = new Set();

/**
 * A sample is what it says it is: its id recomputes and is not that of a removed sample, its line is canonical, its
 * axis and groups exist, and its file is the one its axis and run belong in.
 * @param tombstones ids of samples that were removed for good
 */
export function identityCheck(axes: Axes, tombstones = noTombstones): Check<FindingList> {
  return checkEachEntry('identity', (entry) => judge(entry, axes, tombstones));
}

function judge(entry: Entry, axes: Axes, tombstones: ReadonlySet<string>): Finding[] {
  const { sample } = entry;
  if (!sample) return [];
  return [
    ...judgeId(entry, sample),
    ...(tombstones.has(sample.id) ? [tombstoned(entry)] : []),
    ...judgeCanonicalForm(entry, sample),
    ...judgeGroups(entry, sample, axes),
    ...judgePath(entry, sample),
  ];
}

function judgeId(entry: Entry, sample: Sample): Finding[] {
  const expected = sampleId(sample);
  if (sample.id === expected) return [];
  return [
    finding(entry, ['id'], {
      code: 'E_ID',
      message: `the id is ${sample.id}, but the content gives ${expected}`,
      fix: `Set the id to ${expected}, or restore the content.`,
    }),
  ];
}

function tombstoned(entry: Entry): Finding {
  return finding(entry, ['id'], {
    code: 'E_TOMBSTONED',
    message: 'this sample was removed for good (data/tombstones.jsonl) and may not come back',
    fix: 'Remove the line.',
  });
}

function judgeCanonicalForm(entry: Entry, sample: Sample): Finding[] {
  if (isCanonicalJson(decoder.decode(entry.bytes), sample)) return [];
  return [
    finding(entry, [], {
      code: 'E_NOT_CANONICAL',
      message: 'the line is not canonical JSON (RFC 8785: sorted keys, no white space, shortest escapes)',
      fix: 'Write the line with "evenhand import", which makes it canonical.',
    }),
  ];
}

function judgeGroups(entry: Entry, sample: Sample, axes: Axes): Finding[] {
  const axis = axes.get(sample.axis);
  if (!axis) {
    return [
      finding(entry, ['axis'], {
        code: 'E_AXIS',
        message: `"${sample.axis}" is not an axis`,
        fix: `Use one of ${[...axes.keys()].join(', ')}.`,
      }),
    ];
  }
  const known = axis.groups.map((group) => group.id);
  const named = [
    ...sample.groups.map((group, index) => ({ group, pointer: ['groups', String(index)] })),
    ...(sample.family ? [{ group: sample.family.variant, pointer: ['family', 'variant'] }] : []),
    ...(sample.association ? [{ group: sample.association.group, pointer: ['association', 'group'] }] : []),
  ];
  return named
    .filter(({ group }) => !known.includes(group))
    .map(({ group, pointer }) =>
      finding(entry, pointer, {
        code: 'E_GROUP',
        message: `"${group}" is not a group of the axis ${sample.axis}`,
        fix: `Use one of ${known.join(', ')}.`,
      }),
    );
}

function judgePath(entry: Entry, sample: Sample): Finding[] {
  const place = parseDataPath(entry.path);
  if (!place) return [];
  const wrong = [
    place.axis === sample.axis ? undefined : { key: 'axis', is: sample.axis, expected: place.axis },
    place.run === sample.run ? undefined : { key: 'run', is: sample.run, expected: place.run },
  ];
  return wrong.flatMap((difference) =>
    difference
      ? [
          finding(entry, [difference.key], {
            code: 'E_PATH',
            message: `the sample's ${difference.key} is "${difference.is}", but its file is for "${difference.expected}"`,
            fix: 'Move the line to the file of its axis and run.',
          }),
        ]
      : [],
  );
}

type Text = { code: string; message: string; fix: string };

function finding(entry: Entry, pointer: string[], text: Text): Finding {
  const { path, line, bytes, sample } = entry;
  const column = columnAt(bytes, locate(bytes, pointer));
  return { severity: 'error', path, line, column, sample: sample?.id ?? null, ...text };
}
