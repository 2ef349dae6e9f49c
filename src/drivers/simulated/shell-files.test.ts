import { Bash } from 'just-bash'
import { describe, expect, it } from 'vitest'

import type { Disk } from './disk.ts'
import { MachineFs } from './machine-fs.ts'
import { runScript } from './run-script.ts'
import { ShellFiles } from './shell-files.ts'

const STUB = '#!/bin/bash\n'
const PROGRAMS = ['/bin/cat', '/bin/ls', '/usr/bin/ls']

function install(hasLinks = false) {
  const files = new MachineFs()
  const shell = new ShellFiles(files, { hasLinks })
  for (const directory of ['/bin', '/usr/bin', '/root']) shell.fs.mkdirSync(directory, { recursive: true })
  for (const path of PROGRAMS) shell.fs.writeFileSync(path, STUB)
  shell.endInstallation()
  const made = () => files.getAllPaths().filter((path) => PROGRAMS.includes(path))
  return { files, shell, made }
}

describe('files of the shell’s commands', () => {
  it('are made one by one, when somebody asks for them', async () => {
    const { shell, made } = install()
    await shell.fs.writeFile('/root/x', '/bin/ls')
    expect(await shell.fs.exists('/usr/bin/none')).toBe(false)
    expect(made()).toEqual([])
    expect(await shell.fs.exists('/usr/local/../bin/ls')).toBe(true)
    expect(await shell.fs.readFile('/bin/ls')).toBe(STUB)
    expect(made()).toEqual(['/usr/bin/ls', '/bin/ls'])
  })

  it.each<[string, (fs: MachineFs) => unknown]>([
    ['a list of their directory', (fs) => fs.readdir('/bin')],
    ['a list of all paths', (fs) => fs.getAllPaths()],
    ['a copy of what is above them', (fs) => fs.cp('/usr', '/root/usr', { recursive: true })],
    ['a copy to above them', (fs) => fs.cp('/root', '/usr', { recursive: true })],
    ['a removal of everything', (fs) => fs.exists('/')],
    ['a path through one of them', (fs) => fs.exists('/bin/ls/x')],
    ['a link, which may lead to them', (fs) => fs.symlink('/bin', '/root/programs')],
  ])('are all made by %s', async (_what, look) => {
    const { shell, made } = install()
    await look(shell.fs)
    expect(made().sort()).toEqual(PROGRAMS)
  })

  it('do not come back after they were removed or written', async () => {
    const { shell } = install()
    await shell.fs.rm('/bin/ls')
    await shell.fs.writeFile('/bin/cat', 'mine')
    expect(await shell.fs.readdir('/bin')).toEqual(['cat'])
    expect(await shell.fs.readFile('/bin/cat')).toBe('mine')
  })

  it('are there on a disk that is full', async () => {
    const { shell } = install()
    // Whatever fits, down to the last byte.
    for (let bits = 21; bits >= 0; bits -= 1) {
      const content = new Uint8Array(2 ** bits)
      await shell.fs.writeFile(`/root/${bits}`, content).catch(() => {})
    }
    expect(await shell.fs.exists('/bin/ls')).toBe(true)
    expect(await shell.fs.readdir('/bin')).toEqual(['cat', 'ls'])
  })

  it('are made at once on a machine with links', () => {
    expect(install(true).made().sort()).toEqual(PROGRAMS)
  })
})

describe('release', () => {
  it('takes the files away from what still runs, and leaves them on the machine', async () => {
    const { files, shell } = install()
    await shell.fs.writeFile('/root/x', 'kept')
    shell.release()
    expect(await shell.fs.exists('/root/x')).toBe(false)
    await shell.fs.writeFile('/y', 'lost')
    expect(await files.exists('/y')).toBe(false)
    expect(await files.readFile('/root/x')).toBe('kept')
  })
})

describe('a shell', () => {
  it('has its commands where they are taken from it at the end', () => {
    expect(Reflect.get(new Bash(), 'commands')).toBeInstanceOf(Map)
  })
})

/** On a machine with a link nothing waits: what every other machine must show as well. */
const WITH_LINK: Disk = { '/srv/link': { kind: 'link', target: '/nowhere' } }
const WITHOUT_LINK: Disk = { '/srv/link': { kind: 'file', text: '', mode: 0o644, mtimeMs: 0 } }

async function run(text: string, disk: Disk) {
  const result = await runScript({
    ...{ text, disk, instanceId: 'i-1', user: 'root', stdin: Buffer.alloc(0), env: {} },
    ...{ signal: new AbortController().signal, sleep: async () => {} },
  })
  const { '/srv/link': _link, ...kept } = result.disk
  const mtimes = /"mtimeMs":\d+/g
  return { ...result, disk: JSON.stringify(kept).replaceAll(mtimes, '') }
}

describe('a script sees the same as if they had been made at the start', () => {
  it.each([
    'echo hello | wc -c; hostname; nosuch; echo $?',
    'ls /bin; ls /usr /usr/bin | wc -l',
    'cd /usr/bin; ls e*; ls -l echo | cut -c1-10; cat ./ls; pwd; echo ../b*',
    'echo /bin/ec* /usr/*/ech? /b*',
    'find / -name "ec*" | sort; find /usr -type f | wc -l; du -a /bin | wc -l',
    'which ls hostname nosuch; type ls cd; command -v cat; hash; PATH=/bin; which ls; ls /home',
    'test -e /bin/ls && test -f /usr/bin/ls && ! test -x /bin/ls && [ -d /bin ] && echo yes; stat -c "%a %s" /bin/ls',
    'rm /bin/ls /usr/bin/ls; ls /; hash -r; which ls; echo $?',
    'rm -rf /usr /bin; ls /usr /bin /; echo $?',
    'cp -r /usr /root/copy; ls /root/copy/bin | wc -l; cp /bin/cat /root/cat; cat /root/cat',
    'mv /bin /root/bin; ls /root/bin | wc -l; ls /bin',
    'mv /bin/echo /root/echo; cat /root/echo; ls /bin | grep -c echo',
    'ln /bin/echo /root/hard; ln -s /bin /root/soft; ls /root/soft | wc -l; cat /root/hard /root/soft/ls',
    'printf "#!/bin/bash\\necho mine\\n" > /bin/mine; chmod +x /bin/mine /bin/ls; mine; /bin/mine; cat /bin/ls; test -x /bin/ls && echo yes',
    'echo more >> /usr/bin/ls; cat /usr/bin/ls; mkdir /bin/ls; mkdir /bin/new /bin/ls/new; ls /bin/new; ls -d /bin/n*',
    '/bin/echo absolute; /usr/bin/hostname; ./bin/echo; cd /; ./bin/echo relative; bin/nosuch',
    'ls -la / | wc -l; ls -R /usr | wc -l; tree /usr | tail -1; readlink -f /bin/ls; realpath /usr/bin/../bin/ls',
    'mkdir -p /srv/a; tar cf /srv/a/x.tar /bin 2>&1; tar tf /srv/a/x.tar | wc -l; touch /bin/ls; rmdir /bin; echo $?',
  ])('%s', async (text) => {
    expect(await run(text, WITHOUT_LINK)).toEqual(await run(text, WITH_LINK))
  })
})
