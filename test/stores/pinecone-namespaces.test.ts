import { pineconeServer } from '../support/pinecone-server.ts'
import { storeContract } from './store.suite.ts'
import { ableOf } from './subject.ts'
import { pineconeSubject } from './subjects/pinecone.ts'

storeContract(
  'Pinecone with a namespace for each tenant',
  async () => pineconeSubject(await pineconeServer(), 'namespace'),
  ableOf('pinecone'),
)
