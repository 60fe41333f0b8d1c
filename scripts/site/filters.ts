import { type Html, html } from '../report/html.ts';
import type { Axis } from '../sample/axis.ts';
import { type Kind, kinds, type Stance, stances } from '../sample/sample.ts';
import type { ShownFamily } from './families.ts';

/** One question to filter by: a radio button for each answer, and a rule of the style sheet that hides the others. */
export type Filter = { name: 'group' | 'stance' | 'kind' | 'lang'; options: { id: string; label: string }[] };

/** What there is to filter by among the families of a page; what all of them share is no choice. */
export function filtersOf(families: readonly ShownFamily[], axis: Axis | undefined): Filter[] {
  const samples = families.flatMap((family) => family.samples);
  const has = <Value>(all: readonly Value[], of: (sample: (typeof samples)[number]) => Value) => {
    const there = new Set(samples.map(of));
    return all.filter((value) => there.has(value));
  };
  const named = new Set(samples.flatMap(({ groups }) => groups));
  const langs = [...new Set(samples.map(({ lang }) => lang))].sort();
  const filters: Filter[] = [
    {
      name: 'group',
      options: (axis?.groups ?? []).filter(({ id }) => named.has(id)).map(({ id, label }) => ({ id, label })),
    },
    { name: 'stance', options: toOptions(has<Stance>(stances, ({ stance }) => stance)) },
    { name: 'kind', options: toOptions(has<Kind>(kinds, ({ kind }) => kind)) },
    { name: 'lang', options: langs.map((id) => ({ id, label: nameOfLanguage(id) })) },
  ];
  return filters.filter(({ options }) => options.length > 1);
}

function toOptions(ids: readonly string[]): Filter['options'] {
  return ids.map((id) => ({ id, label: id }));
}

function nameOfLanguage(tag: string): string {
  return new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' }).of(tag) ?? tag;
}

const legends: Record<Filter['name'], string> = {
  group: 'Group',
  stance: 'Stance',
  kind: 'Kind',
  lang: 'Language',
};

/** Radio buttons that work without a script, and by keyboard. */
export function formatFilters(filters: readonly Filter[]): Html {
  return html`${filters.map(
    ({ name, options }) => html`<fieldset><legend>${legends[name]}</legend>
${[{ id: 'all', label: 'all' }, ...options].map(
  ({ id, label }) =>
    html`<label><input type="radio" name="${name}" id="${name}-${id}" ${id === 'all' ? 'checked' : ''}>${label}</label>
`,
)}</fieldset>
`,
  )}`;
}

/** A rule for each answer: whatever family has another one is not shown. Ids are letters, digits and hyphens. */
export function filterStyle(filters: readonly Filter[]): string {
  return filters
    .flatMap(({ name, options }) =>
      options.map(({ id }) => {
        const other = name === 'group' ? `[data-groups~="${id}"]` : `[data-${name}="${id}"]`;
        return `body:has(#${name}-${id}:checked) .family:not(${other}) { display: none; }`;
      }),
    )
    .join('\n');
}
