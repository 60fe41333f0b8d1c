import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { marked } from 'marked';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commentMarker } from '../../scripts/report/format-comment.ts';
import { exampleManifest } from '../check/change/changes.ts';
import { checkRunsOf } from '../publish/github-hub/routes/check-runs.ts';
import { conversationsOf } from '../publish/github-hub/routes/issues.ts';
import { evenhand, git, newWorkshop } from '../support/workshop.ts';
import { newSite, type OpenPull, openPull, report, type Site, validatePull } from './pull-request-site.ts';

const hasLfs = spawnSync('git', ['lfs', 'version']).status === 0;

let site: Site;
let clone = '';
/** A branch of the clone with one contribution on it. */
let good = '';

beforeAll(async () => {
  clone = newWorkshop();
  const { run } = JSON.parse(
    (
      await evenhand(['generate', 'prompts/gender/site-visit.yaml', '--count', '15', '--json'], {
        cwd: clone,
      })
    ).stdout,
  );
  expect((await evenhand(['contribute', run.id, '--prepare'], { cwd: clone })).code).toBe(0);
  good = `contribute/${run.id}`;
  site = await newSite(clone);
});
afterAll(() => site?.hub.close());
beforeEach(() => {
  checkRunsOf(site.upstream).length = 0;
  conversationsOf(site.upstream).comments.length = 0;
});

/** A branch with more on it than the good contribution; `stage` may put into the index what no work tree holds. */
function branchWith(name: string, change: () => void, stage = () => {}): string {
  git(clone, 'checkout', '--quiet', '--force', '-B', name, good);
  change();
  git(clone, 'add', '--all');
  stage();
  git(clone, 'commit', '--quiet', '--message', name);
  return name;
}

function write(path: string, content: string): void {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), content);
}

/** Puts an entry of any mode into the index. */
function put(mode: string, id: string, path: string): void {
  git(clone, 'update-index', '--add', '--cacheinfo', `${mode},${id},${path}`);
}

function blobOf(content: string): string {
  writeFileSync(join(clone, '.git/content'), content);
  return git(clone, 'hash-object', '-w', '--no-filters', '.git/content').trim();
}

/** Puts what stands behind a commit's only pointer where Git LFS finds it. @returns its content. */
function uploadShard(commit: string): string {
  const path = git(clone, 'ls-tree', '-r', '--name-only', commit, 'data/archive/').trim();
  const oid = /sha256:([0-9a-f]{64})/.exec(git(clone, 'show', `${commit}:${path}`))?.[1] ?? '';
  const content = readFileSync(join(clone, '.git/lfs/objects', oid.slice(0, 2), oid.slice(2, 4), oid));
  site.upstream.lfsObjects.set(oid, content);
  return content.toString('utf8');
}

const dataFile = () => git(clone, 'ls-files', 'data/**/*.jsonl').trim().split('\n')[0] ?? '';

async function reported(pull: OpenPull) {
  const { code, stdout, stderr } = await report(site, pull);
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: '' });
  const { comments } = conversationsOf(site.upstream);
  return { stdout, checkRuns: checkRunsOf(site.upstream), comments };
}

/** Everything that a reader's browser or GitHub itself would act on. */
function activeMarkup(markdown: string): string[] {
  const active: string[] = [];
  const own = /^(?:<!-- evenhand: [\w ]+ -->|<br>|<\/?details>(?:\n<summary>[\w ,]+<\/summary>)?)\s*$/;
  marked.walkTokens(marked.lexer(markdown), ({ type, raw }) => {
    if (type === 'link' || type === 'image' || (type === 'html' && !own.test(raw))) active.push(raw);
  });
  return active;
}

describe("report.yml's own steps, after a pull request from a fork", () => {
  it('say yes to a contribution, once, however often they run', async () => {
    const pull = openPull(site, good);
    const first = await reported(pull);
    expect(first.checkRuns).toMatchObject([{ conclusion: 'success', head_sha: pull.headSha }]);
    expect(first.comments).toMatchObject([{ issue: pull.number, user: { login: 'github-actions[bot]' } }]);
    expect(first.comments[0]?.body).toMatch(/✅ Passed: no errors in \d+ samples/);
    const again = await reported(pull);
    expect([again.checkRuns.length, again.comments.length]).toEqual([1, 1]);
    expect(site.hub.violations).toEqual([]);
    expect(git(site.runner, 'status', '--porcelain', 'data', '.github')).toBe('');
    expect(readdirSync(join(site.runner, '..')).filter((name) => name.startsWith('evenhand-'))).toEqual([]);
  });

  it('stay silent where the pull request has moved on, is closed, or is somebody else’s', async () => {
    const pull = openPull(site, good);
    const { stdout } = await report(site, { ...pull, headSha: pull.baseSha });
    expect(stdout).toContain('newer commits');
    const [known] = site.upstream.pulls;
    Object.assign(known ?? {}, { state: 'closed' });
    expect((await report(site, pull)).stdout).toContain('closed');
    Object.assign(known ?? {}, { state: 'open' });
    expect((await report(site, { ...pull, event: 'push' })).stdout).toContain('set off by push');
    expect(checkRunsOf(site.upstream)).toEqual([]);
    expect(conversationsOf(site.upstream).comments).toEqual([]);
  });
});

/** Where a command that got out would leave its mark. */
const canary = () => join(site.runner, 'pwned');

describe('a hostile pull request', () => {
  it('gets a finding for everything it does, changes no verdict, and runs nothing', async () => {
    const evil = `<img src=x onerror=alert(1)> @everyone [x](https://evil.example) \`touch ${canary()}\``;
    const branch = branchWith(
      'hostile',
      () => {
        write('.github/workflows/validate.yml', 'name: validate\non: pull_request\njobs: {}\n');
        write(
          'scripts/check/check-files.ts',
          `import { writeFileSync } from 'node:fs';\nwriteFileSync('${canary()}', '');\n`,
        );
        write('.gitattributes', 'data/** -diff filter=evil\n');
        const path = dataFile();
        const [first = '', ...rest] = readFileSync(join(clone, path), 'utf8').split('\n');
        const injected = { ...JSON.parse(first), text: evil, groups: [evil] };
        write(path, [JSON.stringify(injected), ...rest].join('\n'));
        write('scripts/renamed.ts', rest.join('\n'));
      },
      () => {
        put('120000', blobOf('/etc/passwd'), 'data/gender/2026/link.jsonl');
        put('160000', git(clone, 'rev-parse', 'main').trim(), 'data/module');
      },
    );
    const pull = openPull(site, branch, {
      branch: `x;touch\${IFS}${canary().replaceAll('/', '_')}`,
      title: `$(touch ${canary()}) \`touch ${canary()}\` \${{ github.token }}`,
    });
    // Its own workflow may say what it likes in a job of the gate's name, and somebody may write a comment like ours.
    checkRunsOf(site.upstream).push({
      id: 1,
      name: 'Evenhand verdict',
      head_sha: pull.headSha,
      external_id: 'f3b0-a-job',
      conclusion: 'success',
      app: 'github-actions',
      title: 'All good',
      summary: '',
      annotations: [],
    });
    const forged = {
      id: 2,
      issue: pull.number,
      user: { login: 'ada', type: 'User' },
      body: `${commentMarker}\n\n## ✅ Passed`,
    };
    conversationsOf(site.upstream).comments.push(forged);

    const validated = await validatePull(site, pull);
    const { checkRuns, comments } = await reported(pull);
    expect(validated.code).toBe(1);
    const [forgedRun, ours] = checkRuns;
    expect([forgedRun?.conclusion, ours?.conclusion]).toEqual(['success', 'failure']);
    const codes = new Set(ours?.annotations.map(({ title }) => title));
    for (const code of [
      'E_CHANGE_WORKFLOW',
      'E_CHANGE_CODE',
      'E_CHANGE_GIT_SETTINGS',
      'E_SYMLINK',
      'E_SUBMODULE',
      'E_SCHEMA',
    ]) {
      expect(codes, code).toContain(code);
      expect(validated.stdout, code).toContain(code);
    }
    expect(comments.map(({ user, body }) => [user.login, body.split('\n')[2]])).toEqual([
      ['ada', '## ✅ Passed'],
      ['github-actions[bot]', expect.stringContaining('❌ Failed')],
    ]);
    for (const text of [comments[1]?.body ?? '', ours?.summary ?? '', validated.summary])
      expect(activeMarkup(text)).toEqual([]);
    expect(existsSync(canary())).toBe(false);
    expect(site.hub.requests.filter(({ path }) => /artifact/.test(path))).toEqual([]);
    expect(site.hub.violations).toEqual([]);
  });

  it('of 400 files or of 30,000 lines is judged in bounds', async () => {
    const many = branchWith('many', () => {
      for (let index = 0; index < 400; index += 1)
        write(`data/gender/2026/x-${index}.jsonl`, `{"a":${index}}\n`);
    });
    const files = await reported(openPull(site, many));
    expect(files.checkRuns[0]).toMatchObject({ conclusion: 'failure' });
    expect(files.checkRuns[0]?.annotations.map(({ title }) => title)).toContain('E_CHANGE_SIZE');
    expect(files.comments[0]?.body.length).toBeLessThanOrEqual(60_000);
    checkRunsOf(site.upstream).length = 0;
    const long = branchWith('long', () => write(dataFile(), 'null\n'.repeat(30_000)));
    const lines = await reported(openPull(site, long));
    expect(lines.checkRuns[0]).toMatchObject({ conclusion: 'failure' });
    expect(lines.checkRuns[0]?.annotations.length).toBeLessThanOrEqual(300);
  });

  it('of bulk data needs an author who may write', async () => {
    git(clone, 'checkout', '--quiet', '--force', '-B', 'stranger', 'main');
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12\n`;
    put('100644', blobOf(pointer), 'data/archive/gender-1-0a1b2c3d.jsonl');
    git(clone, 'commit', '--quiet', '--message', 'Bulk');
    const messagesOf = async (pull: OpenPull) => {
      checkRunsOf(site.upstream).length = 0;
      return (await reported(pull)).checkRuns[0]?.annotations.map(({ message }) => message).join('\n') ?? '';
    };
    const pull = openPull(site, 'stranger');
    expect(await messagesOf(pull)).toContain('somebody who may not write');
    site.upstream.collaborators.set('ada', 'write');
    expect(await messagesOf(pull)).not.toContain('somebody who may not write');
    expect(await messagesOf(pull)).toContain('its content is not in this clone');
    site.upstream.collaborators.clear();
  });

  it('of a release needs an author who may write, and a manifest that comes after what is there', async () => {
    git(clone, 'checkout', '--quiet', '--force', '-B', 'release', 'main');
    const manifest = { ...exampleManifest, commit: git(clone, 'rev-parse', `${good}`).trim() };
    write('releases/9.0.0/manifest.json', `${JSON.stringify(manifest)}\n`);
    git(clone, 'add', '--all');
    git(clone, 'commit', '--quiet', '--message', 'Release');
    const { checkRuns } = await reported(openPull(site, 'release'));
    expect(checkRuns[0]?.conclusion).toBe('failure');
    const said = checkRuns[0]?.annotations.map(({ message }) => message).join('\n');
    expect(said).toContain('a release comes from somebody who may not write');
    expect(said).toContain('is not in the history of the base');
  });

  it.skipIf(!hasLfs)(
    'of bulk data is read behind its pointers (skipped where git-lfs is missing)',
    async () => {
      const [run = ''] = readdirSync(join(clone, 'runs'));
      const made = await evenhand(['contribute', run, '--bulk', '--prepare'], { cwd: clone });
      expect(made).toMatchObject({ code: 0, stderr: '' });
      const pull = openPull(site, `bulk/${run}`);
      site.upstream.collaborators.set('ada', 'write');
      const dangling = await reported(pull);
      expect(dangling.checkRuns[0]).toMatchObject({ conclusion: 'failure' });
      checkRunsOf(site.upstream).length = 0;
      uploadShard(`bulk/${run}`);
      const whole = await reported(pull);
      expect(whole.checkRuns[0]).toMatchObject({ conclusion: 'success' });
      expect(whole.comments[0]?.body).toContain('15 samples');
      site.upstream.collaborators.clear();
    },
  );

  it.skipIf(!hasLfs)(
    'of a takedown in the archive reads it as it was and as it will be (skipped where git-lfs is missing)',
    async () => {
      const [run = ''] = readdirSync(join(clone, 'runs'));
      const main = git(clone, 'rev-parse', 'main').trim();
      git(clone, 'branch', '--force', 'main', `bulk/${run}`);
      git(site.upstream.folder, 'fetch', '--quiet', clone, '+main:main');
      const [line = ''] = uploadShard('main').split('\n');
      const made = await evenhand(
        ['takedown', JSON.parse(line).id, '--reason', 'harm', '--base', 'main', '--json'],
        { cwd: clone },
      );
      const { branch } = JSON.parse(made.stdout);
      const pull = openPull(site, branch);
      const said = async () => {
        checkRunsOf(site.upstream).length = 0;
        const { checkRuns, comments } = await reported(pull);
        const messages = checkRuns[0]?.annotations.map(({ message }) => message).join('\n') ?? '';
        return { conclusion: checkRuns[0]?.conclusion, messages, body: comments[0]?.body };
      };
      expect((await said()).messages).toContain('somebody who may not write');
      site.upstream.collaborators.set('ada', 'write');
      expect((await said()).messages).toContain('its content is not in this clone');
      uploadShard(branch);
      expect(await said()).toMatchObject({
        conclusion: 'success',
        body: expect.stringContaining('takedown of 1 sample'),
      });
      site.upstream.collaborators.clear();
      git(clone, 'branch', '--force', 'main', main);
      git(site.upstream.folder, 'fetch', '--quiet', clone, '+main:main');
    },
  );

  it('without a history in common is refused, not left open', async () => {
    git(clone, 'checkout', '--quiet', '--force', '--orphan', 'alone');
    git(clone, 'commit', '--quiet', '--allow-empty', '--message', 'Alone');
    const { checkRuns, comments } = await reported(openPull(site, 'alone'));
    expect(checkRuns).toMatchObject([
      { conclusion: 'failure', title: 'This pull request could not be judged' },
    ]);
    expect(comments[0]?.body).toContain('no history in common');
  });
});
