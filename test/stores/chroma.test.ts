import { chromaServer } from '../support/chroma-server.ts'
import { storeContract } from './store.suite.ts'
import { ableOf } from './subject.ts'
import { chromaSubject } from './subjects/chroma.ts'

// Against a small server through the official client: a real one is not on every machine.
storeContract('Chroma', async () => chromaSubject(await chromaServer()), ableOf('chroma'))
