import type { Request } from '../prompt/request.ts';
import type { Draft } from '../provider/provider.ts';
import type { Axes } from '../sample/axis.ts';
import { familyId, makeSample } from '../sample/identify.ts';
import type { Labels, Sample } from '../sample/sample.ts';
import { termInText } from '../sample/term-in-text.ts';

/** What became of one answer. A family is accepted or refused whole. */
export type Outcome = { accepted: true; samples: Sample[] } | { accepted: false; reason: RefusalReason };

/** Why an answer's samples do not enter the run; counted by name in the run file. */
export type RefusalReason = `${'' | 'near-'}duplicate-in-${'run' | 'dataset'}`;

type Options = {
  run: string;
  axes: Axes;
  /** Whether the run or the dataset holds one of these samples already, or one nearly like it. */
  findCopy(samples: Sample[]): { of: 'run' | 'dataset'; exact: boolean } | undefined;
  /** Takes accepted samples among those that the next ones are compared with. */
  remember(samples: Sample[]): void;
};

/** Judges answers in slot order: a text that the run or the dataset already holds is refused. */
export function createAcceptor({
  run,
  axes,
  findCopy,
  remember,
}: Options): (request: Request, drafts: Draft[]) => Outcome {
  return (request, drafts) => {
    const samples = toSamples(request, drafts, { run, axes });
    const copy = findCopy(samples);
    if (copy) return { accepted: false, reason: `${copy.exact ? '' : 'near-'}duplicate-in-${copy.of}` };
    remember(samples);
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
