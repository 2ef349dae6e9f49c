import * as fc from 'fast-check'

/** Under CI the same inputs on every run; elsewhere others each time, so that they are found by whoever can mend them. */
if (process.env['CI'] === 'true') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_122 })
