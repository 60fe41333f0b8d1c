import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { UserError } from '../errors.ts';
import { keySources } from '../provider/model-providers.ts';
import { readEnv } from '../provider/read-env.ts';
import { readRepository } from '../publish/read-repository.ts';
import { sayCount } from '../report/wording.ts';
import type { World } from '../world.ts';
import type { AddCommand } from './command.ts';
import { openProject } from './project.ts';

/** One thing a machine needs. `needed` ones fail the doctor; the others say what works without them. */
type Diagnosis = { name: string; ok: boolean; needed: boolean; found: string; fix?: string };

export const addDoctor: AddCommand = (program, world, exit) => {
  program
    .command('doctor')
    .description('is this machine set up: Node, git, git-lfs, identity, folders, keys')
    .option('--json', 'print one JSON object on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const diagnoses = await diagnose(world);
      const ok = diagnoses.every((diagnosis) => diagnosis.ok || !diagnosis.needed);
      world.stdout.write(json ? `${JSON.stringify({ ok, diagnoses }, null, 2)}\n` : format(diagnoses, ok));
      exit(ok ? 0 : 1);
    });
};

async function diagnose(world: World): Promise<Diagnosis[]> {
  return [
    diagnoseNode(),
    await diagnoseProgram(world, { name: 'git', args: ['--version'], needed: true, fix: 'Install git.' }),
    await diagnoseProgram(world, {
      name: 'git identity',
      program: 'git',
      args: ['var', 'GIT_AUTHOR_IDENT'],
      needed: false,
      fix: 'Needed to contribute: git config --global user.name "Your Name", and user.email likewise.',
      word: (output) => output.replace(/ \d+ [+-]\d+$/, ''),
    }),
    await diagnoseProgram(world, {
      name: 'git-lfs',
      program: 'git',
      args: ['lfs', 'version'],
      needed: false,
      fix: 'Needed only to read or write data/archive: install git-lfs.',
    }),
    await diagnoseRepository(world),
    await diagnoseProject(world),
    ...diagnoseKeys(await readEnv(world.cwd, world.env)),
    await diagnoseFolder(world),
  ];
}

function diagnoseNode(): Diagnosis {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return {
    name: 'Node',
    ok,
    needed: true,
    found: process.versions.node,
    ...(ok ? {} : { fix: 'Install Node 20.19 or later.' }),
  };
}

type ProgramCheck = {
  name: string;
  program?: string;
  args: string[];
  needed: boolean;
  fix: string;
  word?: (output: string) => string;
};

async function diagnoseProgram({ cwd, env }: World, check: ProgramCheck): Promise<Diagnosis> {
  const { name, program = name, args, needed, fix, word = (output: string) => output } = check;
  try {
    const { stdout } = await promisify(execFile)(program, args, { cwd, env });
    return { name, ok: true, needed, found: word(stdout.trim()) };
  } catch {
    return { name, ok: false, needed, found: 'not found', fix };
  }
}

async function diagnoseRepository({ cwd, env }: World): Promise<Diagnosis> {
  const problem = await readRepository({ folder: cwd, env }).then(
    () => undefined,
    (error: UserError) => error,
  );
  if (!problem) return { name: 'repository', ok: true, needed: false, found: 'a clone to contribute from' };
  return {
    name: 'repository',
    ok: false,
    needed: false,
    found: problem.message.split('\n', 1)[0] ?? '',
    fix: problem.fix,
  };
}

/** Whether each key is there, never what it is. */
function diagnoseKeys(env: World['env']): Diagnosis[] {
  return keySources().map(({ variable, keyUrl }) => {
    const ok = Boolean(env[variable]?.trim());
    const fix = keyUrl
      ? `Needed only for that provider: get one at ${keyUrl}.`
      : 'Needed only where the server asks for one.';
    return { name: variable, ok, needed: false, found: ok ? 'set' : 'not set', ...(ok ? {} : { fix }) };
  });
}

async function diagnoseProject({ cwd }: World): Promise<Diagnosis> {
  const { root, axes } = await openProject(cwd);
  return {
    name: 'dataset',
    ok: true,
    needed: true,
    found: `${root} (${sayCount(axes.size, 'axis', 'axes')})`,
  };
}

async function diagnoseFolder({ cwd }: World): Promise<Diagnosis> {
  const writable = await access(cwd, constants.W_OK).then(
    () => true,
    () => false,
  );
  const fix = { fix: 'Nothing can be written here: run it elsewhere, or give --out.' };
  return { name: 'writable', ok: writable, needed: true, found: cwd, ...(writable ? {} : fix) };
}

/** Wide enough for the longest variable of a key. */
const nameColumn = 18;

function format(diagnoses: Diagnosis[], ok: boolean): string {
  const lines = diagnoses.map(({ name, ok: good, needed, found, fix }) => {
    const mark = good ? 'ok  ' : needed ? 'FAIL' : 'note';
    return `${mark}  ${name.padEnd(nameColumn)} ${found}${fix ? `\n      ${''.padEnd(nameColumn)} ${fix}` : ''}`;
  });
  return `${lines.join('\n')}\n${ok ? 'This machine is ready.' : 'Mend what says FAIL, then ask again.'}\n`;
}
