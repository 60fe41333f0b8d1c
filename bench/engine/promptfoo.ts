// The same questions to the same server through promptfoo, and through our engine: requests a second.
//   node --import tsx bench/engine/promptfoo.ts --requests 400 --concurrency 16
// Installs promptfoo 0.120.27 into a temporary folder (about 1.5 GB; its SQLite is compiled), or uses --promptfoo DIR.
import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startOpenAiServer } from '../../test/provider/servers/openai-server.ts';
import { newFolder, price } from '../../test/run/model-run.ts';
import { numberFlag, startWorker } from './workers.ts';

const run = promisify(execFile);
const requests = numberFlag('requests', 400);
const concurrency = numberFlag('concurrency', 16);
const flag = process.argv.indexOf('--promptfoo');
const installed = flag < 0 ? await install() : (process.argv[flag + 1] ?? '');

async function install(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'evenhand-promptfoo-'));
  const nodeDir = join(process.execPath, '..', '..');
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, 'promptfoo@0.120.27'], {
    env: { ...process.env, npm_config_nodedir: nodeDir },
    maxBuffer: 1 << 26,
  });
  return folder;
}

async function runPromptfoo(url: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'evenhand-promptfoo-run-'));
  const config = {
    prompts: ['Write a short scene about a {{topic}} at work.'],
    providers: [
      { id: 'openai:chat:gpt-5-mini', config: { apiBaseUrl: url, apiKey: 'none', max_tokens: 300 } },
    ],
    tests: Array.from({ length: requests }, (_, index) => ({ vars: { topic: `trade ${index}` } })),
  };
  await writeFile(join(folder, 'promptfooconfig.json'), JSON.stringify(config));
  const bin = join(installed, 'node_modules/promptfoo/dist/src/main.js');
  const args = [
    bin,
    'eval',
    '-c',
    'promptfooconfig.json',
    '--no-cache',
    '-j',
    String(concurrency),
    '-o',
    'out.json',
  ];
  await run(process.execPath, args, {
    cwd: folder,
    env: {
      ...process.env,
      PROMPTFOO_CONFIG_DIR: join(folder, 'config'),
      PROMPTFOO_DISABLE_TELEMETRY: '1',
      PROMPTFOO_DISABLE_UPDATE: '1',
    },
    maxBuffer: 1 << 26,
  });
}

const server = await startOpenAiServer({ price, latency: { meanMs: 200, spreadMs: 150 } });
const startMs = performance.now();
await runPromptfoo(server.url);
const theirSeconds = (performance.now() - startMs) / 1_000;
const theirRequests = server.stats.requests;
const worker = startWorker();
const ourStartMs = performance.now();
const options = { url: server.url, folder: await newFolder(), count: requests * 3, concurrency };
await worker.run({ kind: 'run', options });
const ourSeconds = (performance.now() - ourStartMs) / 1_000;
worker.end();
await server.close();
// Both with the start of their process.
const result = {
  promptfooPerSecond: round(theirRequests / theirSeconds),
  evenhandPerSecond: round(requests / ourSeconds),
  ratio: round(requests / ourSeconds / (theirRequests / theirSeconds)),
};
process.stdout.write(`${JSON.stringify(result)}\n`);

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
