import { simpleStage, type ToxicType } from './toxic.ts'

/** Does nothing. Good for trying things out, and for seeing which connections a toxic would meet. */
export const noop: ToxicType<never> = {
  type: 'noop',
  attributes: {},
  stage: line =>
    simpleStage({ data: (chunk, atMs) => line.data(chunk, atMs), end: (ending, atMs) => line.end(ending, atMs) }),
}
