/** The lab as a command: it serves, says where, stops at Ctrl-C and goes on; what it is told wrongly it refuses with a sentence. */
import type { ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { beganText, folded } from '../../src/cli/lab-output.ts'
import { finished, freshFolder, launch, root, stagegame, write } from './stagegame.ts'

const EXAMPLE = join(root, 'examples', 'lab', 'beauty-contest.yaml')

const OWN = `
title: Requests
participants: 2
consent: { text: You may leave at any time. }
blocks:
  one: { game: ./my-game/rules.mjs, seats: [person, person], matching: { when: live } }
payment: { fee: 3 }
seed: 1
`

/** All that it has said once it says how to go on. */
function begun(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = ''
    child.stdout!.on('data', (chunk) => {
      out += String(chunk)
      if (out.includes('stagegame lab resume')) resolve(out)
    })
    child.once('exit', () => reject(new Error(`it ended: ${out}`)))
  })
}

const BEGAN = {
  session: 'guess-lab-1',
  title: 'Choosing numbers',
  url: 'http://127.0.0.1:8080',
  password: '7k3v-x9ab-20mq-ed5t',
  passwordFrom: undefined,
  rooms: false,
  participants: 12,
  demo: false,
  links: Array.from({ length: 12 }, (_, i) => ({
    name: `a3jhedzy${i + 10}`,
    address: `http://127.0.0.1:8080/join/F5J1uMw_0avH8DusUbqlFjXCXP${i}`,
  })),
  files: {
    db: 'transcripts/stagegame.sqlite',
    session: 'transcripts/guess-lab-1.lab.sqlite',
    identity: 'transcripts/guess-lab-1.identity.sqlite',
  },
  resume: 'stagegame lab resume transcripts/guess-lab-1.lab.sqlite',
  warnings: [],
}

describe('what the lab says as it begins', () => {
  it('is the monitor and its password, ten links and where the rest are, a code to scan, the files, and how to go on', () => {
    const text = beganText(BEGAN)
    expect(text).toContain('monitor:   http://127.0.0.1:8080/experimenter')
    expect(text).toContain('password:  7k3v-x9ab-20mq-ed5t')
    expect(text.match(/\/join\//g)).toHaveLength(10)
    expect(text).toContain('and 2 more: http://127.0.0.1:8080/experimenter/links')
    expect(text).toContain('█▀')
    expect(text).toContain('transcripts/guess-lab-1.identity.sqlite')
    expect(text.trimEnd().endsWith(BEGAN.resume)).toBe(true)
  })

  it.each([
    ['with links', BEGAN],
    ['resumed, without any', { ...BEGAN, links: [], password: undefined }],
    ['of a room', { ...BEGAN, rooms: true, links: BEGAN.links.slice(0, 1), demo: true }],
    ['with a warning', { ...BEGAN, warnings: [`port 8080 is taken; ${'word '.repeat(60)}`] }],
    ['with a password of one’s own', { ...BEGAN, password: undefined, passwordFrom: 'LAB_PASSWORD' }],
  ])('fits in 100 columns %s', (_, began) => {
    for (const line of beganText(began).split('\n')) expect(line.length).toBeLessThanOrEqual(100)
  })

  it('never says a password that came from the environment, and says that the one of before stays', () => {
    expect(beganText({ ...BEGAN, password: undefined, passwordFrom: 'LAB_PASSWORD' })).toContain(
      'the one in LAB_PASSWORD',
    )
    expect(beganText({ ...BEGAN, password: undefined })).toContain('as before')
  })

  it('folds a sentence under its head', () => {
    expect(folded(`${'long '.repeat(30)}end`, 'note: ')[1]).toMatch(/^ {6}long/)
  })
})

describe('stagegame lab', () => {
  it('serves an example, stops at Ctrl-C with 130, and goes on with the same links and password', {
    timeout: 90_000,
  }, async () => {
    const cwd = freshFolder()
    const child = launch(['lab', EXAMPLE, '--port', '0'], { cwd })
    const ending = finished(child)
    const out = await begun(child)
    const [, url] = /monitor: +(\S+)\/experimenter/.exec(out)!
    const [, password] = /password: +(\S+)/.exec(out)!
    const [, token] = /\/join\/(\S+)/.exec(out)!
    const login = async (base: string) =>
      fetch(`${base}/experimenter/login`, {
        method: 'POST',
        body: new URLSearchParams({ password: password! }),
        redirect: 'manual',
      })
    expect((await fetch(`${url}/join/${token}`)).status).toBe(200)
    expect((await fetch(`${url}/experimenter`, { redirect: 'manual' })).status).toBe(303)
    expect((await login(url!)).headers.get('location')).toBe('/experimenter')
    expect(readFileSync(join(cwd, 'transcripts/guess-lab-1.identity.sqlite'), 'latin1')).not.toContain(password)
    child.kill('SIGINT')
    expect((await ending).code).toBe(130)

    const again = launch(['lab', 'resume', 'transcripts/guess-lab-1.lab.sqlite', '--port', '0'], { cwd })
    const over = finished(again)
    const said = await begun(again)
    const [, there] = /monitor: +(\S+)\/experimenter/.exec(said)!
    expect(said).toContain('cannot be shown')
    expect((await fetch(`${there}/join/${token}`)).status).toBe(200)
    expect((await login(there!)).headers.get('location')).toBe('/experimenter')
    again.kill('SIGINT')
    expect((await over).code).toBe(130)
  })

  it('says that a port is taken, and begins nothing', async () => {
    const cwd = freshFolder()
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    const ran = await stagegame(['lab', EXAMPLE, '--port', String(port)], { cwd })
    other.close()
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(`port ${port} of 127.0.0.1 is taken`) })
    expect(existsSync(join(cwd, 'transcripts'))).toBe(false)
  })

  it('lets scripted participants go through an example, and writes, packs and checks what they did', {
    timeout: 120_000,
  }, async () => {
    const cwd = freshFolder()
    const ran = await stagegame(['lab', 'pilot', EXAMPLE, '--bots', '4', '--db', 'p.sqlite', '--out', 'data'], { cwd })
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(ran.out.match(/completed +€\d/g)).toHaveLength(4)
    expect(readdirSync(join(cwd, 'data'))).toEqual(
      expect.arrayContaining(['codebook.csv', 'manifest.json', 'payments']),
    )
    const packed = await stagegame(['lab', 'pack', 'guess-lab-1.lab.sqlite', '--out', 'package'], { cwd })
    expect(packed).toMatchObject({ code: 0 })
    const files = readdirSync(join(cwd, 'package'), { recursive: true }) as string[]
    expect(files).toEqual(
      expect.arrayContaining([
        'session.yaml',
        'session-events.jsonl',
        'transcripts.jsonl',
        'README.txt',
        'manifest.json',
      ]),
    )
    expect(files.filter((file) => /payment/.test(file))).toEqual([])
    expect(await stagegame(['verify', 'package'], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringContaining('all verified'),
    })
    write(join(cwd, 'package'), 'session-events.jsonl', '')
    expect(await stagegame(['verify', 'package'], { cwd })).toMatchObject({
      code: 1,
      out: expect.stringContaining('session-events.jsonl is not what was packed'),
    })
    const [, person] = /^([a-z0-9]{10}) /m.exec(ran.out)!
    const erased = await stagegame(['lab', 'erase', 'guess-lab-1.lab.sqlite', person!, '--yes'], { cwd })
    expect(erased).toMatchObject({ code: 0, out: expect.stringContaining(`participant ${person}:`) })
  })

  it.each([
    [['check', EXAMPLE], /within +with-people, with-programs[\s\S]*nothing is wrong/],
    [['freeze', EXAMPLE], /^[0-9a-f]{64} {2}session$[\s\S]*^[0-9a-f]{64}$/m],
  ])('%j prints what it found', async (args, expected) => {
    const ran = await stagegame(['lab', ...args], { cwd: freshFolder() })
    expect(ran).toMatchObject({ code: 0, out: expect.stringMatching(expected) })
  })

  it('begins nothing where the file is wrong, or a key is not there', async () => {
    const cwd = freshFolder()
    const text = readFileSync(EXAMPLE, 'utf8')
    write(cwd, 'told.yaml', text.replace('told: people', 'told: peple'))
    write(cwd, 'key.yaml', text.replace('"simulated:level-k", options: { level: 1, noise: 8 }', '"openai:gpt-5-mini"'))
    for (const file of ['told.yaml', 'key.yaml'])
      expect(await stagegame(['lab', file, '--port', '0'], { cwd })).toMatchObject({ code: 2, out: '' })
    expect(readdirSync(cwd).sort()).toEqual(['key.yaml', 'told.yaml'])
  })

  it('leaves -V of the other commands what it was: the version', async () => {
    const said = await stagegame(['-V'], { cwd: root })
    expect(await stagegame(['run', '-V'], { cwd: root })).toEqual(said)
    expect(said).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })

  it('does not write a pilot into a folder that has something in it', async () => {
    const cwd = freshFolder()
    write(cwd, 'there.txt', '')
    const ran = await stagegame(['lab', 'pilot', EXAMPLE, '--out', '.'], { cwd })
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('not empty: name another folder by --out') })
  })

  it('plays rules of one’s own, and verify and replay find them, from the log and in the package', {
    timeout: 120_000,
  }, async () => {
    const cwd = freshFolder()
    cpSync(join(root, 'examples', 'my-game'), join(cwd, 'my-game'), { recursive: true })
    mkdirSync(join(cwd, 'node_modules'))
    symlinkSync(root, join(cwd, 'node_modules', 'stagegame'))
    write(cwd, 'own.yaml', OWN)
    expect(await stagegame(['lab', 'pilot', 'own.yaml', '--db', 'own.sqlite', '--out', 'data'], { cwd })).toMatchObject(
      {
        code: 0,
      },
    )
    const verified = { code: 0, err: '', out: expect.stringContaining('1 match, 2 decisions: all verified') }
    expect(await stagegame(['verify', 'own.sqlite'], { cwd })).toMatchObject(verified)
    expect(await stagegame(['replay', 'own-1', '--db', 'own.sqlite'], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/seat 0 person: request: request \d+[\s\S]*ended; payoffs/),
    })
    expect(await stagegame(['lab', 'pack', 'own-1', '--out', 'package'], { cwd })).toMatchObject({ code: 0 })
    expect(await stagegame(['verify', 'package'], { cwd })).toMatchObject({ ...verified, out: expect.any(String) })
  })

  it.each([
    [['nowhere.yaml'], /cannot read the session file nowhere\.yaml/],
    [[EXAMPLE, '--port', 'here'], /--port <n>.*expected a whole number from 0 to 65535/],
    [[EXAMPLE, '--public-url', 'lab'], /expected an address without a path/],
    [[EXAMPLE, '--password-from', 'NO_SUCH_VARIABLE'], /the environment has no NO_SUCH_VARIABLE/],
    [[EXAMPLE, '--host', '203.0.113.1'], /203\.0\.113\.1 is no address of this machine/],
    [['resume', 'nowhere.lab.sqlite'], /there is no session file nowhere\.lab\.sqlite$/m],
    [['resume', 'nowhere'], /no session file nowhere, nor nowhere\.lab\.sqlite, nor transcripts\/nowhere\.lab\.sqlite/],
    [['chek', 'session.yaml'], /got chek session\.yaml: did you mean check\?/],
    [['pilot', EXAMPLE, '--bots', '99'], /--bots 99: the session has 4 places/],
    [['export', 'nowhere.lab.sqlite'], /required option '--out/],
    [['export', 'nowhere.lab.sqlite', '--out', 'x'], /nowhere\.lab\.sqlite/],
    [['erase', 'nowhere.lab.sqlite', 'ada'], /add --yes/],
  ])('%j is refused with a sentence', async (args, expected) => {
    const ran = await stagegame(['lab', ...args], { cwd: freshFolder() })
    expect(ran).toMatchObject({ code: 2, err: expect.stringMatching(expected) })
  })
})
