import type { Attributes } from './attributes.ts';
import type { AssociationTest } from './find-associations.ts';
import { logOdds, priorShare, type Table } from './measure-association.ts';

/**
 * What loosens a link: so many families more, or fewer, in which its attribute is said of one of `groups` (their
 * places on the axis).
 */
export type LinkMove = {
  link: AssociationTest;
  way: 'add' | 'remove';
  groups: readonly number[];
  families: number;
};

/**
 * Whether to say more or less of it, and of whom. Of what is good or indifferent to say, those who lack it get more.
 * What harms is nobody's to get more of, and other samples beside it change nothing once all groups get them: there
 * are to be fewer that say it of those who have too much.
 */
export function wayAgainst(
  { name, value }: AssociationTest,
  { categories }: Attributes,
): { way: LinkMove['way']; ofOwn: boolean } {
  const harms = categories.some((category) => category.id === name && category.harms);
  return harms ? { way: 'remove', ofOwn: value > 0 } : { way: 'add', ofOwn: value < 0 };
}

/** The fewest families after which the log-odds of a link are smaller than `size`. */
export function planLink(
  link: AssociationTest,
  table: Table,
  { attributes, size }: { attributes: Attributes; size: number },
): LinkMove {
  const { way, ofOwn } = wayAgainst(link, attributes);
  const sign = way === 'add' ? 1 : -1;
  const isLoose = (families: number) => {
    const after = moved(table, sign * families, ofOwn);
    return Math.sign(link.value) * logOdds(after, priorShare(after)) < size;
  };
  const most = way === 'add' ? mostAdded : ofOwn ? table.withIt : table.otherWithIt;
  const groups = link.groups.flatMap((_, at) => ((at === link.group) === ofOwn ? [at] : []));
  return { link, way, groups, families: fewest(isLoose, most) };
}

function moved(table: Table, families: number, ofOwn: boolean): Table {
  const { withIt, families: all, otherWithIt, otherFamilies } = table;
  return ofOwn
    ? { ...table, withIt: withIt + families, families: all + families }
    : { ...table, otherWithIt: otherWithIt + families, otherFamilies: otherFamilies + families };
}

/** Beyond this a link is no matter of adding families. */
const mostAdded = 1_000_000;

/** The first number up to `most` from which on it holds, by bisection. */
function fewest(holds: (families: number) => boolean, most: number): number {
  let [low, high] = [-1, most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
