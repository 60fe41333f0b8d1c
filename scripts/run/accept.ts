import type { Request } from '../prompt/request.ts';
import type { Draft } from '../provider/provider.ts';
import type { Axes } from '../sample/axis.ts';
import { familyId, makeSample } from '../sample/identify.ts';
import type { Labels, Sample } from '../sample/sample.ts';
import { termInText } from '../sample/term-in-text.ts';

/** What became of one answer. A family is accepted or refused whole. */
export type Outcome = { accepted: true; samples: Sample[] } | { accepted: false; reason: RefusalReason };

/** Why an answer's samples do not enter the run; counted by name in the run file. */
export type RefusalReason = 'duplicate-in-run' | 'duplicate-in-dataset';

type Options = {
  run: string;
  axes: Axes;
  /** The key that two copies of a text share. */
  keyOf(sample: Sample): string;
  /** Whether the dataset holds a text with this key. */
  inDataset(key: string): boolean;
};

/** Judges answers in slot order: a text that the run or the dataset already holds is refused. */
export function createAcceptor({
  run,
  axes,
  keyOf,
  inDataset,
}: Options): (request: Request, drafts: Draft[]) => Outcome {
  const seen = new Set<string>();
  return (request, drafts) => {
    const samples = toSamples(request, drafts, { run, axes });
    const keys = samples.map(keyOf);
    if (keys.some((key) => seen.has(key)) || new Set(keys).size < keys.length) {
      return { accepted: false, reason: 'duplicate-in-run' };
    }
    if (keys.some(inDataset)) return { accepted: false, reason: 'duplicate-in-dataset' };
    for (const key of keys) seen.add(key);
    return { accepted: true, samples };
  };
}

/** Drafts become samples: labelled from their request, versions of one family where there are several. */
export function toSamples(
  request: Request,
  drafts: Draft[],
  { run, axes }: { run: string; axes: Axes },
): Sample[] {
  const family = drafts.length > 1 ? familyId(run, request.slot) : undefined;
  return drafts.map((draft) =>
    makeSample(draft.content, {
      ...labelsOfRequest(request),
      ...labelsOfGroup(request, draft, axes),
      run,
      ...(draft.group && family ? { family: { id: family, variant: draft.group } } : {}),
    }),
  );
}

function labelsOfRequest({
  spec,
  template,
  stance,
}: Request): Pick<Labels, 'lang' | 'axis' | 'stance' | 'spec'> {
  const name = template ? `#${template.name}` : '';
  return {
    lang: spec.lang,
    axis: spec.axis,
    stance,
    spec: `${spec.path}${name}@${spec.sha256.slice(0, 12)}`,
  };
}

function labelsOfGroup(
  { spec }: Request,
  { group, attribute, content }: Draft,
  axes: Axes,
): Pick<Labels, 'groups' | 'association'> {
  if (!group) return { groups: [] };
  const words = axes.get(spec.axis)?.groups.find(({ id }) => id === group)?.words[spec.lang];
  const term = attribute && words ? termInText(content, words) : undefined;
  if (!attribute || !term) return { groups: [group] };
  return { groups: [group], association: { group, term, attribute } };
}
