import { canonicalJson } from '../../scripts/sample/canonical-json.ts';
import { familyId, makeSample } from '../../scripts/sample/identify.ts';
import { lehmer } from '../json/make-lines.ts';

export const benchRun = '2026-11-24-site-visit-7c1e09aa';

// Common words alone: rare ones said again and again would be findings.
const words =
  `the people who live in this house often talk about their work and what they want to do next year when the
children are at school and there is more time for each other after a long day`.split(/\s+/);

/** Valid samples as lines with their line feeds, about 500 bytes each, all distinct; families of three. */
export function* makeSamples(count: number): Generator<string> {
  const random = lehmer(1);
  for (let index = 0; index < count; index += 1) yield `${canonicalJson(sampleAt(index, random))}\n`;
}

function sampleAt(index: number, random: () => number) {
  let text = `Scene ${index}.`;
  while (text.length < 262) text += ` ${words[Math.floor(random() * words.length)]}`;
  const group = ['women', 'men', 'nonbinary-people'][index % 3] ?? '';
  return makeSample(
    { kind: 'text', text },
    {
      lang: 'en',
      axis: 'gender',
      groups: [group],
      stance: 'counterfactual',
      run: benchRun,
      family: { id: familyId(benchRun, Math.floor(index / 3)), variant: group },
    },
  );
}
