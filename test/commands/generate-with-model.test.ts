import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOpenAiServer, type TestServer } from '../provider/servers/openai-server.ts';
import { runHere as run } from '../support/run-here.ts';
import { projectRoot } from '../support/samples.ts';
import { evenhand, newWorkshop } from '../support/workshop.ts';

/** The program in a process of its own. */
function runProcess(cwd: string, args: string[]): Promise<{ code: number; stderr: string }> {
  const child = spawn(process.execPath, [join(projectRoot, 'scripts', 'bin.mjs'), ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (more: string) => {
    stderr += more;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? -1, stderr })));
}

/** Built when it is needed, so that no file holds what looks like a key. */
const key = ['sk', 'right', '0123456789'].join('-');
const price = { input: 250_000, output: 2_000_000 };
const asks = 'generate prompts/gender/waiting.yaml --provider openai --model gpt-5-mini';

/** One sample a request: what a test server writes for a family would not be one. */
const waiting = `title: Somebody waits
axis: gender
kind: text
lang: en
stances: [neutral]
instructions: Write one sentence about somebody who waits for a bus or a boat.
slots:
  place: [${Array.from({ length: 12 }, (_, index) => `stop ${index}`).join(', ')}]
  moment: [${Array.from({ length: 12 }, (_, index) => `at hour ${index}`).join(', ')}]
`;

async function newWorkshopWithSpec(): Promise<string> {
  const folder = newWorkshop();
  await writeFile(join(folder, 'prompts', 'gender', 'waiting.yaml'), waiting);
  return folder;
}

describe('generate with a model', () => {
  let server: TestServer;
  let cwd = '';
  beforeAll(async () => {
    server = await startOpenAiServer({
      key,
      price,
      models: ['gpt-5-mini'],
    });
    cwd = await newWorkshopWithSpec();
    await writeFile(join(cwd, '.env'), `OPENAI_API_KEY="${key}"\n`);
  }, 60_000);
  afterAll(() => server.close());

  const onlyRun = async () => (await readdir(join(cwd, 'runs')))[0] ?? '';

  it('says what it would cost, without a key and without asking', async () => {
    const { code, stdout } = await run(cwd, `${asks} --count 30 --dry-run --json --base-url ${server.url}`);
    expect(code).toBe(0);
    const said = JSON.parse(stdout);
    expect(said).toMatchObject({ requests: 30, samples: 30 });
    expect(said.costMicroUsd.likely).toBeGreaterThan(0);
    expect(said.costMicroUsd.most).toBeGreaterThan(said.costMicroUsd.likely);
    const preview = await run(cwd, `${asks} --preview --base-url ${server.url}`);
    expect(preview.stdout).toContain('waiting.yaml · neutral');
    expect(server.stats.requests).toBe(0);
    expect(existsSync(join(cwd, 'runs'))).toBe(false);
  });

  it.each([
    ['--count 30', 2, 'NO_BUDGET'],
    ['--count 30 --budget 0', 2, 'BUDGET_TOO_SMALL'],
    ['--count 30 --budget -1', 2, 'US dollars'],
    ['--count 30 --budget 1 --base-url not-a-url', 2, 'BAD_BASE_URL'],
    ['--count 30 --budget 1 --price-input 1', 2, 'HALF_A_PRICE'],
    ['--count 30 --budget 1 --max-output-tokens 0', 2, '--max-output-tokens'],
  ])('refuses %s before anything is sent', async (flags, code, words) => {
    const url = flags.includes('--base-url') ? '' : ` --base-url ${server.url}`;
    const outcome = await run(cwd, `${asks} ${flags}${url}`);
    expect(outcome.stderr).toContain(words);
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(server.stats.requests).toBe(0);
  });

  it('refuses more than the spec can give, a model without a price, and no model at all', async () => {
    await writeFile(
      join(cwd, 'prompts', 'gender', 'tiny.yaml'),
      'title: Tiny\naxis: gender\nkind: text\nlang: en\nstances: [counterfactual]\ninstructions: Write one sentence about somebody who waits for a bus.\nslots:\n  place: [the harbour, the library]\ntemplates:\n  - name: one\n    text: "{they} waited at {place}."\n',
    );
    const tiny = asks.replace('waiting', 'tiny');
    expect((await run(cwd, `${tiny} --count 90 --budget 1 --base-url ${server.url}`)).stderr).toContain(
      'COUNT_TOO_LARGE',
    );
    const other = asks.replace('gpt-5-mini', 'nobody-knows');
    expect((await run(cwd, `${other} --budget 1 --base-url ${server.url}`)).stderr).toContain('NO_PRICE');
    expect((await run(cwd, 'generate --provider openai --budget 1')).stderr).toContain('NO_MODEL');
    const noKey = await run(await newWorkshopWithSpec(), `${asks} --budget 1`);
    expect(noKey.stderr).toContain('OPENAI_API_KEY is not set');
  });

  it('stops at a wrong key, a wrong model and a wrong address, saying which', async () => {
    const wrong = { OPENAI_API_KEY: 'sk-wrong' };
    const refused = await run(
      cwd,
      `${asks} --count 30 --budget 1 --out wrong --base-url ${server.url}`,
      wrong,
    );
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('Set OPENAI_API_KEY');
    expect(refused.stderr).not.toContain('sk-wrong');
    const model = asks.replace('gpt-5-mini', 'gpt-5-nano');
    const missing = await run(cwd, `${model} --count 30 --budget 1 --out wrong --base-url ${server.url}`);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('NO_SUCH_MODEL');
    const elsewhere = server.url.replace('/v1', '/elsewhere');
    const lost = await run(cwd, `${asks} --count 30 --budget 1 --out wrong --base-url ${elsewhere}`);
    expect(lost.code).toBe(2);
    expect(lost.stderr).toContain('--base-url');
    expect(server.stats.billedRequests).toBe(0);
  });

  it('generates, tells the cost per model, and saves no key anywhere', async () => {
    const outcome = await run(cwd, `${asks} --count 30 --budget 0.5 --base-url ${server.url}`);
    expect(outcome.stderr).toBe('');
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toMatch(/gpt-5-mini\s+\d+\s/);
    const folder = join(cwd, 'runs', await onlyRun());
    const record = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'));
    expect(record).toMatchObject({
      model: { asked: 'gpt-5-mini', served: ['gpt-5-mini-2026-01-01'] },
      counts: { requested: 30, accepted: 30 },
      models: [{ model: 'gpt-5-mini', requests: expect.any(Number), unknownMicroUsd: 0 }],
    });
    expect(record.costMicroUsd).toBeGreaterThan(0);
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('Cost by model');
    expect(await readFile(join(folder, 'report.md'), 'utf8')).toContain('Cost by model');
    for (const name of await readdir(folder)) {
      expect(await readFile(join(folder, name), 'utf8')).not.toContain(key);
    }
    const check = await run(cwd, `check ${join(folder, 'samples.jsonl')} --json --only json,schema,identity`);
    expect(JSON.parse(check.stdout)).toMatchObject({ ok: true });
  });

  it('shows the ledger, has nothing to reconcile, and makes the same samples again without asking', async () => {
    const name = await onlyRun();
    const asked = server.stats.billedRequests;
    const ledger = await run(cwd, `ledger ${name} --json`);
    expect(JSON.parse(ledger.stdout)).toMatchObject({
      unknownMicroUsd: 0,
      open: [],
      totals: [{ requests: asked }],
    });
    expect((await run(cwd, `ledger ${name}`)).stdout).toContain(`${asked} requests`);
    expect((await run(cwd, `ledger reconcile ${name}`)).code).toBe(0);
    const path = join(cwd, 'runs', name, 'samples.jsonl');
    const before = await readFile(path, 'utf8');
    await writeFile(path, '');
    expect((await run(cwd, `reparse ${name}`)).code).toBe(0);
    expect(await readFile(path, 'utf8')).toBe(before);
    expect((await run(cwd, `generate --resume ${name}`)).code).toBe(0);
    expect(server.stats.billedRequests).toBe(asked);
    expect((await run(cwd, `generate --resume ${name} --model other`)).stderr).toContain('RUN_DIFFERS');
  });

  it('ends short of money with exit 1, and goes on with more', async () => {
    const flags = `--count 60 --seed 9 --out poor --max-output-tokens 500`;
    const poor = await run(cwd, `${asks} ${flags} --budget 0.003 --base-url ${server.url}`);
    expect(poor.code).toBe(1);
    expect(poor.stdout).toContain('The budget is spent');
    const [name = ''] = await readdir(join(cwd, 'poor'));
    const folder = join('poor', name);
    const rich = await run(cwd, `generate --resume ${folder} --budget 1`);
    expect(rich.code).toBe(0);
    const record = JSON.parse(await readFile(join(cwd, folder, 'run.json'), 'utf8'));
    expect(record.counts).toMatchObject({ accepted: 60 });
  });

  it('lets one of two processes go on with a run, and turns the other away', async () => {
    const slow = await startOpenAiServer({ key, price, latency: { meanMs: 400, spreadMs: 0 } });
    const flags = `--count 40 --seed 10 --out shared --concurrency 4 --base-url ${slow.url}`;
    // Something to go on with.
    expect((await run(cwd, `${asks} ${flags} --max-output-tokens 500 --budget 0.003`)).code).toBe(1);
    const [name = ''] = await readdir(join(cwd, 'shared'));
    const resume = ['generate', '--resume', join('shared', name), '--budget', '1', '--concurrency', '4'];
    const both = await Promise.all([runProcess(cwd, resume), runProcess(cwd, resume)]);
    await slow.close();
    const [whole, refused] = both.toSorted((a, b) => a.code - b.code);
    expect(whole).toMatchObject({ code: 0 });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('RUN_LOCKED') });
    const lines = (await readFile(join(cwd, 'shared', name, 'samples.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(new Set(lines).size).toBe(40);
    expect([...slow.stats.billedById.values()].every((times) => times === 1)).toBe(true);
  });

  it('says after a second Ctrl-C how to go on', async () => {
    const slow = await startOpenAiServer({ key, price, latency: { meanMs: 1_500, spreadMs: 0 } });
    const line = `${asks} --count 2 --seed 11 --out cut --budget 1 --base-url ${slow.url}`;
    const { run: name } = JSON.parse((await run(cwd, `${line} --dry-run --json`)).stdout);
    const ended = await evenhand(line.split(' '), {
      cwd,
      interruptOnceExists: join(cwd, 'cut', name, 'ledger.jsonl'),
      interruptAgainAt: 'Ctrl-C again ends at once',
    });
    const goOn = `generate --resume ${join('cut', name)}`;
    expect(ended).toMatchObject({ code: 130, stdout: '' });
    expect(ended.stderr).toMatch(/\nEnded\. What was answered is saved\.\n[^\n]+\n$/);
    expect(ended.stderr).toContain(`Go on with:  npx evenhand ${goOn}`);
    expect((await run(cwd, `${goOn} --budget 1`)).code).toBe(0);
    await slow.close();
  });

  it('refuses a run folder of a newer version', async () => {
    const name = await onlyRun();
    const path = join(cwd, 'runs', name, 'plan.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"schema": 1', '"schema": 2'));
    expect((await run(cwd, `generate --resume ${name}`)).stderr).toContain('RUN_TOO_NEW');
  });
});

describe('unknown costs', () => {
  it('are kept until they are reconciled', async () => {
    const server = await startOpenAiServer({
      faults: { 'reset-after': 0.5 },
      price: { input: 1, output: 1 },
    });
    const cwd = await newWorkshopWithSpec();
    const line = `${asks} --count 30 --budget 1 --base-url ${server.url}`;
    const outcome = await run(cwd, line, { OPENAI_API_KEY: key });
    await server.close();
    expect(outcome.code).toBe(0);
    const [name = ''] = await readdir(join(cwd, 'runs'));
    expect((await run(cwd, `ledger reconcile ${name}`)).stderr).toContain('NOT_RECONCILED');
    expect((await run(cwd, `ledger reconcile ${name} --billed 900`)).stderr).toContain('BILL_TOO_HIGH');
    expect((await run(cwd, `ledger reconcile ${name} --billed 0.0001`)).code).toBe(0);
    const shown = JSON.parse((await run(cwd, `ledger ${name} --json`)).stdout);
    expect(shown).toMatchObject({ unknownMicroUsd: 0, open: [], strays: 0 });
    const record = JSON.parse(await readFile(join(cwd, 'runs', name, 'run.json'), 'utf8'));
    expect(record.costMicroUsd).toBe(shown.settledMicroUsd);
    expect(record.models).toMatchObject([{ unknownMicroUsd: 0 }]);
  });
});
