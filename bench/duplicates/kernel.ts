import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createKernelSigner } from '../../scripts/sample/minhash/kernel-signer.ts';
import { createScriptSigner } from '../../scripts/sample/minhash/script-signer.ts';
import { makeTexts } from './make-corpus.ts';

// Shingle + sign on one core, as a ratio to split + JSON.parse of the same texts as lines of the dataset, and, with
// --python, beside datasketch, rensa and datatrove, which it installs into a temporary environment:
//     node --import tsx bench/duplicates/kernel.ts [--python]
// CPU seconds, best of five rounds that alternate: what else runs on the machine disturbs all alike.

const rounds = 5;
const texts = [...makeTexts('zipf', 40_000)];
const file = texts.map(toLine).join('');
const print = (line: string) => process.stdout.write(`${line}\n`);

function toLine(text: string, index: number): string {
  const family = { id: `f_${index}`, variant: 'women' };
  const labels = { axis: 'gender', family, groups: ['women'], id: `ev1_${index}`, kind: 'text', lang: 'en' };
  return `${JSON.stringify({ ...labels, run: '2026-11-24-site-visit-7c1e09aa', stance: 'neutral', text })}\n`;
}

const signers = { kernel: createKernelSigner(), script: createScriptSigner() };
const contenders: Record<string, () => void> = {
  'split + JSON.parse': () => {
    for (const line of file.split('\n')) if (line !== '') JSON.parse(line);
  },
  kernel: () => {
    for (const text of texts) signers.kernel?.sign(text);
  },
  script: () => {
    for (const text of texts.slice(0, 4_000)) signers.script.sign(text);
  },
};
const rates = new Map<string, number>();
for (let round = 0; round < rounds; round++) {
  for (const [name, run] of Object.entries(contenders)) {
    const since = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(since);
    const done = name === 'script' ? 4_000 : texts.length;
    rates.set(name, Math.max(rates.get(name) ?? 0, done / ((user + system) / 1e6)));
  }
}
if (process.argv.includes('--python')) for (const [name, rate] of pythonRates()) rates.set(name, rate);

const parse = rates.get('split + JSON.parse') ?? Number.NaN;
const kernel = rates.get('kernel') ?? Number.NaN;
for (const [name, rate] of rates) {
  const shown = Math.round(rate).toLocaleString('en').padStart(10);
  print(
    `${name.padEnd(20)} ${shown} texts/s   ${(rate / parse).toFixed(3)} of parse   kernel is ${(kernel / rate).toFixed(1)} ×`,
  );
}

function pythonRates(): [string, number][] {
  const folder = mkdtempSync(join(tmpdir(), 'evenhand-python-'));
  const python = join(folder, 'venv/bin/python');
  try {
    execFileSync('python3', ['-m', 'venv', join(folder, 'venv')]);
    const wanted = ['datasketch==2.0.0', 'rensa==0.5.0', 'datatrove[processing]==0.10.1', 'spacy'];
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...wanted], {
      stdio: ['ignore', 'ignore', 'ignore'],
    });
  } catch {
    if (!existsSync(python)) return [];
  }
  const path = join(folder, 'texts');
  writeFileSync(path, texts.slice(0, 4_000).join('\n'));
  const script = fileURLToPath(new URL('compare.py', import.meta.url));
  const out = execFileSync(python, [script, path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return out
    .trim()
    .split('\n')
    .flatMap((line): [string, number][] => {
      const [name = '', rate = ''] = line.split(' ');
      if (!Number.isNaN(Number(rate))) return [[name, Number(rate)]];
      print(line);
      return [];
    });
}
