import { qdrantServer } from '../support/qdrant-server.ts'
import { storeContract, VECTOR_ABLE } from './store.suite.ts'
import { qdrantSubject } from './subjects/qdrant.ts'

// Against a small server through the official client; it refuses what is neither a number nor a UUID, as the real one does.
storeContract('Qdrant', async () => qdrantSubject(await qdrantServer()), VECTOR_ABLE)
