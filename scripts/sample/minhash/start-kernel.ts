import { kernelModule } from './kernel-module.ts';

/** What this file needs of the global that every engine has; Node's types do not describe it. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: unknown };
};

/** What the files of `kernel/` export. */
export type Kernel = {
  memory: { buffer: ArrayBuffer };
  factorsAt(): number;
  summandsAt(): number;
  signatureAt(): number;
  textAt(): number;
  hashesAt(): number;
  reserve(bytes: number): void;
  shingleRaw(length: number): number;
  shingleTokens(length: number): number;
  sign(count: number): void;
  incomingAt(): number;
  incomingFamiliesAt(): number;
  centreAt(): number;
  alikeAt(): number;
  reserveColumns(signatures: number): void;
  enterTile(tile: number): void;
  findAlike(place: number, minEqual: number, wanted: number): number;
  wordHashesAt(): number;
  wordStartsAt(): number;
  wordEndsAt(): number;
  wordJoinsAt(): number;
  reserveWords(bytes: number): void;
  readWords(length: number): number;
  shingleWords(count: number): number;
  setsEndAt(): number;
  roomForSet(count: number): number;
  addSet(count: number): number;
  holdSet(start: number, count: number): void;
  countCommon(start: number, count: number): number;
};

/** A new instance of the kernel, with memory of its own; undefined where the machine lacks its 128-bit vectors. */
export function startKernel(): Kernel | undefined {
  const bytes = Uint8Array.from(atob(kernelModule), (character) => character.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return undefined;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    env: { abort: () => undefined },
  });
  return exports as Kernel;
}
