import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config.js';
import { startKeyplane } from '../src/keyplane.js';
/** A Keyplane of its own for one test: own ports, own data. Use with `await using`. */
export async function startTestKeyplane(options = {}) {
    const directory = mkdtempSync(join(tmpdir(), 'keyplane-test-'));
    try {
        const keyplane = await startKeyplane(configOf(options, directory), options.clock);
        return {
            ...keyplane,
            endpoint: new URL(keyplane.api).host,
            sshPort: Number(keyplane.ssh.split(':').at(-1)),
            async [Symbol.asyncDispose]() {
                await keyplane[Symbol.asyncDispose]();
                rmSync(directory, { recursive: true, force: true });
            },
        };
    }
    catch (error) {
        rmSync(directory, { recursive: true, force: true });
        throw error;
    }
}
function configOf(options, directory) {
    const seedFile = join(directory, 'seed.yaml');
    if (options.seed !== undefined)
        writeFileSync(seedFile, options.seed);
    const flags = {
        listen: '127.0.0.1:0',
        'ssh-listen': '0.0.0.0:0',
        data: options.data ?? 'memory',
        mode: options.mode ?? 'stand-in',
        'transition-ms': String(options.transitionMs ?? 20),
        seed: options.seed === undefined ? undefined : seedFile,
    };
    return readConfig({ flags, environment: {}, file: join(directory, 'keyplane.yaml') });
}
