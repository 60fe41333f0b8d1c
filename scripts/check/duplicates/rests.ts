import { compactWords } from '../../sample/minhash/compact-signature.ts';
import type { OpenShelf, Shelf } from '../shelf.ts';

/** Words of a compact signature that are not kept at hand: what is left of 32 behind the twelve bands. */
export const restWords = compactWords - 12;

/** The rests of signatures, by document: the first in memory, later ones on a shelf and in a few pages at hand. */
export type Rests = {
  count: number;
  /** Pages in memory. */
  pages: Uint32Array[];
  /** The page that is being filled. */
  last: Uint32Array;
  openShelf: OpenShelf | undefined;
  residentPages: number;
  shelf: Shelf | undefined;
  /** Pages read from the shelf, by the low bits of their numbers. */
  read: { page: number; words: Uint32Array }[];
};

const pageShift = 6;
const pageRows = 1 << pageShift;
const pageMask = pageRows - 1;
const pageWords = pageRows * restWords;
/** 20 MiB: 262,144 documents are judged without a shelf. */
const defaultResidentPages = 4096;
const readPages = 64;

export function emptyRests(openShelf: OpenShelf | undefined, residentPages = defaultResidentPages): Rests {
  return {
    count: 0,
    pages: [],
    last: new Uint32Array(pageWords),
    openShelf,
    residentPages,
    shelf: undefined,
    read: [],
  };
}

export function addRest(rests: Rests, words: Uint32Array): void {
  const row = rests.count & pageMask;
  rests.last.set(words, row * restWords);
  rests.count += 1;
  if (row === pageMask) putAway(rests);
}

/** The page with a document's rest, and where it stands there; good until the next look. */
export function restOf(rests: Rests, doc: number): { page: Uint32Array; at: number } {
  const page = doc >>> pageShift;
  const at = (doc & pageMask) * restWords;
  if (page < rests.pages.length) return { page: rests.pages[page] as Uint32Array, at };
  if (page === rests.count >>> pageShift) return { page: rests.last, at };
  return { page: pageFromShelf(rests, page), at };
}

function putAway(rests: Rests): void {
  const { pages, last, openShelf, residentPages } = rests;
  if (pages.length < residentPages || !openShelf) {
    pages.push(last);
    rests.last = new Uint32Array(pageWords);
    return;
  }
  rests.shelf ??= openShelf();
  rests.shelf.append(last);
}

function pageFromShelf({ pages, shelf, read }: Rests, page: number): Uint32Array {
  const slot = page % readPages;
  const known = read[slot];
  if (known?.page === page) return known.words;
  const words = known?.words ?? new Uint32Array(pageWords);
  shelf?.read((page - pages.length) * pageWords, words);
  read[slot] = { page, words };
  return words;
}
