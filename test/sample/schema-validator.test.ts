import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileSchema } from '../../scripts/sample/schema-validator.ts';

const limits = { type: 'string', minLength: 2, maxLength: 4 };

test('a text that is too short or too long is told how long it may be', () => {
  const validate = compileSchema({ type: 'object', properties: { name: limits } });
  expect(validate({ name: 'four' })).toEqual([]);
  expect(validate({ name: '🙂' })).toEqual([
    { pointer: ['name'], message: '"name" must have at least 2 characters', fix: 'Say more.' },
  ]);
  expect(validate({ name: 'fives' })).toEqual([
    { pointer: ['name'], message: '"name" may have at most 4 characters', fix: 'Shorten it.' },
  ]);
});

test('lengths count code points, as ajv does', () => {
  const validate = compileSchema(limits);
  const ajv = new Ajv2020().compile(limits);
  const unit = fc.constantFrom('a', '🙂', '\ud83d', '\ude42', 'é');
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 9 }), (units) => {
      const text = units.join('');
      expect(validate(text).length === 0).toBe(ajv(text));
    }),
  );
});
