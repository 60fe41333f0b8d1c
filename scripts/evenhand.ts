import { Command, CommanderError } from 'commander';
import { commands } from './commands/commands.ts';
import { UserError } from './errors.ts';
import { inertWorld } from './inert-world.ts';
import { inertTerminal } from './report/inert.ts';
import { toolVersion } from './tool.ts';
import type { World } from './world.ts';

/** Exit codes of the command-line contract: 0 good, 1 no, 2 wrong use, 3 the outside world, 130 interrupted. */
const wrongUse = 2;
const outsideWorld = 3;

const wrongUseFix = '"evenhand --help" lists the commands, "evenhand COMMAND --help" what one takes.';
const wrongUseLine = `  fix: ${wrongUseFix}  [WRONG_USE]`;

/** Runs one command line. The only place that prints errors; returns the exit code. */
export async function main(outside: World): Promise<number> {
  const world = inertWorld(outside);
  let exitCode = 0;
  const program = new Command('evenhand')
    .description('Grow, check and contribute to an open dataset of less biased synthetic text.')
    .version(toolVersion, '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .showSuggestionAfterError(true)
    .showHelpAfterError(wrongUseLine)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
    });
  for (const load of commandsFor(world.argv)) {
    const add = await load();
    add(program, world, (code: number) => {
      exitCode = code;
    });
  }
  // Subcommands do not inherit what is set after they are made.
  for (const command of program.commands)
    command.exitOverride().showSuggestionAfterError(true).showHelpAfterError(wrongUseLine);
  try {
    refuseEmptyArguments(world.argv);
    await program.parseAsync(world.argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, world);
  }
}

/** The verb that is asked for, alone; all of them where help or a suggestion has to know them. */
function commandsFor([verb = '']: readonly string[]): (typeof commands)[string][] {
  const asked = Object.hasOwn(commands, verb) ? commands[verb] : undefined;
  return asked ? [asked] : Object.values(commands);
}

/** An empty argument is an unset variable of somebody's script: taken as a path it would mean this whole folder. */
function refuseEmptyArguments(argv: readonly string[]): void {
  const place = argv.indexOf('');
  if (place < 0) return;
  throw new UserError(`argument ${place + 1} is empty`, {
    code: 'EMPTY_ARGUMENT',
    fix: 'Leave it out, or give it a value (is a variable of your script unset?).',
  });
}

function report(error: unknown, world: World): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (world.argv.includes('--json')) world.stdout.write(formatErrorJson(toUserError(error)));
    return wrongUse;
  }
  if (error instanceof UserError) {
    if (world.argv.includes('--json')) world.stdout.write(formatErrorJson(error));
    world.stderr.write(
      `error: ${inertLines(error.message)}\n  fix: ${inertTerminal(error.fix)}  [${error.code}]\n`,
    );
    return error.exitCode;
  }
  const ofFile = fileError(error);
  if (ofFile) return report(ofFile, world);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  world.stderr.write(`error: evenhand itself failed; please report this.\n${inertLines(stack)}\n`);
  return outsideWorld;
}

/** Reasons of the system's that whoever named the path can mend; others are the machine's. */
const misnamed = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ENAMETOOLONG'];

/** What the system says of a file: nothing that the tool could know better than whoever named it. */
function fileError(error: unknown): UserError | undefined {
  const { code, path, message } = (error ?? {}) as NodeJS.ErrnoException;
  if (!(error instanceof Error) || code === undefined || typeof path !== 'string') return undefined;
  // Node writes "ENOENT: no such file or directory, open '…'".
  const reason = message.replace(`${code}: `, '').replace(/, [a-z]+ '.*/s, '');
  return new UserError(`cannot use ${path}: ${reason}`, {
    code: 'FILE_FAILED',
    fix: 'Name another place, or make that one: a folder that exists and that you may write to, with space left.',
    blame: misnamed.includes(code) ? 'input' : 'world',
    cause: error,
  });
}

/** Wrong use as every other error says itself; it is printed by then. */
function toUserError({ message }: CommanderError): UserError {
  return new UserError(message.replace(/^error: /, ''), { code: 'WRONG_USE', fix: wrongUseFix });
}

/** Who asked for JSON gets the error as JSON too. */
function formatErrorJson({ code, message, fix }: UserError): string {
  return `${JSON.stringify({ ok: false, error: { code, message, fix } }, null, 2)}\n`;
}

/** No line of it, whoever wrote it, can pass for a command to the CI runner. */
function inertLines(text: string): string {
  return text.split('\n').map(inertTerminal).join('\n');
}
