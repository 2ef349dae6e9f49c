import type { Clock } from '../src/core/clock.ts';
import { type Keyplane } from '../src/keyplane.ts';
export interface TestKeyplane extends Keyplane {
    /** `127.0.0.1:PORT` of the API, as SDKs want it. */
    readonly endpoint: string;
    /** Port of the simulated machines. */
    readonly sshPort: number;
}
export interface TestOptions {
    /** YAML text of a seed file. */
    readonly seed?: string;
    readonly mode?: 'stand-in' | 'strict';
    /** Duration of a simulated step; short by default, so that polls end soon. */
    readonly transitionMs?: number;
    /** Directory of the data; in memory by default. */
    readonly data?: string;
    readonly clock?: Clock;
}
/** A Keyplane of its own for one test: own ports, own data. Use with `await using`. */
export declare function startTestKeyplane(options?: TestOptions): Promise<TestKeyplane>;
