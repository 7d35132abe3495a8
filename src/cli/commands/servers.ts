import type { Command } from 'commander'
import type { ExitCode } from '../exit-code.ts'
import type { Front } from '../front.ts'

type Main = (argv: readonly string[]) => Promise<number>

/** `proxy` and `mock` are programs of their own, with their own flags: everything after their name is theirs. */
export function serverCommands(program: Command, front: Front): void {
  own(program, front, 'proxy', 'run our Toxiproxy alone: a drop-in for toxiproxy-server', async () => {
    return (await import('../../proxy/program.ts')).proxyMain
  })
  own(program, front, 'mock', 'run the mock model providers alone, for SDKs and gateways to talk to', async () => {
    return (await import('../../mock/mock-main.ts')).mockMain
  })
}

function own(program: Command, front: Front, name: string, description: string, load: () => Promise<Main>): void {
  program
    .command(name)
    .description(description)
    .argument('[options...]', `see "blackstart ${name} --help"`)
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (argv: string[]) => {
      const main = await load()
      front.done((await main(argv)) as ExitCode)
    })
}
