import type { z } from 'zod'

import type { Action } from '../../src/dialects/kit/action.ts'
import type { JoiningSchema } from '../../src/dialects/kit/parameter-uses.ts'

/** The fields that an action answers with, as its code says. */
export type AnswerOf<A> = A extends { run(...args: never): Promise<infer Answer> } ? Answer : never

/** The parameters that an action takes, as its schema says. */
type ParamsOf<A extends Action> =
  A['params'] extends JoiningSchema<infer Read, infer Made>
    ? Omit<z.output<A['params']>, Made> & Readonly<Record<Read, unknown>>
    : z.output<A['params']>

/**
 * Where an answer differs from what the official client's type says: fields that type does not have, fields of another
 * type, and fields it always has that are missing. As paths, so that the error of the compiler names them; `never` when
 * there is no difference.
 */
export type AnswerFlaws<Ours, Theirs, Name extends string> = FieldFlaws<Ours, Theirs, Name>

type FieldFlaws<Ours, Theirs, Path extends string> = unknown extends Ours
  ? `${Path} has no type`
  : [NonNullable<Ours>] extends [never]
    ? never
    : NonNullable<Ours> extends readonly (infer Entry)[]
      ? ListFlaws<Entry, NonNullable<Theirs>, Path>
      : NonNullable<Ours> extends object
        ? ObjectFlaws<NonNullable<Ours>, NonNullable<Theirs>, Path>
        : [NonNullable<Ours>] extends [NonNullable<Theirs>]
          ? never
          : `${Path} has another type`

type ListFlaws<Entry, Theirs, Path extends string> = [Entry] extends [never]
  ? Theirs extends readonly unknown[]
    ? never
    : `${Path} is no list there`
  : Theirs extends readonly (infer TheirEntry)[]
    ? FieldFlaws<Entry, TheirEntry, `${Path}[]`>
    : `${Path} is no list there`

type ObjectFlaws<Ours extends object, Theirs, Path extends string> = Theirs extends object
  ? | Missing<Ours, Theirs, Path>
    | {
        [Key in keyof Ours & string]-?: Key extends keyof Theirs
          ? FieldFlaws<Ours[Key], Theirs[Key], `${Path}.${Key}`>
          : `${Path}.${Key} is invented`
      }[keyof Ours & string]
  : `${Path} is no object there`

type Missing<Ours, Theirs, Path extends string> = {
  [Key in keyof Theirs & string]-?: undefined extends Theirs[Key]
    ? never
    : Key extends keyof Ours
      ? never
      : `${Path}.${Key} is missing`
}[keyof Theirs & string]

/**
 * Where the parameters of an action differ from the official client's type: names that type does not have, and names of
 * it that the action neither reads nor lists as ignored. Only the first level: the schema checks the values.
 */
type ParamFlaws<Ours, Theirs, Name extends string, Extra extends string> =
  | `${Name}: the parameter ${Exclude<Names<Ours>, Names<Theirs> | Extra>} is invented`
  | `${Name}: the parameter ${Exclude<Names<Theirs>, Names<Ours>>} is not known to the action`

/** An action without parameters has an index signature in place of names. */
type Names<T> = string extends keyof T ? never : keyof T & string

/**
 * Where an action differs from the types of the official client, under the name that the flaws shall begin with. `Extra`
 * are parameters that other clients send and that type does not have.
 */
export type Contract<Name extends string, A extends Action, Request, Response, Extra extends string = never> =
  AnswerFlaws<AnswerOf<A>, Response, Name> | ParamFlaws<ParamsOf<A>, Request, Name, Extra>

/** A test for the compiler: `None<Contract<…>>` is an error that names the flaws when there are any. */
export type None<Flaws extends never> = Flaws
