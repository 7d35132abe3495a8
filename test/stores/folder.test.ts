import { storeContract } from './store.suite.ts'
import { ableOf } from './subject.ts'
import { folderSubject } from './subjects/folder.ts'

storeContract('folder', folderSubject, ableOf('folder'))
