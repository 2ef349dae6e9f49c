import { ACCESS_TURNS } from './access-turns.ts'
import { MACHINE_TURNS } from './machine-turns.ts'
import { OWN_TURNS } from './own-turns.ts'
import { PAIR_TURNS } from './pair-turns.ts'
import type { Turn } from './turn.ts'
import { WRONG_TURNS } from './wrong-turns.ts'

export const TURNS: readonly Turn[] = [
  ...PAIR_TURNS,
  ...ACCESS_TURNS,
  ...MACHINE_TURNS,
  ...OWN_TURNS,
  ...WRONG_TURNS,
]
