import { addBenchmark } from './benchmark.ts';
import { addCheck } from './check.ts';
import type { AddCommand } from './command.ts';
import { addContribute } from './contribute.ts';
import { addDoctor } from './doctor.ts';
import { addIndex } from './duplicate-index.ts';
import { addGenerate } from './generate.ts';
import { addImport } from './import.ts';
import { addLedger } from './ledger.ts';
import { addPlan } from './plan.ts';
import { addPrompts } from './prompts.ts';
import { addRelease } from './release.ts';
import { addReparse } from './reparse.ts';
import { addStats } from './stats.ts';

/** The table of verbs, in the order help shows them. A new verb is a new file and one line here. */
export const commands = {
  generate: addGenerate,
  import: addImport,
  check: addCheck,
  plan: addPlan,
  contribute: addContribute,
  release: addRelease,
  benchmark: addBenchmark,
  index: addIndex,
  stats: addStats,
  prompts: addPrompts,
  ledger: addLedger,
  reparse: addReparse,
  doctor: addDoctor,
} satisfies Record<string, AddCommand>;
