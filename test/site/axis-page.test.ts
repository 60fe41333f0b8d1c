import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSample } from '../../scripts/sample/identify.ts';
import { groupFamilies } from '../../scripts/site/families.ts';
import { formatAxisPage } from '../../scripts/site/format-axis-page.ts';
import { chromiumPath, startBrowser } from '../report/browser.ts';
import { naughtyStrings } from '../report/naughty-strings.ts';
import { genderAxis, run, textSample } from '../support/samples.ts';

const family = (variant: string) => ({ groups: [variant], family: { id: 'f_one', variant } });
const chat = makeSample(
  { kind: 'chat', messages: [{ role: 'user', content: 'Who repairs the lift?' }] },
  { lang: 'en', axis: 'gender', groups: [], stance: 'bias-aware', run },
);
const pair = [
  textSample('She mends the crane.', family('women')),
  textSample('He mends the crane.', family('men')),
];

function pageOf(samples: Parameters<typeof groupFamilies>[0]): string {
  const axis = { id: 'gender', title: 'Gender', pages: 2 };
  const families = groupFamilies(samples);
  return formatAxisPage({ axis, page: 1, families, axes: [axis], known: genderAxis, tool: 'evenhand/0' });
}

describe('the page of an axis', () => {
  it('shows the versions of a family together, wherever they stand in the file', () => {
    const [first, second] = pair;
    if (!first || !second) throw new Error('two versions');
    const page = pageOf([first, chat, second]);
    expect(page.match(/<article/g)).toHaveLength(2);
    expect(page).toMatch(/<mark>She<\/mark> mends the crane\.[\s\S]*<mark>He<\/mark> mends the crane\./);
    expect(page).toContain('href="gender-2.html"');
  });
});

describe.skipIf(chromiumPath === undefined)('in a browser (skipped without Chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  const shown = (page: Page) => page.locator('.family:visible').count();

  async function open(javaScriptEnabled: boolean, content: string): Promise<Page> {
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
    await page.setContent(content);
    return page;
  }

  it('filters by keyboard and without scripts', async () => {
    const page = await open(false, pageOf([...pair, chat]));
    expect(await shown(page)).toBe(2);
    expect(await page.locator('#search').isVisible()).toBe(false);
    await page.locator('#kind-all').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#kind-text').isChecked()).toBe(true);
    expect(await shown(page)).toBe(1);
  });

  it('searches where scripts run, beside the filters, and says how much it shows', async () => {
    const page = await open(true, pageOf([...pair, chat]));
    await page.fill('#search', 'LIFT who');
    expect(await page.textContent('#count')).toBe('1 of 2 families on this page');
    await page.check('#kind-text');
    expect(await page.textContent('#count')).toBe('0 of 2 families on this page');
    expect(await page.getAttribute('nav[aria-label=Pages] a[rel=next]', 'href')).toBe(
      'gender-2.html#q=LIFT+who',
    );
  });

  it.skipIf(!naughtyStrings)(
    'is inert whatever the samples say (skipped without ../shared/fixtures)',
    async () => {
      const texts = [...new Set(naughtyStrings)].filter((text) => text !== '').slice(0, 299);
      const tags = async (samples: string[]) => {
        const page = await open(true, pageOf(samples.map((text) => textSample(text))));
        return page.evaluate<string[]>(
          '[...document.querySelectorAll("*")].map((element) => element.tagName).sort()',
        );
      };
      const plain = texts.map((_, index) => `Word ${index}.`);
      expect(await tags(texts)).toEqual(await tags(plain));
    },
  );
});
