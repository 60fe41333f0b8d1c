import { join } from 'node:path';
import { type CatalogueEntry, catalogueEntry } from '../../prompt/catalogue.ts';
import { lintLibrary } from '../../prompt/lint-library.ts';
import { openDocument } from '../../prompt/place-lints.ts';
import { readSpecSources, type SpecSource } from '../../prompt/read-specs.ts';
import type { PromptSpec } from '../../prompt/spec.ts';
import type { PlacedProblem } from '../../prompt/spec-problem.ts';
import { wantsColor } from '../../terminal.ts';
import type { World } from '../../world.ts';
import type { AddCommand } from '../command.ts';
import { locateSpec } from '../locate-spec.ts';
import { openProject, type Project } from '../project.ts';
import { formatCatalogue, formatProblems, formatSpecPreview } from './format-prompts.ts';
import { previewSpec } from './spec-preview.ts';

export const addPrompts: AddCommand = (program, world, exit) => {
  program
    .command('prompts')
    .description('list the prompt library and what is wrong in it, or show one spec with samples')
    .argument(
      '[path]',
      'an axis (gender), a spec (gender/site-visit), a file or a folder; default: all of prompts/',
    )
    .option('--json', 'print one JSON object on stdout')
    .action(async (path: string | undefined, { json }: { json?: boolean }) =>
      exit(await prompts(path, json === true, world)),
    );
};

async function prompts(path: string | undefined, json: boolean, world: World): Promise<number> {
  const project = await openProject(world.cwd);
  const { root, axes, validatePrompt: validate } = project;
  const place = path === undefined ? join(root, 'prompts') : await locateSpec(path, project, world.cwd);
  const sources = await readSpecSources([place], { root, axes, validate });
  const specs = sources.flatMap(({ parsed }) => (parsed.ok ? [parsed.spec] : []));
  const problems = collectProblems(sources, specs);
  const isGood = problems.every(({ severity }) => severity !== 'error');
  const [only] = specs;
  if (only && /\.ya?ml$/.test(place)) await show(only, { problems, isGood, json, project, world });
  else
    list(
      specs.map((spec) => catalogueEntry(spec, axes)),
      { problems, isGood, json, world },
    );
  return isGood ? 0 : 1;
}

function collectProblems(sources: SpecSource[], specs: PromptSpec[]): PlacedProblem[] {
  const own = sources.flatMap(({ path, parsed }) =>
    (parsed.ok ? parsed.warnings : parsed.problems).map((problem) => ({ path, ...problem })),
  );
  const shared = lintLibrary(specs).map(({ path, ...lint }) => {
    const source = sources.find((one) => one.path === path)?.source ?? '';
    return { path, ...openDocument(source).place(lint) };
  });
  return [...own, ...shared].sort(
    (a, b) => compare(a.path, b.path) || a.line - b.line || a.column - b.column,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Output = { problems: PlacedProblem[]; isGood: boolean; json: boolean; world: World };

function list(specs: CatalogueEntry[], { problems, isGood, json, world }: Output): void {
  const { stdout, stderr, env } = world;
  if (json) {
    stdout.write(`${JSON.stringify({ ok: isGood, specs, problems }, null, 2)}\n`);
    return;
  }
  stdout.write(formatCatalogue(specs, { color: wantsColor(stdout, env), width: stdout.columns ?? 100 }));
  stderr.write(formatProblems(problems));
}

async function show(spec: PromptSpec, output: Output & { project: Project }): Promise<void> {
  const { problems, isGood, json, project, world } = output;
  const preview = await previewSpec(spec, { axes: project.axes, signal: world.signal });
  if (json) {
    world.stdout.write(`${JSON.stringify({ ok: isGood, ...preview, problems }, null, 2)}\n`);
    return;
  }
  world.stdout.write(formatSpecPreview(preview));
  world.stderr.write(formatProblems(problems));
}
