import { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inertOutput, inertWorld } from '../scripts/inert-world.ts';
import type { World } from '../scripts/world.ts';

const hostile = 'a\u001B]8;;https://evil.example\u0007b\u009B31m\u202Ec\u001B[8m\rd';

function worldOf(argv: string[]) {
  const written = { stdout: '', stderr: '' };
  const streamTo = (name: 'stdout' | 'stderr') =>
    new Writable({
      write(chunk, _, done) {
        written[name] += chunk;
        done();
      },
    });
  const world: World = {
    argv,
    cwd: '/',
    env: {},
    stdout: streamTo('stdout'),
    stderr: streamTo('stderr'),
    now: () => new Date(0),
    signal: new AbortController().signal,
  };
  return { world: inertWorld(world), written };
}

describe('inertWorld', () => {
  it('shows what a command forgot to make inert', () => {
    const { world, written } = worldOf(['doctor']);
    world.stdout.write(`found ${hostile}\n`);
    world.stderr.write(`error: ${hostile}\n::add-mask::x\n##[set-env]\n`);
    expect(written.stdout).toBe(
      'found a\\u{1B}]8;;https://evil.example\\u{7}b\\u{9B}31m\\u{202E}c\\u{1B}[8m\\u{D}d\n',
    );
    expect(written.stderr).toContain('\n\\u{3A}:add-mask::x\n\\u{23}#[set-env]\n');
  });

  it('keeps JSON the same document', () => {
    const { world, written } = worldOf(['ledger', '--json']);
    const object = { text: `${hostile} ##[group]` };
    world.stdout.write(`${JSON.stringify(object, null, 2)}\n`);
    expect(written.stdout).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}|##\[/u);
    expect(JSON.parse(written.stdout)).toEqual(object);
  });
});

describe('inertOutput', () => {
  it('lets annotations pass as a chunk of their own, and no line among others', () => {
    const annotation = '::error file=data/a.jsonl,line=1::no\n';
    expect(inertOutput(annotation, false)).toBe(annotation);
    expect(inertOutput(`a server said\n${annotation}`, false)).toBe(
      'a server said\n\\u{3A}:error file=data/a.jsonl,line=1::no\n',
    );
  });

  it('lets our own colours, progress line and prompt pass on a terminal', () => {
    const own = ['\u001B[1m\u001B[31mno\u001B[39m\u001B[22m\n', '\r\u001B[2K3 of 7', '\u001B[1G', '\r\n'];
    for (const chunk of own) expect(inertOutput(chunk, true)).toBe(chunk);
    expect(inertOutput('\r\u001B[2K\u001B[2Jx', true)).toBe('\r\u001B[2K\\u{1B}[2Jx');
  });

  it('writes no control character to what is no terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(inertOutput(text, false)).not.toMatch(/(?![\n\t])\p{Cc}|\p{Bidi_Control}/u);
      }),
    );
  });
});
