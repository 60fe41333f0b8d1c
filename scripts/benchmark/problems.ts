import { UserError } from '../errors.ts';

/** How many places of one kind of problem are named. */
const shownExamples = 3;

/** Problems of one kind with the places they stand in. */
export type Problems = {
  add(kind: string, place: string): void;
  throwIfAny(source: string, fix: string): void;
};

/** Collects what is wrong with a benchmark file, so that one error tells all: counts, and examples of each kind. */
export function collectProblems(code: string): Problems {
  const places = new Map<string, string[]>();
  return {
    add(kind, place) {
      const known = places.get(kind);
      if (known) known.push(place);
      else places.set(kind, [place]);
    },
    /** @throws UserError where any problem was added. */
    throwIfAny(source, fix) {
      if (places.size === 0) return;
      const lines = [...places].map(
        ([kind, found]) => `${source}: ${found.length} × ${kind} (${examplesOf(found)})`,
      );
      throw new UserError(lines.join('\n'), { code, fix });
    },
  };
}

function examplesOf(places: string[]): string {
  const shown = places.slice(0, shownExamples).join(', ');
  return places.length > shownExamples ? `${shown}, …` : shown;
}
