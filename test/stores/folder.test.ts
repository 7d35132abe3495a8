import { ableOf, storeContract } from './store.suite.ts'
import { folderSubject } from './subjects/folder.ts'

storeContract('folder', folderSubject, ableOf('folder'))
