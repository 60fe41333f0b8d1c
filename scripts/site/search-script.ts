/**
 * What a page of families does besides where scripts run: search, a count of what is shown, and the search kept in the
 * address, so that it goes along to the next axis. Without it all else works. Text is only ever read, never made markup.
 */
export const searchScript = `
const box = document.getElementById('search');
const count = document.getElementById('count');
const families = [...document.querySelectorAll('.family')];
const texts = families.map((family) => family.textContent.toLowerCase());
const pages = [...document.querySelectorAll('nav a[data-page]')];
function show() {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  families.forEach((family, index) => { family.hidden = !words.every((word) => texts[index].includes(word)); });
  const shown = families.filter((family) => getComputedStyle(family).display !== 'none').length;
  count.textContent = shown + ' of ' + families.length + ' families on this page';
  const hash = words.length > 0 ? '#' + new URLSearchParams({ q: box.value }) : '';
  for (const page of pages) page.href = page.dataset.page + hash;
  if (hash !== '' || location.hash.startsWith('#q=')) history.replaceState(null, '', hash || location.pathname);
}
function read() {
  box.value = new URLSearchParams(location.hash.slice(1)).get('q') ?? box.value;
  show();
}
box.closest('.search').hidden = false;
box.addEventListener('input', show);
for (const radio of document.querySelectorAll('input[type=radio]')) radio.addEventListener('change', show);
window.addEventListener('hashchange', read);
read();
`;
