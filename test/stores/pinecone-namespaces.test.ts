import { pineconeServer } from '../support/pinecone-server.ts'
import { ableOf, storeContract } from './store.suite.ts'
import { pineconeSubject } from './subjects/pinecone.ts'

storeContract(
  'Pinecone with a namespace for each tenant',
  async () => pineconeSubject(await pineconeServer(), 'namespace'),
  ableOf('pinecone'),
)
