import type { Secret } from './secretlint-rules.ts';

/** Characters of base64 and of its form for addresses, without the marks that part a prefix from its key. */
const token = /[A-Za-z0-9+/_-]{24,512}/g;
const minLength = 24;

/** Words written together change between small letters, capitals and digits at fewer than one place in five. */
const minChanges = 0.4;

/**
 * Tokens that look drawn at random: keys whose vendor nobody listed. Among letters of both cases and digits at random
 * (base 62), 62% of neighbours differ in kind; hexadecimal and lower-case ids, which are often no secrets, have one kind
 * of letter and are left alone.
 */
export function findRandomTokens(text: string): Secret[] {
  const secrets: Secret[] = [];
  for (const { 0: match, index } of text.matchAll(token)) {
    for (const part of match.matchAll(/[A-Za-z0-9+/]+/g)) {
      if (part[0].length < minLength || !looksRandom(part[0])) continue;
      secrets.push({
        start: index + part.index,
        end: index + part.index + part[0].length,
        kind: 'random token',
      });
    }
  }
  return secrets;
}

function looksRandom(part: string): boolean {
  const counts = [0, 0, 0];
  let changes = 0;
  let last = -1;
  for (let at = 0; at < part.length; at += 1) {
    const kind = kindOf(part.charCodeAt(at));
    if (kind >= 0) counts[kind] = (counts[kind] ?? 0) + 1;
    if (kind !== last) changes += 1;
    last = kind;
  }
  return counts.every((count) => count >= 2) && changes >= minChanges * part.length;
}

/** Small letter, capital, digit; -1 for a mark. */
function kindOf(unit: number): number {
  if (unit >= 0x61 && unit <= 0x7a) return 0;
  if (unit >= 0x41 && unit <= 0x5a) return 1;
  return unit >= 0x30 && unit <= 0x39 ? 2 : -1;
}
