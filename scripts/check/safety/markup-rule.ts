import { toAsciiForms } from './ascii-forms.ts';
import { has } from './features.ts';
import { hitsOf, type Rule } from './rule.ts';

/** What becomes more than text where a text is rendered or filled in. */
const patterns: { kind: string; pattern: RegExp }[] = [
  {
    kind: 'an HTML tag',
    pattern: /<\/?[a-z][a-z\d:-]{0,32}(?:[\s/][^<>]{0,512})?>|<[a-z]{1,32}\s[^<>]{0,64}=/gi,
  },
  { kind: 'an HTML comment or declaration', pattern: /<!(?:--|doctype\b|\[CDATA\[)|<\?(?:xml|php)\b|<%/gi },
  { kind: 'an HTML character reference', pattern: /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,31});/gi },
  {
    kind: 'a Markdown image or link',
    pattern: /\[[^[\]\n]{0,512}\](?:\(\s{0,8}[^\s()]|\[[^[\]\n]{0,64}\]|:\s{1,8}\S)/g,
  },
  { kind: 'a Markdown code fence', pattern: /(?<![^\n])[ >]{0,8}(?:```|~~~)/g },
  { kind: 'a Markdown heading', pattern: /(?<![^\n])[ >]{0,8}#{1,6}[ \t]\S/g },
  { kind: 'a Markdown task', pattern: /(?<![^\n])[ >]{0,8}[-*+] \[[ xX]\] /g },
  { kind: 'a mention of an account', pattern: /(?<![\p{L}\p{N}_.@/])@[a-z\d][a-z\d-]{2,38}(?![\w.@(-])/giu },
  { kind: 'an attribute that runs code', pattern: /["']\s{0,8}on[a-z]{3,32}\s{0,4}=/gi },
  {
    kind: 'a command to a CI runner',
    pattern: /(?<![^\n])[ \t]{0,8}::[a-z][a-z-]{2,32}(?: [^\n:]{0,256})?::|##\[[a-z]/gi,
  },
  { kind: 'an address that runs code', pattern: /\b(?:javascript|vbscript)\s{0,4}:|\bdata:text\/html\b/gi },
  {
    kind: 'a place of a template',
    pattern: /\{\{[^{}\n]{0,256}\}\}|\{%[^{}\n]{0,256}%\}|\$\{[^{}\n]{0,256}\}/g,
  },
];

export const markupRule: Rule = {
  name: 'markup',
  mayFind: (_, { bits }) => (bits & (has.markup | has.bracket | has.colon | has.at)) !== 0,
  find: (text) => {
    const folded = toAsciiForms(text);
    return patterns.flatMap(({ kind, pattern }) =>
      hitsOf(folded, pattern, () => ({ code: 'W_MARKUP', message: kind })),
    );
  },
};
