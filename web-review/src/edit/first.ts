// What the editor begins with: a change of the blog example, with a warning, so that there is something to see.

import after from '../../../examples/blog/steps/03.prisma?raw'
import before from '../../../examples/blog/steps/02.prisma?raw'
import { EMPTY_DRAFT, type Draft } from './draft'

export const FIRST_DRAFT: Draft = { ...EMPTY_DRAFT, before, after }
