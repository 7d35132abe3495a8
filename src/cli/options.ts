import { type Command, InvalidArgumentError, Option } from 'commander'

/** `--seed N`: what chance there is in a drill repeats with its seed. */
export function seedOption(): Option {
  return new Option('--seed <number>', 'repeat the chance of an earlier drill (default: a new one)').argParser(
    wholeNumber,
  )
}

/** A flag that takes a whole number. */
export function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number from 0 up.')
  return value
}

/** The forms in which a report can be printed. */
export const REPORT_FORMATS = ['html', 'md', 'json', 'junit'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** `--pdf` and `--theme DIR`: what the reports of a command look like. */
export function lookOptions(command: Command): Command {
  return command
    .option('--pdf', 'print the reports too, with the Chromium of this machine')
    .option('--theme <dir>', 'a folder with your own partials/NAME.hbs, words.json and logo.svg for the pages')
}
