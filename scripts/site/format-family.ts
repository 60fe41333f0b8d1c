import { type Html, html, linesOf } from '../report/html.ts';
import { clip } from '../report/inert.ts';
import { sayCount } from '../report/wording.ts';
import type { Axis } from '../sample/axis.ts';
import type { Sample } from '../sample/sample.ts';
import type { ShownFamily } from './families.ts';
import { markWords } from './mark-words.ts';
import { type Part, partsOf } from './parts.ts';

/** UTF-16 code units. */
const maxHeading = 64;

/** One family, its versions side by side, with the words that only one of them has marked. */
export function formatFamily({ samples }: ShownFamily, axis: Axis | undefined): Html {
  const [first, second] = samples;
  if (!first) return html``;
  const { kind, stance, lang, spec, run, family } = first;
  const groups = [...new Set(samples.flatMap((sample) => sample.groups))].join(' ');
  const labels = [stance, kind, lang, spec ? sayCount(samples.length, 'version') : 'written'].join(' · ');
  return html`<article class="family" id="${family?.id ?? first.id}" data-kind="${kind}" data-stance="${stance}" data-lang="${lang}" data-groups="${groups}">
<h2 dir="auto">${sayOrigin(spec) ?? sayBeginning(first)}</h2>
<p class="quiet">${labels} · run <a href="index.html#${run}">${run}</a></p>
<div class="versions">
${samples.map((sample, index) => formatVersion(sample, index === 0 ? second : first, axis))}</div>
</article>
`;
}

/** "The site visit · bridge" of `prompts/gender/the-site-visit.yaml#bridge@3f2a90c41b7e`. */
function sayOrigin(spec: string | undefined): string | undefined {
  const [, name, template] = /([^/]+)\.yaml#([^@]+)@/.exec(spec ?? '') ?? [];
  if (name === undefined || template === undefined) return undefined;
  const words = name.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} · ${template.replaceAll('-', ' ')}`;
}

/** What no template made has no name: its first words stand for one. */
function sayBeginning(sample: Sample): string {
  const text = partsOf(sample)[0]?.text ?? '';
  // No word is cut in two where there are spaces to cut at.
  return clip(text, maxHeading).replace(/(\s)\S{0,16}…$/u, '$1…');
}

function formatVersion(sample: Sample, compared: Sample | undefined, axis: Axis | undefined): Html {
  const others = compared ? partsOf(compared) : [];
  const names = sample.groups.map((id) => axis?.groups.find((group) => group.id === id)?.label ?? id);
  const parts = partsOf(sample);
  return html`<div class="version"><h3>${names.length === 0 ? 'No group' : names.join(', ')}</h3>
${parts.map((part, index) => formatPart(part, compared && others[index], sample.lang))}<p class="quiet"><code>${sample.id}</code></p></div>
`;
}

function formatPart({ name, text, isRejected }: Part, other: Part | undefined, lang: string): Html {
  const stretches = other ? markWords(text, other.text, lang) : [{ text, own: false }];
  const words = stretches.map(({ text: words, own }) =>
    own && words.trim() !== '' ? html`<mark>${linesOf(words)}</mark>` : linesOf(words),
  );
  const label = name === '' ? html`` : html`<p class="speaker">${name}</p>`;
  return html`<div class="part ${isRejected ? 'rejected' : ''}">${label}<p class="text" lang="${lang}" dir="auto">${words}</p></div>
`;
}
