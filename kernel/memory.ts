// What the three parts of the kernel share. An instance serves one of them: what each keeps from `room` on, it has for itself.

/** Behind all that has its place when the module is made. */
export const room: usize = (__heap_base + 15) & ~15;

/** Grows the memory to that many bytes. */
export function growTo(bytes: usize): void {
  const pages = <i32>((bytes + 0xffff) >>> 16) - memory.size();
  if (pages > 0) memory.grow(pages);
}
