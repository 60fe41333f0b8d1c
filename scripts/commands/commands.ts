import type { AddCommand } from './command.ts';

/** How one verb is loaded: what it imports is read only when somebody asks for it. */
type LoadCommand = () => Promise<AddCommand>;

/** The table of verbs, in the order help shows them. A new verb is a new file and one line here. */
export const commands: Record<string, LoadCommand> = {
  generate: async () => (await import('./generate/generate.ts')).addGenerate,
  import: async () => (await import('./import.ts')).addImport,
  check: async () => (await import('./check/check.ts')).addCheck,
  plan: async () => (await import('./plan/plan.ts')).addPlan,
  contribute: async () => (await import('./contribute/contribute.ts')).addContribute,
  takedown: async () => (await import('./takedown.ts')).addTakedown,
  'report-pull-request': async () => (await import('./report-pull-request.ts')).addReportPullRequest,
  'report-night': async () => (await import('./report-night.ts')).addReportNight,
  release: async () => (await import('./release/release.ts')).addRelease,
  mirror: async () => (await import('./mirror/mirror.ts')).addMirror,
  benchmark: async () => (await import('./benchmark/benchmark.ts')).addBenchmark,
  index: async () => (await import('./duplicate-index.ts')).addIndex,
  stats: async () => (await import('./stats.ts')).addStats,
  explore: async () => (await import('./explore.ts')).addExplore,
  prompts: async () => (await import('./prompts/prompts.ts')).addPrompts,
  ledger: async () => (await import('./ledger.ts')).addLedger,
  reparse: async () => (await import('./reparse.ts')).addReparse,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
};
