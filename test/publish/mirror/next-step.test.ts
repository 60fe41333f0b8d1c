import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HubFile, HubState, MirroredFile } from '../../../scripts/publish/mirror/hub-state.ts';
import { nextStep, type Release } from '../../../scripts/publish/mirror/next-step.ts';

const fileOf = (path: string, content: number): MirroredFile => ({
  path,
  bytes: 10 + (content % 2),
  sha256: `sha256-${content}`,
  blob: `blob-${content}`,
});
const onHub = ({ sha256, blob, ...file }: MirroredFile, inLfs: boolean): HubFile =>
  inLfs ? { ...file, sha256, blob: 'pointer' } : { ...file, sha256: undefined, blob };

const listing = fc.uniqueArray(
  fc.record({ path: fc.constantFrom('a', 'b', 'c', 'd/e'), content: fc.nat(2) }),
  {
    selector: ({ path }) => path,
  },
);
const release = listing.map(
  (files): Release => ({
    version: '0.2.0',
    source: 'source',
    manifest: 'manifest',
    files: files.map(({ path, content }) => fileOf(path, content)),
  }),
);
const hubFiles = fc
  .tuple(listing, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), fc.boolean())
  .map(([files, inLfs, attributes]): HubFile[] => [
    ...files.map(({ path, content }, index) => onHub(fileOf(path, content), inLfs[index] === true)),
    ...(attributes ? [{ path: '.gitattributes', bytes: 5, sha256: undefined, blob: 'attributes' }] : []),
  ]);
const state = fc.option(
  fc.record({
    head: fc.constant('c0'),
    files: hubFiles,
    tag: fc.constant(undefined),
    otherVersion: fc.constant(undefined),
  }),
  { nil: undefined },
);

/** What the Hub would be after a step, where everything goes well. */
function after(step: ReturnType<typeof nextStep>, before: HubState | undefined, wanted: Release): HubState {
  if (step.do === 'create') return { head: 'c0', files: [], tag: undefined, otherVersion: undefined };
  if (!before) throw new Error('nothing to change');
  if (step.do === 'tag') return { ...before, tag: { commit: step.commit, files: before.files } };
  if (step.do !== 'commit') return before;
  const { missing, changed, extra } = step.drift;
  const touched = new Set([...changed, ...extra]);
  const sent = new Set([...missing, ...changed]);
  return {
    ...before,
    head: 'c1',
    files: [
      ...before.files.filter(({ path }) => !touched.has(path)),
      ...wanted.files.filter(({ path }) => sent.has(path)).map((file) => onHub(file, false)),
    ],
  };
}

describe('the next step', () => {
  it('leads from whatever the Hub holds to the release, in three steps at most and one commit', () => {
    fc.assert(
      fc.property(release, state, (wanted, start) => {
        let now: HubState | undefined = start;
        const steps: string[] = [];
        for (let count = 0; count < 4; count++) {
          const step = nextStep(wanted, now);
          steps.push(step.do);
          if (step.do === 'nothing') break;
          now = after(step, now, wanted);
        }
        expect(steps.at(-1)).toBe('nothing');
        expect(steps.filter((step) => step === 'commit').length).toBeLessThanOrEqual(1);
        const paths = now?.files.map(({ path }) => path).filter((path) => path !== '.gitattributes');
        expect(paths?.sort()).toEqual(wanted.files.map(({ path }) => path).sort());
      }),
    );
  });

  it('never touches what another release or another tag holds', () => {
    const wanted: Release = { version: '0.2.0', source: '', manifest: '', files: [fileOf('a', 1)] };
    const held: HubState = { head: 'c0', files: [], tag: undefined, otherVersion: '0.10.0' };
    expect(nextStep(wanted, held)).toEqual({
      do: 'refuse',
      refusal: { because: 'newer', version: '0.10.0' },
    });
    const tagged: HubState = { ...held, otherVersion: '0.1.0', tag: { commit: 'c9', files: [] } };
    expect(nextStep(wanted, tagged)).toEqual({
      do: 'refuse',
      refusal: { because: 'tag-elsewhere', commit: 'c9' },
    });
  });
});
