import { toAsciiForms } from './ascii-forms.ts';
import { has } from './features.ts';
import { hitsOf, type Rule } from './rule.ts';

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const version4 = new RegExp(String.raw`(?<![\w.-])${octet}(?:\.${octet}){3}(?![\w-]|\.\d)`, 'g');
/** As people say one: 8 dot 8 dot 4 dot 4. */
const spoken = new RegExp(String.raw`(?<![\w.-])${octet}(?: dot ${octet}){3}(?![\w-])`, 'gi');
const version6 = /(?<![\w:.])[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?![\w:])/gi;

/** Addresses that identify nobody: private, loopback, link-local, for documentation, multicast, reserved (RFC 6890, 5737). */
const special4 =
  /^(?:0|10|127)\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^192\.168\.|^192\.0\.[02]\.|^198\.1[89]\.|^198\.51\.100\.|^203\.0\.113\.|^(?:22[4-9]|2[3-5]\d)\./;
/** The same for IPv6, and its documentation prefixes (RFC 3849, RFC 9637). */
const special6 = /^(?:::1?$|f[cd][\da-f]{2}:|fe[89ab][\da-f]:|ff[\da-f]{2}:|2001:0?db8:|3fff:)/i;

/** Internet addresses that may lead to somebody. A warning: software versions look the same. */
export const ipRule: Rule = {
  name: 'ip',
  mayFind: (_, { bits }) => (bits & has.digit) !== 0,
  find: (text) => {
    const folded = toAsciiForms(text);
    const hit = { code: 'W_PII_IP', message: 'an internet address' } as const;
    return [
      ...[version4, spoken].flatMap((pattern) =>
        hitsOf(folded, pattern, ([address]) =>
          special4.test(address.replaceAll(/ dot /gi, '.')) ? undefined : hit,
        ),
      ),
      ...hitsOf(folded, version6, ([address]) =>
        isVersion6(address) && !special6.test(address) ? hit : undefined,
      ),
    ];
  },
};

/** Eight groups, or fewer around one "::"; with a digit and three groups or a global prefix, so that "a::b" in code is none. */
function isVersion6(text: string): boolean {
  const groups = text.split(':').filter((group) => group !== '').length;
  const gaps = text.split('::').length - 1;
  if (gaps > 1 || text.includes(':::') || !/\d/.test(text)) return false;
  const enough = groups >= 3 || /^[23][\da-f]{3}:/i.test(text);
  return gaps === 1 ? enough && groups < 8 && !/^:[^:]|[^:]:$/.test(text) : groups === 8;
}
