import { inertHtml } from './inert.ts';

/** Markup that is safe as it stands. Only `html` and `linesOf` make it. */
export type Html = { readonly markup: string };

type Value = Html | readonly Html[] | string | number;

/** Markup with values in it: text becomes inert, markup stays, so that no value can forget to be escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { markup: String.raw({ raw: parts }, ...values.map(toMarkup)) };
}

/** Text of several lines: inert, the line feeds kept. */
export function linesOf(text: string): Html {
  return { markup: text.split('\n').map(inertHtml).join('\n') };
}

function toMarkup(value: Value): string {
  if (typeof value === 'string') return inertHtml(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map(({ markup }) => markup).join('');
}
