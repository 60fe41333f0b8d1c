/** An axis of the site with how many pages it has. */
export type AxisPages = { id: string; title: string; pages: number };

/** `gender.html`, `gender-2.html` … */
export function pageName(axis: string, page: number): string {
  return page === 1 ? `${axis}.html` : `${axis}-${page}.html`;
}
