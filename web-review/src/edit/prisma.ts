// The colours of schema.prisma. Only that: what a schema means is the planner's.

import { StreamLanguage } from '@codemirror/language'

const BLOCKS = /^(model|enum|datasource|generator|view|type)\b/
const TYPES = /^(String|Boolean|Int|BigInt|Float|Decimal|DateTime|Json|Bytes|Unsupported)\b/

export const prisma = StreamLanguage.define<{ fresh: boolean; name: boolean }>({
  name: 'prisma',
  startState: () => ({ fresh: true, name: false }),
  token(stream, state) {
    if (stream.sol()) state.fresh = true
    if (stream.eatSpace()) return null
    if (stream.match('//')) {
      stream.skipToEnd()
      return 'comment'
    }
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string'
    if (stream.match(/^@@?[\w.]*/)) return 'meta'
    if (stream.match(/^-?\d+(\.\d+)?/)) return 'number'
    const fresh = state.fresh
    state.fresh = false
    if (fresh && stream.match(BLOCKS)) {
      state.name = true
      return 'keyword'
    }
    if (state.name && stream.match(/^\w+/)) {
      state.name = false
      return 'typeName'
    }
    if (stream.match(/^(true|false|null)\b/)) return 'atom'
    if (fresh && stream.match(/^\w+/)) return 'propertyName'
    if (stream.match(TYPES)) return 'typeName'
    if (stream.match(/^[A-Z]\w*/)) return 'typeName'
    if (stream.match(/^\w+(?=\()/)) return 'variableName'
    if (stream.match(/^\w+/)) return null
    stream.next()
    return null
  },
  languageData: { commentTokens: { line: '//' } },
})
