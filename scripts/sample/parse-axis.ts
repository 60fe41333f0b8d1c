import type { Axis, Group } from './axis.ts';
import type { SchemaProblem, Validator } from './schema-validator.ts';

export type ParsedAxis = { ok: true; axis: Axis } | { ok: false; problems: SchemaProblem[] };

/** Shares are written with a few decimals: their sum may miss 1 by this. */
const shareTolerance = 1e-6;

/** Reads an axis, and checks what its schema cannot: shares, ids and words that must fit each other. */
export function parseAxis(value: unknown, validate: Validator): ParsedAxis {
  const broken = validate(value);
  if (broken.length > 0) return { ok: false, problems: broken };
  const axis = value as Axis;
  const problems = [...judgeIds(axis), ...judgeShares(axis), ...judgeTerms(axis), ...judgeKinship(axis)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, axis };
}

function judgeIds({ groups }: Axis): SchemaProblem[] {
  const ids = groups.map(({ id }) => id);
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  return repeated.map((id) => ({
    pointer: ['groups'],
    message: `two groups are called "${id}"`,
    fix: 'Rename one of them.',
  }));
}

function judgeShares({ groups, target: { shares } }: Axis): SchemaProblem[] {
  const pointer = ['target', 'shares'];
  const ids = groups.map(({ id }) => id);
  const strange = Object.keys(shares).filter((id) => !ids.includes(id));
  const missing = ids.filter((id) => !Object.hasOwn(shares, id));
  const sum = Object.values(shares).reduce((total, share) => total + share, 0);
  return [
    ...strange.map((id) => ({
      pointer: [...pointer, id],
      message: `"${id}" is not a group of the axis`,
      fix: 'Remove the share.',
    })),
    ...missing.map((id) => ({
      pointer,
      message: `the group "${id}" has no share`,
      fix: 'Give every group a share.',
    })),
    ...(Math.abs(sum - 1) > shareTolerance
      ? [
          {
            pointer,
            message: `the shares add up to ${sum}, not to 1`,
            fix: 'Change them so that they add up to 1.',
          },
        ]
      : []),
  ];
}

/** A word that named two groups of one axis would count for both. */
function judgeTerms({ groups }: Axis): SchemaProblem[] {
  const owners = new Map<string, string>();
  return groups.flatMap((group, index) =>
    namesOf(group).flatMap(({ lang, name }) => {
      const key = `${lang}\n${name.toLowerCase()}`;
      const owner = owners.get(key) ?? group.id;
      owners.set(key, owner);
      if (owner === group.id) return [];
      return [
        {
          pointer: ['groups', String(index)],
          message: `"${name}" names both ${owner} and ${group.id}`,
          fix: 'Leave it to one of them.',
        },
      ];
    }),
  );
}

/** A template says {parent} for whichever group it is written for, so every group needs the word. */
function judgeKinship({ groups }: Axis): SchemaProblem[] {
  const langs = [...new Set(groups.flatMap(({ words }) => Object.keys(words)))];
  return langs.flatMap((lang) => {
    const relations = new Set(groups.flatMap(({ words }) => Object.keys(words[lang]?.kinship ?? {})));
    return groups.flatMap(({ id, words }, index) =>
      [...relations]
        .filter((relation) => words[lang] && !Object.hasOwn(words[lang].kinship ?? {}, relation))
        .map((relation) => ({
          pointer: ['groups', String(index), 'words', lang, 'kinship'],
          message: `"${id}" has no word for "${relation}", which other groups have`,
          fix: 'Add the word, or take the relation from the other groups.',
        })),
    );
  });
}

function namesOf({ words }: Group): { lang: string; name: string }[] {
  return Object.entries(words).flatMap(([lang, { one, many, terms, kinship = {} }]) => {
    // "parent" is also what the relation is called: a word for anyone, not for one group.
    const kin = Object.entries(kinship).flatMap(([relation, word]) => (word === relation ? [] : [word]));
    return [...new Set([one, many, ...terms, ...kin])].map((name) => ({ lang, name }));
  });
}
