import { styleText } from 'node:util'

/** Colours for a terminal that has them; plain text for one that has not. */
export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
}

export function makePaint(colour: boolean): Paint {
  const style = (format: 'bold' | 'dim' | 'red' | 'green' | 'yellow') => (text: string) =>
    colour && text !== '' ? styleText(format, text, { validateStream: false }) : text
  return { bold: style('bold'), dim: style('dim'), red: style('red'), green: style('green'), yellow: style('yellow') }
}
