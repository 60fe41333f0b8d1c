import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { type ParsedSpec, parseSpec } from './parse-spec.ts';
import type { PromptSpec } from './spec.ts';
import { formatSpecProblem } from './spec-problem.ts';

type Context = Parameters<typeof parseSpec>[2];
type Options = Context & { root: string };

/** A file of the library, read, whether it is good or not. */
export type SpecSource = { path: string; source: string; parsed: ParsedSpec };

/**
 * Reads prompt specs from files and folders (searched for .yaml), sorted by path.
 * @throws UserError naming every problem of every file with line and column.
 */
export async function readSpecs(paths: string[], options: Options): Promise<PromptSpec[]> {
  const sources = await readSpecSources(paths, options);
  const problems = sources.flatMap(({ path, parsed }) =>
    parsed.ok ? [] : parsed.problems.map((problem) => formatSpecProblem({ path, ...problem })),
  );
  if (problems.length > 0) {
    throw new UserError(problems.join('\n'), {
      code: 'BAD_SPEC',
      fix: 'Correct the prompt spec; prompts/README.md shows how one is written.',
    });
  }
  return sources.flatMap(({ parsed }) => (parsed.ok ? [parsed.spec] : []));
}

/**
 * Reads the files of prompt specs, good and bad, sorted by path.
 * @throws UserError where there is none.
 */
export async function readSpecSources(paths: string[], { root, ...context }: Options): Promise<SpecSource[]> {
  const files = (await Promise.all(paths.map(findSpecFiles))).flat();
  if (files.length === 0) {
    throw new UserError(`no prompt spec (.yaml) under ${paths.join(', ')}`, {
      code: 'NO_SPECS',
      fix: 'Name a spec file or a folder that holds one, for example prompts/gender.',
    });
  }
  const unique = [...new Set(files)].sort();
  return Promise.all(
    unique.map(async (file) => {
      const path = relative(root, file).split(sep).join('/');
      const source = await readFile(file, 'utf8');
      return { path, source, parsed: parseSpec(path, source, context) };
    }),
  );
}

async function findSpecFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new UserError(
      `cannot read ${path}: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.message}`,
      {
        code: 'NO_SPECS',
        fix: 'Name a prompt spec, for example prompts/gender/site-visit.yaml; "evenhand generate" alone takes all of prompts/.',
        cause,
      },
    );
  });
  if (found.isFile()) return [requireReadable(path, found.size)];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A spec is a page of text: what is larger is some other file. */
const maxSpecBytes = 1_000_000;

function requireReadable(path: string, bytes: number): string {
  if (bytes <= maxSpecBytes) return path;
  throw new UserError(`${path} has ${bytes} bytes; a prompt spec has at most ${maxSpecBytes}`, {
    code: 'SPEC_TOO_LARGE',
    fix: 'Name a prompt spec (YAML), for example prompts/gender/site-visit.yaml.',
  });
}
