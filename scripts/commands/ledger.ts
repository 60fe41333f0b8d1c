import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { inertTerminal } from '../report/inert.ts';
import { sayCount, sayNumber } from '../report/wording.ts';
import { committedMicroUsd, type ModelTotals, type OpenReservation } from '../run/ledger.ts';
import { modelsOfRun, spendingOf } from '../run/model-use.ts';
import { readLedger } from '../run/read-ledger.ts';
import { findRun, readRunRecord } from '../run/read-run.ts';
import { planReconciliation } from '../run/reconcile.ts';
import { appendToLedger } from '../run/write-ledger.ts';
import { writeRunRecord } from '../run/write-run.ts';
import { exactUsd, sayUsd } from '../sample/usd.ts';
import type { World } from '../world.ts';
import type { AddCommand } from './command.ts';
import { dollars } from './numbers.ts';

type Options = { out: string; json?: boolean };
type ReconcileOptions = Options & { billed?: number };

export const addLedger: AddCommand = (program, world, exit) => {
  const ledger = program
    .command('ledger')
    .description("show what runs have cost, or settle what a run's end left unknown");
  common(ledger.command('show', { isDefault: true }))
    .description('what is settled, reserved and unknown, per run and model')
    .action(async (run: string, options: Options) => exit(await show(run, options, world)));
  common(ledger.command('reconcile'))
    .description("settle unknown requests with what the provider's bill says of them")
    .option('--billed <usd>', 'what the provider billed for all of them together; 0 for nothing', dollars)
    .action(async (run: string, options: ReconcileOptions) => exit(await reconcile(run, options, world)));
};

function common(command: Command): Command {
  return command
    .argument('<run>', 'a run, or a ledger file')
    .option('--out <dir>', 'where run folders are', 'runs')
    .option('--json', 'print one JSON object on stdout');
}

async function show(run: string, { out, json }: Options, world: World): Promise<number> {
  const path = await findLedger(run, { out, world });
  const balance = await readLedger(path);
  const { settledMicroUsd, reservedMicroUsd, unknownMicroUsd, strays, overruns } = balance;
  const totals = [...balance.totals.values()];
  const open = [...balance.open.values()];
  if (json) {
    const sums = { settledMicroUsd, reservedMicroUsd, unknownMicroUsd, strays, overruns };
    world.stdout.write(`${JSON.stringify({ ledger: path, ...sums, totals, open }, null, 2)}\n`);
    return 0;
  }
  const lines = [
    `Ledger ${relative(world.cwd, path)}: ${sayUsd(committedMicroUsd(balance))}`,
    `  settled ${sayUsd(settledMicroUsd)} · reserved ${sayUsd(reservedMicroUsd)} · unknown ${sayUsd(unknownMicroUsd)}`,
    ...totals.flatMap((each) => [
      `  ${each.run} · ${each.model}: ${sayCount(each.requests, 'request')}, ${sayTokens(each)}, ${sayUsd(each.settledMicroUsd)}`,
      ...Object.entries(each.failures).map(([reason, count]) => `      ${count} ${reason}`),
    ]),
    ...open.map(sayOpen),
    ...(strays > 0 ? [`  ${strays} records follow from nothing before them`] : []),
    ...(overruns > 0 ? [`  ${overruns} requests cost more than their worst case: is the price right?`] : []),
  ];
  world.stdout.write(`${lines.map(inertTerminal).join('\n')}\n`);
  return 0;
}

/** What no answer tells is unknown, and not nothing. */
function sayTokens({ tokens, settled, untold }: ModelTotals): string {
  if (untold > 0 && untold === settled) return 'tokens unknown';
  const told = `${sayNumber(tokens.input)} tokens in, ${sayNumber(tokens.output)} out`;
  return untold === 0 ? told : `${told} (${sayCount(untold, 'answer')} told none)`;
}

function sayOpen({ id, at, model, costMicroUsd, unknown }: OpenReservation): string {
  const what = unknown === undefined ? 'reserved, under way or left by a crash' : `unknown (${unknown})`;
  return `  ${id} · ${at} · ${model}: ${what}, up to ${sayUsd(costMicroUsd)}`;
}

async function reconcile(run: string, options: ReconcileOptions, world: World): Promise<number> {
  const path = await findLedger(run, { out: options.out, world });
  const { open } = await readLedger(path);
  const unknown = [...open.values()].filter((each) => each.unknown !== undefined);
  const worst = unknown.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0);
  if (unknown.length > 0 && options.billed === undefined) {
    throw new UserError(`${unknown.length} requests may have cost up to ${exactUsd(worst)}`, {
      code: 'NOT_RECONCILED',
      fix: `Look at the provider's usage page from ${unknown[0]?.at} on, and say with --billed what it charged for them; --billed 0 where nothing.`,
    });
  }
  const billedMicroUsd = options.billed ?? 0;
  const records = planReconciliation(unknown, { billedMicroUsd, at: world.now().toISOString() });
  if (!records) {
    throw new UserError(
      `${exactUsd(billedMicroUsd)} is more than ${exactUsd(worst)}, all they can have cost`,
      {
        code: 'BILL_TOO_HIGH',
        fix: 'Count only what these requests cost: other programs may use the same key.',
      },
    );
  }
  await appendToLedger(path, records);
  await correctRunFile(path);
  if (options.json) {
    world.stdout.write(`${JSON.stringify({ ledger: path, settled: records.length, billedMicroUsd })}\n`);
  } else world.stdout.write(`${records.length} requests settled with ${exactUsd(billedMicroUsd)}.\n`);
  return 0;
}

/** A run that is whole says what it cost: with what is known now. */
async function correctRunFile(ledgerPath: string): Promise<void> {
  const folder = dirname(ledgerPath);
  const record = await readRunRecord(folder);
  if (!record) return;
  const models = modelsOfRun(await readLedger(ledgerPath), record.run);
  if (models.length > 0) await writeRunRecord(folder, { ...record, ...spendingOf(models) });
}

async function findLedger(run: string, { out, world }: { out: string; world: World }): Promise<string> {
  const { cwd } = world;
  if (run.endsWith('.jsonl') && existsSync(resolve(cwd, run))) return resolve(cwd, run);
  // What asks a judge or scores a model keeps its answers in a folder that is no run of samples.
  const named = [resolve(cwd, out, run, 'ledger.jsonl'), resolve(cwd, run, 'ledger.jsonl')].find(existsSync);
  if (named !== undefined) return named;
  const path = join(await findRun(run, { cwd, runsFolder: resolve(cwd, out) }), 'ledger.jsonl');
  if (existsSync(path)) return path;
  throw new UserError(`the run "${run}" has no ledger: nothing of it was paid for`, {
    code: 'NO_LEDGER',
    fix: 'Name a run that asked a model, or the file that was given with --ledger.',
  });
}
