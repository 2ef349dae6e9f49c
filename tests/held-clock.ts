export { heldClock, type HeldClock } from '../src/core/held-clock.ts'
