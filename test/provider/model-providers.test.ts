import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../scripts/errors.ts';
import { createModelProvider, isModelProvider } from '../../scripts/provider/model-providers.ts';
import { readEnv } from '../../scripts/provider/read-env.ts';

const world = { fetch: globalThis.fetch, now: () => new Date() };
const key = `sk-${'fake'.repeat(8)}`;

async function codeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return 'fine';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `${error.code}: ${error.message} ${error.fix}`;
  }
}

describe('createModelProvider', () => {
  it('names the variable and the page where a key is missing', async () => {
    const said = await codeOf(() => createModelProvider('openai', { env: {}, world }));
    expect(said).toMatch(/^NO_KEY: OPENAI_API_KEY is not set Get a key at https:\/\/platform\.openai\.com/);
  });

  it.each([`${key}\nX: y`, `“${key}”`, `${key} ${key}`])('refuses %j without showing it', async (bad) => {
    const said = await codeOf(() => createModelProvider('openai', { env: { OPENAI_API_KEY: bad }, world }));
    expect(said).toMatch(/^BAD_KEY/);
    expect(said).not.toContain(key);
  });

  it('needs an address for a compatible server, but no key', async () => {
    expect(await codeOf(() => createModelProvider('compatible', { env: {}, world }))).toMatch(/^NO_BASE_URL/);
    const provider = await createModelProvider('compatible', {
      env: {},
      baseUrl: 'http://localhost:11434/v1/',
      world,
    });
    expect(provider.name).toBe('compatible');
  });

  it.each([
    'localhost:11434',
    'ftp://a.example',
    'no url',
    'http://me:s3cret@a.example/v1',
    'https://a.example/?key=s3cret',
  ])('refuses the address %s', async (baseUrl) => {
    expect(await codeOf(() => createModelProvider('compatible', { env: {}, baseUrl, world }))).toMatch(
      /^BAD_BASE_URL(?!.*s3cret)/,
    );
  });

  it('sends a key over plain http to private addresses only', async () => {
    const at = (baseUrl: string) =>
      codeOf(() => createModelProvider('openai', { env: { OPENAI_API_KEY: key }, baseUrl, world }));
    expect(await at('http://api.example.org/v1')).toMatch(/^INSECURE_BASE_URL/);
    expect(await at('http://[2001:db8::1]/v1')).toMatch(/^INSECURE_BASE_URL/);
    expect(await at('http://[::1]:8000/v1')).toBe('fine');
    expect(await at('http://192.168.1.20:8000/v1')).toBe('fine');
    expect(await at('https://api.example.org/v1')).toBe('fine');
  });

  it('knows its names', async () => {
    expect(await codeOf(() => createModelProvider('toString', { env: {}, world }))).toMatch(
      /^UNKNOWN_PROVIDER.*openai/,
    );
    expect(isModelProvider('template')).toBe(false);
  });
});

describe('readEnv', () => {
  it('reads quotes and comments, and lets the environment win', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'evenhand-env-'));
    writeFileSync(
      join(folder, '.env'),
      `\uFEFF# keys\nOPENAI_API_KEY="${key}" # mine\nexport GEMINI_API_KEY='g'\r\nHOME=/x\n`,
    );
    const env = await readEnv(folder, { HOME: '/home', GEMINI_API_KEY: '' });
    expect(env).toMatchObject({ OPENAI_API_KEY: key, GEMINI_API_KEY: 'g', HOME: '/home' });
  });

  it('is the environment alone where there is no .env', async () => {
    expect(await readEnv('/nonexistent', { A: 'b' })).toEqual({ A: 'b' });
  });
});
