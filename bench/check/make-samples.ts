import { canonicalJson } from '../../scripts/sample/canonical-json.ts';
import { familyId, makeSample } from '../../scripts/sample/identify.ts';
import { lehmer } from '../json/make-lines.ts';

export const benchRun = '2026-11-24-site-visit-7c1e09aa';

// Common words alone: rare ones said again and again would be findings.
const words =
  `the people who live in this house often talk about their work and what they want to do next year when the
children are at school and there is more time for each other after a long day`.split(/\s+/);

const groups = ['women', 'men', 'nonbinary-people'];

/** Valid samples as lines with their line feeds, about 500 bytes each; families of three versions. */
export function* makeSamples(count: number): Generator<string> {
  const random = lehmer(1);
  let text = '';
  for (let index = 0; index < count; index += 1) {
    const version = index % groups.length;
    if (version === 0) text = storyAt(index / groups.length, random);
    yield `${canonicalJson(versionOf(text, index, groups[version] as string))}\n`;
  }
}

/** Distinct, and no two much alike: two in a row of three words meet one time in forty thousand. */
function storyAt(family: number, random: () => number): string {
  let text = `Scene ${family} of`;
  while (text.length < 240) text += ` ${words[Math.floor(random() * words.length)]}`;
  return `${text}: a neighbour is`;
}

function versionOf(text: string, index: number, group: string) {
  const name = { women: 'a woman', men: 'a man' }[group] ?? 'a nonbinary person';
  return makeSample(
    { kind: 'text', text: `${text} ${name}.` },
    {
      lang: 'en',
      axis: 'gender',
      groups: [group],
      stance: 'counterfactual',
      run: benchRun,
      family: { id: familyId(benchRun, Math.floor(index / groups.length)), variant: group },
    },
  );
}
