import { s3Server } from '../support/s3-server.ts'
import { storeContract } from './store.suite.ts'
import { S3_ABLE, s3Subject } from './subjects/s3.ts'

// Against a small server through the official client: it has pages, pieces and errors as S3 words them.
storeContract('S3', async () => s3Subject(await s3Server()), S3_ABLE)
