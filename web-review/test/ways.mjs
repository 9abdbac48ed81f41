// Every way in, as a person goes it: a dropped folder, dropped files, chosen ones, pasted texts, the editor, the
// page from a disk and as one file with reviews in it, and links into the middle.

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { choose, copied, dist, facts, leave, native, paste, places, visit } from './harness.mjs'

const gallery = join(dirname(fileURLToPath(import.meta.url)), '../../examples/gallery')
const destructive = native.gallery.find((each) => each.id === '2-destructive')
const last = destructive.migrations.at(-1)

/** Drops paths of the disk onto the page, as a file manager does. */
async function drop(page, paths) {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: paths, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
  }
}

async function shows(page, migration) {
  await page.locator('.sentence').waitFor()
  assert.equal(await page.locator('.eyebrow').innerText(), migration.migration.name)
  assert.equal(await page.locator('.sentence').innerText(), migration.view.review.sentence)
}

export const tests = {
  async 'a dropped migrations folder shows its last migration, with the chain'() {
    const page = await visit()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await drop(page, [join(gallery, '2-destructive/migrations')])
    await shows(page, last)
    assert.match(page.url(), /#\/review\/20260921114500_retire_visits$/)
    await page.locator('.checks').getByText('Begins where the one before it ends').waitFor()
    await page.getByRole('combobox', { name: 'Migration' }).selectOption(destructive.migrations[0].migration.name)
    await page.getByText(destructive.migrations[0].view.review.sentence).waitFor()
    await leave(page)
  },
  async 'a dropped directory of one migration is shown by its name'() {
    const page = await visit()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await drop(page, [join(gallery, '2-destructive/migrations/20260921114500_retire_visits')])
    await shows(page, last)
    await page.locator('.checks').getByText('The migration before it is not at hand').waitFor()
    await leave(page)
  },
  async 'five dropped files are a migration, called what metadata.txt says'() {
    const page = await visit()
    await page.getByRole('heading', { level: 1 }).waitFor()
    const folder = join(gallery, '2-destructive/migrations/20260921114500_retire_visits')
    await drop(page, last.migration.files.map((file) => join(folder, file.path)))
    await shows(page, last)
    await leave(page)
  },
  async 'a chosen folder is read'() {
    const page = await visit()
    await page.locator('#folder').setInputFiles(join(gallery, '2-destructive/migrations'))
    await shows(page, last)
    await leave(page)
  },
  async 'facts dropped onto a review make its warnings certain or cleared'() {
    const page = await visit()
    await page.locator('#folder').setInputFiles(join(gallery, '2-destructive/migrations'))
    await shows(page, last)
    const [first, second] = last.view.review.gating
    const measured = facts(last, [
      { id: first.rule, subject: first.subject, judgement: { state: 'certain', counts: [{ number: 42, counts: 'non-null values' }] }, measured: ['certain: 42 non-null values of accounts.fax_number'] },
      { id: second.rule, subject: second.subject, judgement: { state: 'cleared' }, measured: ['cleared: nothing is at risk right now'] },
    ])
    const folder = mkdtempSync(join(tmpdir(), 'comon-page-'))
    writeFileSync(join(folder, 'facts.json'), JSON.stringify(measured))
    await drop(page, [join(folder, 'facts.json')])
    await page.getByText('42 non-null values of accounts.fax_number').waitFor()
    assert.match(await page.locator('.judgement.stop').innerText(), /certain, measured\s+2026-11-25 08:15:00 UTC/)
    assert.equal(await page.locator('.warning.cleared').count(), 1)
    rmSync(folder, { recursive: true })
    await leave(page)
  },
  async 'a comon.toml among the files counts as it does for the command'() {
    if (process.env.COMON === undefined) throw new Error('COMON does not name the binary')
    const folder = mkdtempSync(join(tmpdir(), 'comon-page-'))
    cpSync(join(gallery, '2-destructive/migrations'), join(folder, 'crm/migrations'), { recursive: true })
    cpSync(join(gallery, '2-destructive/schemas', `${last.migration.name}.prisma`), join(folder, 'crm/schema.prisma'))
    // One of another project, and one of a folder further up, count for nothing.
    for (const place of ['', 'other']) {
      mkdirSync(join(folder, place), { recursive: true })
      writeFileSync(join(folder, place, 'comon.toml'), '[levels]\nbreaks-old-application = "silent"\n')
    }
    writeFileSync(join(folder, 'crm/comon.toml'), `
external = ["audit_*"]
[levels]
breaks-old-application = "gate"
[naming]
columns = "/^[a-z]+$/"
[[allow]]
rule = "drops-constraint"
reason = "nobody refers"
expires = 2099-12-31
`)
    const reviewed = () => spawnSync(process.env.COMON, ['review', '--json'], { cwd: join(folder, 'crm'), encoding: 'utf8' })
    const [native] = JSON.parse(reviewed().stdout).reviews
    assert.notDeepEqual(native, last.view.review)
    const page = await visit()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await drop(page, [folder])
    await page.getByText(native.sentence, { exact: true }).waitFor()
    await page.locator('.settings summary', { hasText: 'crm/comon.toml' }).waitFor()
    await page.locator('.settings summary').click()
    await page.getByText('breaks-old-application stops until it is accepted.').waitFor()
    // A notice that stops loses nothing.
    const stopping = page.locator('.warning', { has: page.locator('.rule', { hasText: 'breaks-old-application' }) })
    assert.deepEqual(new Set(await stopping.locator('.class').allInnerTexts()), new Set(['Stops here']))
    await page.locator('[data-tab="json"]').click()
    const more = page.locator('#files .more')
    if (await more.count()) await more.click()
    const shown = await page.locator('#files .line').evaluateAll((lines) => lines.map((line) => line.textContent.replace(/^\u200b$/, '')).join('\n'))
    assert.deepEqual(JSON.parse(shown), native)
    // An unknown key is refused in the words of the command.
    writeFileSync(join(folder, 'crm/comon.toml'), '[level]\nblocks-writes = "gate"\n')
    const refused = JSON.parse(reviewed().stdout).error
    await drop(page, [join(folder, 'crm/comon.toml')])
    // Words between backquotes are set as code.
    const words = `${refused.message.replace(/^.*comon\.toml:1/, 'comon.toml')} ${refused.help}`.replaceAll('`', '')
    await page.locator('.settings.problem', { hasText: words }).waitFor()
    rmSync(folder, { recursive: true })
    await leave(page)
  },
  async 'what is accepted with a reason is accepted in the files by the command that the page gives'() {
    if (process.env.COMON === undefined) throw new Error('COMON does not name the binary')
    const folder = mkdtempSync(join(tmpdir(), 'comon-page-'))
    cpSync(join(gallery, '2-destructive/migrations'), join(folder, 'migrations'), { recursive: true })
    cpSync(join(gallery, '2-destructive/schemas', `${last.migration.name}.prisma`), join(folder, 'schema.prisma'))
    const page = await visit()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await drop(page, [join(folder, 'migrations')])
    await shows(page, last)
    for (const box of await page.locator('.warning .tick input').all()) await box.check()
    const reason = "nobody's $HOME; `faxes` went in 2019"
    await page.getByLabel('Why may they be accepted?').fill(reason)
    const command = await page.getByLabel('the command that accepts them in the files', { exact: true }).innerText()
    const done = spawnSync('sh', ['-c', command.replace(/^comon/, `'${process.env.COMON}'`)], { cwd: folder, encoding: 'utf8' })
    assert.equal(done.status, 0, done.stderr)
    const accepted = readFileSync(join(folder, 'migrations', last.migration.name, 'metadata.txt'), 'utf8').match(/^accept\..*$/gm)
    assert.ok(accepted.length >= last.view.review.gating.length)
    assert.ok(accepted.some((line) => line.includes(reason)), accepted.join('\n'))
    const summary = await copied(page, page.getByRole('button', { name: 'Copy summary as Markdown' }))
    assert.match(summary, /^nobody's \$HOME; \\`faxes\\` went in 2019$/m)
    rmSync(folder, { recursive: true })
    await leave(page)
  },
  async 'facts say what was measured of a review that came alone, and what is missing where they say nothing'() {
    const page = await visit()
    const measured = facts(last, [{ id: last.view.review.gating[0].rule, subject: last.view.review.gating[0].subject, judgement: { state: 'certain', counts: [{ number: 7, counts: 'non-null values' }] }, measured: ['certain: 7 non-null values'] }])
    const folder = mkdtempSync(join(tmpdir(), 'comon-page-'))
    writeFileSync(join(folder, 'review.json'), JSON.stringify({ version: 1, problems: [], reviews: [last.view.review] }))
    writeFileSync(join(folder, 'facts.json'), JSON.stringify(measured))
    await page.getByRole('heading', { level: 1 }).waitFor()
    // In either order, and together.
    await drop(page, [join(folder, 'facts.json')])
    await page.getByText('Facts say something about migrations: open their folder').waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
    await drop(page, [join(folder, 'review.json')])
    await page.locator('.measured').getByText('certain: 7 non-null values').waitFor()
    await page.reload()
    await drop(page, [join(folder, 'review.json'), join(folder, 'facts.json')])
    await page.locator('.measured').getByText('certain: 7 non-null values').waitFor()
    measured.migrations[0].checksum = '0'.repeat(64)
    writeFileSync(join(folder, 'facts.json'), JSON.stringify(measured))
    await drop(page, [join(folder, 'facts.json')])
    await page.getByText(`The facts say nothing of ${last.migration.name} as it was reviewed`).waitFor()
    rmSync(folder, { recursive: true })
    await leave(page)
  },
  async 'pasted JSON of comon review is shown without its files'() {
    const page = await visit()
    await page.locator('#pasted').fill(JSON.stringify({ version: 1, problems: [], reviews: [last.view.review] }))
    assert.equal(await page.getByRole('combobox', { name: 'It is' }).inputValue(), 'json')
    await page.getByRole('button', { name: 'Show it' }).click()
    await shows(page, last)
    await leave(page)
  },
  async 'a pasted migration.sql is shown as text, with what is missing'() {
    const page = await visit()
    await page.locator('#pasted').fill('DROP TABLE "visits";\n')
    await page.getByRole('button', { name: 'Show it' }).click()
    await page.getByText('These files cannot be reviewed').waitFor()
    await page.getByText('Not all files of the migration are here.').waitFor()
    assert.match(await page.locator('pre').innerText(), /DROP TABLE "visits";/)
    await leave(page)
  },
  async 'the five files of a migration are pasted one after the other, and are one'() {
    const page = await visit()
    const files = Object.fromEntries(last.migration.files.map(({ path, text }) => [path, text]))
    await paste(page, files['migration.sql'])
    // There, and from the empty page as well: schemas join too, the second one as the other.
    for (const name of ['after.prisma', 'before.prisma', 'metadata.txt']) {
      await page.getByRole('heading', { name: 'Paste its other files' }).waitFor()
      await page.locator('#pasted').fill(files[name])
      assert.equal(await page.getByRole('combobox', { name: 'It is' }).inputValue(), name)
      await page.getByRole('button', { name: 'Show it' }).click()
    }
    await page.locator('.problems', { hasText: 'warnings.txt: it is missing' }).waitFor()
    await paste(page, files['warnings.txt'])
    await shows(page, last)
    assert.equal(await page.locator('#pasted').count(), 0)
    // It is whole: the next schema is one to try.
    await paste(page, files['after.prisma'])
    await page.locator('#draft-verdict').waitFor()
    await leave(page)
  },
  async 'an empty file of a pasted migration is one too'() {
    const page = await visit()
    const [first] = destructive.migrations
    const choose = page.getByRole('combobox', { name: 'It is' })
    await choose.selectOption('before.prisma')
    await page.getByRole('button', { name: 'Show it' }).click()
    await page.getByText('There is no text yet.').waitFor()
    for (const { path, text } of first.migration.files) {
      await page.locator('#pasted').fill(text)
      await choose.selectOption(path)
      await page.getByRole('button', { name: 'Show it' }).click()
    }
    await shows(page, first)
    await leave(page)
  },
  async 'a pasted text that is nothing of all that is refused with what can be pasted'() {
    const page = await visit()
    for (const text of ['hello world', 'Please update the settings']) {
      await paste(page, text)
      await page.getByText('This looks like no schema, no file of a migration and no JSON').waitFor()
      assert.match(page.url(), /#\/$/)
    }
    await page.getByRole('combobox', { name: 'It is' }).selectOption('migration.sql')
    await page.getByRole('button', { name: 'Show it' }).click()
    await page.getByText('These files cannot be reviewed').waitFor()
    await leave(page)
  },
  async 'a pasted schema opens the editor'() {
    const page = await visit()
    await page.locator('#pasted').fill('datasource db {\n  provider = "sqlite"\n}\n\nmodel Bird {\n  id Int @id\n}\n')
    await page.getByRole('button', { name: 'Show it' }).click()
    await page.getByText('Adds table Bird; no stored value is at risk.').waitFor()
    await leave(page)
  },
  async 'a schema that is dropped onto the editor is what it shows'() {
    const page = await visit({ hash: '#/edit' })
    await page.locator('#draft-verdict.warn').waitFor()
    const folder = mkdtempSync(join(tmpdir(), 'comon-page-'))
    writeFileSync(join(folder, 'schema.prisma'), 'datasource db {\n  provider = "sqlite"\n}\n\nmodel Bird {\n  id Int @id\n}\n')
    await drop(page, [join(folder, 'schema.prisma')])
    await page.getByText('Adds table Bird; no stored value is at risk.').waitFor()
    rmSync(folder, { recursive: true })
    await leave(page)
  },
  async 'the page works from a disk'() {
    for (const place of ['disk', 'single']) {
      const page = await visit({ place, hash: '#/gallery/2-destructive' })
      await shows(page, last)
      await page.goto(`${places[place]}#/edit`)
      await page.locator('#draft-verdict.warn').waitFor()
      await leave(page)
    }
  },
  async 'one file with reviews in it shows them'() {
    const folder = mkdtempSync(join(tmpdir(), 'comon-page-'))
    mkdirSync(folder, { recursive: true })
    const file = join(folder, 'review.html')
    const { files } = last.migration
    const data = { title: 'crm', reviews: [last.view.review], problems: [{ code: 'forgotten-migration', message: 'The schema says more.', help: 'Make it.' }], migrations: [{ name: last.migration.name, files }], facts: null }
    const text = JSON.stringify(data).replaceAll('<', '\\u003c')
    writeFileSync(file, readFileSync(join(dist, 'single.html'), 'utf8').replace('%DATA%', () => text))
    const page = await visit({ place: 'single' })
    await page.goto(`${pathToFileURL(file)}`)
    await shows(page, last)
    await page.getByText('The schema says more.').waitFor()
    rmSync(folder, { recursive: true })
    await leave(page)
  },
  async 'a link into the middle leads there once its folder is open'() {
    const page = await visit({ hash: '#/review/20260921114500_retire_visits/warnings/3' })
    await page.getByText('This link leads to').waitFor()
    await page.locator('#folder').setInputFiles(join(gallery, '2-destructive/migrations'))
    await page.waitForFunction(() => document.activeElement?.id === 'warnings/3')
    await leave(page)
  },
  async 'what is no migration is refused with a reason'() {
    const page = await visit()
    await choose(page, [{ path: 'notes.txt', text: 'nothing' }])
    await page.getByText('There is no migration among these files').waitFor()
    await page.locator('#pasted').fill('{ broken')
    await page.getByRole('button', { name: 'Show it' }).click()
    await page.getByText('The pasted text is no JSON').waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
    await leave(page)
  },
  async 'the page as it is built says nothing of data that it does not have'() {
    const page = await visit({ place: 'single' })
    await page.locator('.start').waitFor()
    assert.equal(await page.locator('.complaints').count(), 0)
    await leave(page)
  },
  async 'what could not be used is said until something else is shown'() {
    const page = await visit()
    await choose(page, [{ path: 'notes.txt', text: 'nothing' }])
    await page.locator('.complaints').waitFor()
    await page.locator('.examples a').first().click()
    await page.locator('.sentence').waitFor()
    assert.equal(await page.locator('.complaints').count(), 0)
    await page.goto(page.url().replace(/#.*/, '#/'))
    await choose(page, [{ path: 'notes.txt', text: 'nothing' }])
    await page.locator('.complaints').waitFor()
    await paste(page, 'datasource db {\n  provider = "sqlite"\n}\n\nmodel Bird {\n  id Int @id\n}\n')
    await page.getByText('Adds table Bird; no stored value is at risk.').waitFor()
    assert.equal(await page.locator('.complaints').count(), 0)
    // What is said of files that are shown stands beside them.
    await page.goto(page.url().replace(/#.*/, '#/'))
    await choose(page, [...last.migration.files, { path: 'review.json', text: '{}' }])
    await shows(page, last)
    await page.locator('.complaints', { hasText: 'review.json holds no facts' }).waitFor()
    await page.locator('nav.sections').getByRole('link', { name: 'Picture' }).click()
    await page.waitForFunction(() => document.activeElement?.id === 'picture-title')
    assert.equal(await page.locator('.complaints').count(), 1)
    await leave(page)
  },
  async 'comon review --open shows the review, and ends when the page is closed'() {
    if (process.env.COMON === undefined) throw new Error('COMON does not name the binary')
    const example = join(gallery, '2-destructive')
    const schema = join(example, 'schemas', `${last.migration.name}.prisma`)
    const command = spawn(process.env.COMON, ['review', '--open', '--schema', schema, '--migrations', join(example, 'migrations')], { env: { PATH: '' } })
    const ended = new Promise((resolve) => command.on('exit', resolve))
    const address = await new Promise((resolve, reject) => {
      let said = ''
      command.stderr.on('data', (part) => {
        said += part
        const found = /http:\/\/\S+/.exec(said)
        if (found !== null) resolve(found[0])
      })
      command.on('exit', () => reject(new Error(said)))
    })
    const page = await visit()
    await page.goto(address)
    await shows(page, last)
    assert.equal(new URL(page.url()).search, '')
    page.strange = page.strange.filter((url) => !url.startsWith(new URL(address).origin))
    await page.reload()
    await shows(page, last)
    page.strange = page.strange.filter((url) => !url.startsWith(new URL(address).origin))
    await leave(page)
    assert.equal(await ended, 1)
  },
}
