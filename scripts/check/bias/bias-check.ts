import type { Axes } from '../../sample/axis.ts';
import { tombstonesPath } from '../change/area.ts';
import { append, type Check, type Entry } from '../check.ts';
import type { Finding } from '../finding.ts';
import { biasFindings, finding, overshootFindings } from './bias-findings.ts';
import type { BiasReport } from './bias-report.ts';
import { addFamily, addWordsOf, type BiasState, emptyState, mergeStates } from './bias-state.ts';
import { buildBias } from './build-bias.ts';
import { type CellDelta, cellsOfFamily } from './cells.ts';
import { clusterOf } from './cluster.ts';
import { addToCluster, type ClusterSums, settle } from './cluster-sums.ts';
import { type FamilyFacts, joinFamily } from './family-facts.ts';
import { emptyKeptFamilies, type KeptFamilies, keepFamily, keptFamilies } from './kept-families.ts';
import { disagreements } from './measure-stance.ts';
import { factsOfContent, factsOfSample, type Reader, type SampleFacts } from './sample-facts.ts';
import { subtractState } from './subtract-state.ts';
import { defaultThresholds, type Thresholds } from './thresholds.ts';

/** What the bias check needs; absent where a command only wants the other checks. */
export type BiasContext = {
  reader: Reader;
  thresholds: Thresholds;
  /** `merge` where the subjects would enter a dataset, `standing` where they are one. */
  mode: BiasReport['mode'];
  /** The state of the dataset that a release saved, and the files it is of: they are not read again. */
  saved?: { state: BiasState; paths: ReadonlySet<string> } | undefined;
  /** Whether a file of the dataset was in the last release; where absent, only what is saved was. */
  isReleased?: ((path: string) => boolean) | undefined;
  /** Of a takedown, which has no subjects, what it does to the dataset. */
  takedown?: TakenDown | undefined;
  onReport?: ((report: BiasReport) => void) | undefined;
};

/** The files that lose samples, as they were and as they will be, and the samples that go by themselves. */
export type TakenDown = { before: BiasState; after: BiasState; taken: BiasState };

/**
 * Families that wait for more of their versions, as many as a contributed file can have. In a larger file one
 * that is told again after so many others counts once more: the memory of a check is bounded.
 */
const mostOpen = 1_000;
/** The language that foreign lines, which name none, are read in. */
const foreignLang = 'en';

type Open = {
  id: string;
  /** What the family is drawn anew with. */
  cluster: string;
  path: string;
  line: number;
  samples: (SampleFacts & { variant: string | undefined })[];
};

/** Where a family counts: in what the last release had, in what came since, or in what is judged. */
const sides = ['released', 'since', 'contribution'] as const;
type Side = (typeof sides)[number];

type State = Record<Side, BiasState> & {
  waiting: Record<Side, ClusterSums>;
  /** Families whose file is still being read, by role, path, id and axis. */
  open: Map<string, Open>;
  openPath: string;
  /** Whether the last release had the file that is open. */
  isReleased: boolean;
  families: KeptFamilies;
  labels: Finding[];
  firstPath: string;
};

/** What merging the subjects, or taking samples down, does to the bias of the references. */
export function biasCheck({
  reader,
  thresholds,
  mode,
  saved,
  isReleased,
  takedown,
  onReport,
}: BiasContext): Check<State> {
  const { axes } = reader;
  return {
    name: 'bias',
    comparesWithReferences: true,
    empty: () => ({
      released: emptyState(axes),
      since: emptyState(axes),
      contribution: emptyState(axes),
      waiting: { released: new Map(), since: new Map(), contribution: new Map() },
      isReleased: false,
      open: new Map(),
      openPath: '',
      families: emptyKeptFamilies(),
      labels: [],
      firstPath: '',
    }),
    add(state, entry) {
      if (entry.role === 'reference' && saved?.paths.has(entry.path)) return;
      // A family stands in one file: what is open can be closed when the next file begins.
      const place = `${entry.role}\n${entry.path}`;
      if (place !== state.openPath) {
        closeFamilies(state);
        state.openPath = place;
        state.isReleased = isReleased?.(entry.path) ?? false;
      }
      addEntry(state, entry, reader);
    },
    merge(into, from) {
      close(into);
      close(from);
      for (const side of sides) mergeStates(into[side], from[side]);
      for (const family of from.families.families) keepFamily(into.families, family);
      append(into.labels, from.labels);
      into.firstPath = [into.firstPath, from.firstPath].filter((path) => path !== '').sort()[0] ?? '';
    },
    finish(state) {
      close(state);
      const released = saved ? union([saved.state, state.released], axes) : state.released;
      const before = union([released, state.since], axes);
      const families = keptFamilies(state.families);
      const { report, tests } = buildBias({
        sides: {
          before,
          contribution: takedown?.taken ?? state.contribution,
          left: takedown && union([subtractState(before, takedown.before), takedown.after], axes),
          ...(released.cells.size > 0 ? { released } : {}),
        },
        families,
        thresholds,
        mode,
        axes,
        attributes: reader.attributes,
      });
      onReport?.(report);
      return [
        ...biasFindings(report, takedown ? tombstonesPath : state.firstPath),
        ...overshootFindings(families, tests, thresholds),
        ...state.labels,
      ];
    },
  };
}

/** Folds entries into one state, without judging them. */
export function foldBias(reader: Reader): { add(entry: Entry): void; finish(): BiasState } {
  const check = biasCheck({ reader, thresholds: defaultThresholds, mode: 'standing' });
  const state = check.empty();
  return {
    add: (entry) => check.add(state, { ...entry, role: 'reference' }),
    finish() {
      close(state);
      return state.since;
    },
  };
}

/** The report of a dataset by itself. */
export function standingBias(
  state: BiasState,
  { reader, thresholds }: Pick<BiasContext, 'reader' | 'thresholds'>,
): BiasReport {
  const { axes, attributes } = reader;
  const sides = { before: emptyState(axes), contribution: state };
  return buildBias({ sides, families: [], thresholds, mode: 'standing', axes, attributes }).report;
}

function union(states: readonly BiasState[], axes: Axes): BiasState {
  const whole = emptyState(axes);
  for (const state of states) mergeStates(whole, state);
  return whole;
}

function addEntry(state: State, entry: Entry, reader: Reader): void {
  const { sample, content, role, path, line } = entry;
  if (role === 'subject' && (state.firstPath === '' || path < state.firstPath)) state.firstPath = path;
  if (sample) {
    const facts = factsOfSample(reader, sample);
    if (!facts) {
      countUnmeasured(state[sideOf(state)], sample.lang);
      return;
    }
    const id = sample.family?.id ?? sample.id;
    openFamily(
      state,
      entry,
      { id, cluster: clusterOf(sample), key: `${id}\n${facts.axis}` },
      { ...facts, variant: sample.family?.variant },
    );
    if (role === 'subject') {
      const place = { path, line, column: 1, sample: sample.id };
      append(
        state.labels,
        disagreements(sample, facts).map((text) => finding(place, text)),
      );
    }
    return;
  }
  if (!content) return;
  // Foreign lines have no id: their text seeds the replicates, wherever it stands.
  for (const facts of factsOfContent(reader, content, foreignLang)) {
    const key = `${line}\n${facts.axis}`;
    openFamily(
      state,
      entry,
      { id: facts.masked, cluster: facts.masked, key },
      { ...facts, variant: undefined },
    );
  }
}

/** The side that what is open goes into. */
function sideOf({ openPath, isReleased }: State): Side {
  if (openPath.startsWith('subject')) return 'contribution';
  return isReleased ? 'released' : 'since';
}

function countUnmeasured({ unmeasured }: BiasState, lang: string): void {
  unmeasured.set(lang, (unmeasured.get(lang) ?? 0) + 1);
}

type Named = { id: string; cluster: string; key: string };

function openFamily(
  state: State,
  { path, line }: Entry,
  { key, ...named }: Named,
  sample: Open['samples'][number],
): void {
  const known = state.open.get(key);
  if (known) {
    known.samples.push(sample);
    known.line = Math.min(known.line, line);
    return;
  }
  state.open.set(key, { ...named, path, line, samples: [sample] });
  if (state.open.size > mostOpen) closeOldest(state);
}

/** Takes in all that is still open or waits. */
function close(state: State): void {
  closeFamilies(state);
  for (const side of sides) settle(state.waiting[side], state[side]);
}

function closeFamilies(state: State): void {
  for (const family of state.open.values()) closeFamily(state, family);
  state.open.clear();
}

function closeOldest(state: State): void {
  for (const [key, family] of state.open) {
    closeFamily(state, family);
    state.open.delete(key);
    return;
  }
}

function closeFamily(state: State, { id, cluster, path, line, samples }: Open): void {
  const isSubject = state.openPath.startsWith('subject');
  const facts = joinFamily(samples);
  const delta = takeIn(state, { id, cluster }, facts);
  if (!isSubject) return;
  // The versions' texts are in the sums, and nobody asks for them again.
  const { axis, groups, counterStereotype, counterfactual } = facts;
  const told = { axis, groups, counterStereotype, counterfactual, versions: noVersions };
  keepFamily(state.families, { id, path, line, delta, facts: told });
}

const noVersions: FamilyFacts['versions'] = new Map();

/** A family that is a cluster of its own has none to wait for. */
function takeIn(state: State, { id, cluster }: Pick<Open, 'id' | 'cluster'>, facts: FamilyFacts): CellDelta {
  const side = sideOf(state);
  if (cluster === id) return addFamily(state[side], cluster, facts);
  const delta = cellsOfFamily(facts);
  addToCluster(state.waiting[side], cluster, delta, state[side]);
  addWordsOf(state[side], facts);
  return delta;
}
