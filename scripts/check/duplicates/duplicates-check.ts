import type { Lexicon } from '../../sample/lexicon.ts';
import { createShingleSets } from '../../sample/minhash/shingle-sets.ts';
import type { Signer } from '../../sample/minhash/signer.ts';
import { wholeText } from '../../sample/text.ts';
import type { Check, Entry, WantedLine } from '../check.ts';
import type { Finding } from '../finding.ts';
import type { OpenShelf } from '../shelf.ts';
import { comparableText } from './comparable-text.ts';
import { contentKey } from './content-key.ts';
import { addDocument, byAge, type Documents, emptyDocuments, mergeDocuments, placeOf } from './documents.ts';
import { doubtfulVersions } from './doubtful-families.ts';
import { findCandidates } from './find-candidates.ts';
import { findRepeats } from './find-repeats.ts';
import { findTemplates } from './find-templates.ts';
import { createGrouping } from './group-equal.ts';
import { judgeDuplicates, type Seen, type Suspicions } from './judge-duplicates.ts';
import { eachYounger } from './partners.ts';
import { signContent } from './sign-content.ts';

type State = {
  documents: Documents;
  /** Both from the second look on. */
  suspicions?: Suspicions;
  seen?: Seen;
  /** Place → ranks that wait for a second look at it. */
  awaited: Map<string, number[]>;
};

/**
 * No two samples say the same: not word by word, and, outside of a family, not nearly so either. The first look keeps
 * 68 bytes of each document at hand and 80 more, on a shelf where there are many; the second reads the texts of those
 * that may be duplicates, so that every finding rests on the texts themselves.
 */
export function duplicatesCheck(lexicon: Lexicon, signer: Signer, openShelf?: OpenShelf): Check<State> {
  return {
    name: 'duplicates',
    comparesWithReferences: true,
    empty: () => ({ documents: emptyDocuments(openShelf), awaited: new Map() }),
    add({ documents }, entry) {
      const { content, sample, path, line, role } = entry;
      if (!content) return;
      const { signature, exact } = signContent(content, sample?.lang, { lexicon, signer });
      addDocument(documents, { path, line, role, family: sample?.family?.id, signature, exact });
    },
    merge: (into, from) => mergeDocuments(into.documents, from.documents),
    secondLook: {
      wants(state) {
        state.suspicions = suspect(state.documents);
        state.seen = { documents: new Map(), shingles: createShingleSets(state.documents.count) };
        const { order, ranks } = wantedRanks(state.suspicions);
        const places = ranks.map((rank) => placeOf(state.documents, order[rank] as number));
        for (const [index, place] of places.entries()) {
          const key = placeKey(place);
          state.awaited.set(key, [...(state.awaited.get(key) ?? []), ranks[index] as number]);
        }
        return places;
      },
      add({ awaited, seen }, entry) {
        const { content, sample, path, line } = entry;
        if (!content || !seen) return;
        const text = comparableText(entry, lexicon);
        for (const rank of awaited.get(placeKey(entry)) ?? []) {
          seen.shingles.add(rank, signer.hashes(text));
          seen.documents.set(rank, {
            place: { path, line, column: 1, sample: sample?.id ?? null },
            text: wholeText(content),
            key: contentKey(content),
            comparable: text,
          });
        }
      },
    },
    finish({ suspicions, seen }): Finding[] {
      if (!suspicions || !seen) throw new Error('duplicates are judged after a second look');
      return judgeDuplicates(suspicions, seen);
    },
  };
}

function suspect(documents: Documents): Suspicions {
  const order = byAge(documents);
  const eachGroup = createGrouping();
  return {
    order,
    repeats: findRepeats(documents, order, eachGroup),
    candidates: findCandidates(documents, order, eachGroup),
    doubtful: doubtfulVersions(documents, order),
    templates: findTemplates(documents, order, eachGroup),
  };
}

function wantedRanks({ order, repeats, candidates, doubtful, templates }: Suspicions) {
  const ranks = new Set<number>();
  for (const { older, younger } of repeats) ranks.add(older).add(younger);
  eachYounger(candidates, (younger, olders, start, end) => {
    ranks.add(younger);
    for (let at = start; at < end; at++) ranks.add(olders[at] as number);
  });
  for (const { first, version } of doubtful) ranks.add(first).add(version);
  for (const { members } of templates) for (const rank of members.slice(0, 2)) ranks.add(rank);
  return { order, ranks: [...ranks].sort((a, b) => a - b) };
}

function placeKey({ role, path, line }: WantedLine | Entry): string {
  return `${role} ${line} ${path}`;
}
