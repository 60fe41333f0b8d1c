import { rules } from '@secretlint/secretlint-rule-preset-recommend';

export type Secret = { start: number; end: number; kind: string };

/**
 * Not run: the rule that lets a comment in the text switch the others off, and Google's, which reads key files
 * and is asynchronous (its keys are in `vendor-keys.ts`).
 */
const left = ['@secretlint/secretlint-rule-filter-comments', '@secretlint/secretlint-rule-gcp'];

let found: Secret[] = [];

/** The rules, each bound to a context that collects what it reports. */
const scanners = rules
  .filter(({ meta }) => !left.includes(meta.id))
  .map((rule) => {
    const kind = meta(rule.meta.id);
    const context = {
      createTranslator: () => () => ({ message: '', messageId: '' }),
      report: ({ range: [start, end] }: { range: readonly [number, number] }) =>
        found.push({ start, end, kind }),
    };
    return rule.create(context as never, {});
  });

function meta(id: string): string {
  return id.replace('@secretlint/secretlint-rule-', '');
}

/** What secretlint's recommended rules find in a text. */
export function findWithSecretlint(content: string): Secret[] {
  found = [];
  const source = { content, contentType: 'text', filePath: 'sample.txt', ext: '.txt' } as const;
  for (const scanner of scanners) scanner.file(source);
  return found;
}
