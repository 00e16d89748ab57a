import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { stackRealm } from './running-stack.js';

/** Where distributions and Playwright put it; STOCKADE_CHROMIUM names another. */
const places = [
  process.env.STOCKADE_CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  chromium.executablePath(),
];

/** The installed Chromium; undefined where there is none. */
export const installedChromium: string | undefined = places.find((path) => path !== '' && existsSync(path));

export type Decision = 'Approve' | 'Reject';

/** Chromium, in which people decide. */
export class ApproverBrowser {
  private constructor(private readonly browser: Browser) {}

  static async open(): Promise<ApproverBrowser> {
    if (installedChromium === undefined)
      throw new Error('there is no Chromium: install it, or name it in STOCKADE_CHROMIUM');
    const root = process.getuid?.() === 0;
    // Chromium's own sandbox refuses to run as root, as containers do.
    const args = root ? ['--no-sandbox'] : [];
    return new ApproverBrowser(await chromium.launch({ executablePath: installedChromium, args }));
  }

  /** A browser without cookies. */
  fresh(): Promise<BrowserContext> {
    return this.browser.newContext();
  }

  /** Opens the page as a person, signing in on the way. */
  async visit(url: string, person: string, context?: BrowserContext): Promise<Page> {
    const page = await (context ?? (await this.fresh())).newPage();
    await page.goto(url);
    await signIn(page, person);
    return page;
  }

  /** Opens the page as a person and decides; ends when the page says that it is recorded. */
  async decide(url: string, person: string, decision: Decision, note = ''): Promise<void> {
    const page = await this.visit(url, person);
    await decideOn(page, decision, note);
    await page.context().close();
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

/** At Keycloak's own form. */
export async function signIn(page: Page, person: string): Promise<void> {
  await page.fill('input[name=username]', person);
  await page.fill('input[name=password]', stackRealm().secretOf(person));
  await page.click('[type=submit]');
  await page.waitForURL(/\/approvals\//);
}

export async function decideOn(page: Page, decision: Decision, note = ''): Promise<void> {
  await page.fill('#note', note);
  await page.getByRole('button', { name: decision }).click();
  await page.waitForSelector('#state');
}
