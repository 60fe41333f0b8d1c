import { toAsciiForms } from './ascii-forms.ts';
import { has } from './features.ts';
import { findRandomTokens } from './random-tokens.ts';
import type { Hit, Rule } from './rule.ts';
import { findWithSecretlint, type Secret } from './secretlint-rules.ts';
import { vendorKeys } from './vendor-keys.ts';

/** What a secret begins or holds where it has no sixteen characters of a token in a row. */
const shortSigns = ['://', '-----BEGIN', '_authToken='];

/** Keys, tokens and passwords. A finding shows the first four characters and the length, never the secret. */
export const secretsRule: Rule = {
  name: 'secrets',
  mayFind: (text, { bits }) =>
    (bits & has.longToken) !== 0 ||
    ((bits & (has.colon | has.digit)) !== 0 && /pass|pwd/i.test(text)) ||
    ((bits & has.lookalike) !== 0 && /[\uFF10-\uFF5A]{16}/.test(text)) ||
    shortSigns.some((sign) => text.includes(sign)),
  find: (text) =>
    withoutOverlaps([
      ...findVendorKeys(toAsciiForms(text)),
      ...findWithSecretlint(text),
      ...findRandomTokens(text),
    ]).map(toHit(text)),
};

function findVendorKeys(text: string): Secret[] {
  return vendorKeys.flatMap(({ kind, pattern }) =>
    [...text.matchAll(pattern)].map(({ 0: { length }, index }) => ({
      start: index,
      end: index + length,
      kind,
    })),
  );
}

/** Several rules may know one key: the first of them speaks. */
function withoutOverlaps(secrets: Secret[]): Secret[] {
  let end = -1;
  const apart: Secret[] = [];
  for (const secret of secrets.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (secret.start < end) continue;
    apart.push(secret);
    end = secret.end;
  }
  return apart;
}

function toHit(text: string): (secret: Secret) => Hit {
  return ({ start, end, kind }) => ({
    code: 'E_SECRET',
    start,
    message: `what looks like a secret (${kind}): ${text.slice(start, start + 4)}…, ${end - start} characters`,
  });
}
