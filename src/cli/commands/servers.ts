import type { Command } from 'commander'
import { mockMain } from '../../mock/mock-main.ts'
import { proxyMain } from '../../proxy/program.ts'
import type { ExitCode } from '../exit-code.ts'

/** `proxy` and `mock` are programs of their own, with their own flags: everything after their name is theirs. */
export function serverCommands(program: Command, done: (code: ExitCode) => void): void {
  own(program, 'proxy', 'run our Toxiproxy alone: a drop-in for toxiproxy-server', proxyMain, done)
  own(program, 'mock', 'run the mock model providers alone, for SDKs and gateways to talk to', mockMain, done)
}

function own(
  program: Command,
  name: string,
  description: string,
  main: (argv: readonly string[]) => Promise<number>,
  done: (code: ExitCode) => void,
): void {
  program
    .command(name)
    .description(description)
    .argument('[options...]', `see "blackstart ${name} --help"`)
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (argv: string[]) => done((await main(argv)) as ExitCode))
}
