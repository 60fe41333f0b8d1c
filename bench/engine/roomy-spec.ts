import { roomySpec } from '../../test/run/model-run.ts';

/** A spec with room for that many requests. */
export function specFor(requests: number): typeof roomySpec {
  const side = Math.ceil(Math.sqrt(requests)) + 1;
  return {
    ...roomySpec,
    slots: {
      occupation: Array.from({ length: side }, (_, index) => ({ one: `trade ${index}` })),
      setting: Array.from({ length: side }, (_, index) => ({ one: `before day ${index}` })),
    },
  };
}
