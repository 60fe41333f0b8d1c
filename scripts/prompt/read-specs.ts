import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { type ParsedSpec, parseSpec, type SpecProblem } from './parse-spec.ts';
import type { PromptSpec } from './spec.ts';

type Context = Parameters<typeof parseSpec>[2];
type Options = Context & { root: string };

/**
 * Reads prompt specs from files and folders (searched for .yaml), sorted by path.
 * @throws UserError naming every problem of every file with line and column.
 */
export async function readSpecs(paths: string[], { root, ...context }: Options): Promise<PromptSpec[]> {
  const files = (await Promise.all(paths.map(findSpecFiles))).flat();
  if (files.length === 0) {
    throw new UserError(`no prompt spec (.yaml) under ${paths.join(', ')}`, {
      code: 'NO_SPECS',
      fix: 'Name a spec file or a folder that holds one, for example prompts/gender.',
    });
  }
  const unique = [...new Set(files)].sort();
  const parsed = await Promise.all(unique.map((file) => readSpec(file, root, context)));
  const problems = parsed.flatMap(({ path, result }) =>
    result.ok ? [] : result.problems.map((p) => word(path, p)),
  );
  if (problems.length > 0) {
    throw new UserError(problems.join('\n'), {
      code: 'BAD_SPEC',
      fix: 'Correct the prompt spec; prompts/README.md shows how one is written.',
    });
  }
  return parsed.flatMap(({ result }) => (result.ok ? [result.spec] : []));
}

async function readSpec(
  file: string,
  root: string,
  context: Context,
): Promise<{ path: string; result: ParsedSpec }> {
  const path = relative(root, file).split(sep).join('/');
  return { path, result: parseSpec(path, await readFile(file, 'utf8'), context) };
}

function word(path: string, { line, column, key, message, fix }: SpecProblem): string {
  return `${path}:${line}:${column}${key ? ` ${key}` : ''}: ${message} (${fix})`;
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
  if (found.isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
