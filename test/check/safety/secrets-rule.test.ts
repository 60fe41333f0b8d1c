import { describe, expect, it } from 'vitest';
import { findIn } from './find-in.ts';
import { fakeSecrets } from './hostile-pieces.ts';

describe('secretsRule', () => {
  it.each(Object.entries(fakeSecrets))(
    'finds %s in a text and repeats no more than its start',
    (_, secret) => {
      const hits = findIn(`The key is ${secret} for now`).filter(({ code }) => code === 'E_SECRET');
      expect(hits).toHaveLength(1);
      const told = hits[0]?.message ?? '';
      for (let start = 0; start + 9 <= secret.length; start += 1)
        expect(told).not.toContain(secret.slice(start, start + 9));
    },
  );

  it.each([
    'The counterfactual-augmentation paper of 2020-2021 says so.',
    'antidisestablishmentarianism internationalisation',
    'sk-learn, hf_hub and the npm_config_registry variable',
    'my password is none of your business',
    'the token: a small coin',
    '2026-11-24-site-visit-7c1e09aa',
    'prompts/gender/site-visit.yaml#bridge@3f2a90c41b7e',
    'ev1_3v9c0k8d1r5x7m2q4t6w8y0zab',
    'Donaudampfschifffahrtsgesellschaftskapitän',
    'https://example.com/a/long/path/with-many-words-in-it',
    'InternationalisationForEveryone2024UsersAndTheirFriends',
    'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'key_findings_of_the_report and pa-systems',
    'password: required',
    'The password is needed at 10:30.',
    '1234567890123456789012345678',
    `AKIA${'IOSFODNN7EXAMPLE'}`.toLowerCase(),
  ])('finds none in %j', (text) => {
    expect(findIn(text).filter(({ code }) => code === 'E_SECRET')).toEqual([]);
  });
});
