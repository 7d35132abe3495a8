import { DrillError } from '../model/error.ts'

/** Loads a client that only users of one kind of store need, or says what to install. */
export async function optionalPart<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    throw new DrillError('NOT_AVAILABLE', `This needs the package "${name}", which is not installed.`, {
      hint: `install it beside blackstart: npm install ${name}. Nothing was changed`,
      cause,
    })
  }
}
