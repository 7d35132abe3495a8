import { pineconeServer } from '../support/pinecone-server.ts'
import { storeContract } from './store.suite.ts'
import { PINECONE_ABLE, pineconeSubject } from './subjects/pinecone.ts'

storeContract(
  'Pinecone with a namespace for each tenant',
  async () => pineconeSubject(await pineconeServer(), 'namespace'),
  PINECONE_ABLE,
)
