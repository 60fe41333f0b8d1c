// Compiles the kernel and embeds it:  npm ci && npm run build
// With --check it compares instead and fails where the embedded module is not what the source gives (CI).
import { readFile, writeFile } from 'node:fs/promises';
import asc from 'assemblyscript/asc';

const target = new URL('../scripts/sample/minhash/kernel-module.ts', import.meta.url);
const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];

const { error, stderr, binary } = await compile(['minhash.ts', 'signature-columns.ts', 'shingle-sets.ts']);
if (error) fail(stderr);
const lines = Buffer.from(binary)
  .toString('base64')
  .match(/.{1,100}/g);
const content = `// Made by kernel/build.mjs from kernel/*.ts (${binary.length} bytes of WebAssembly). Do not edit.
export const kernelModule =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`;
if (!process.argv.includes('--check')) await writeFile(target, content);
else if ((await readFile(target, 'utf8')) !== content)
  fail('scripts/sample/minhash/kernel-module.ts is not what kernel/*.ts gives: npm run build in kernel/.');

async function compile(sources) {
  let binary;
  const result = await asc.main([...sources, '-o', 'module.wasm', ...options], {
    readFile: (name) => readFile(new URL(name, import.meta.url), 'utf8').catch(() => null),
    writeFile: (_, contents) => {
      binary = contents;
    },
  });
  return { error: result.error, stderr: result.stderr.toString(), binary };
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
