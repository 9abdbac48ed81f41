// Types of schema.prisma, as the client of Rust writes and reads them in JSON.
// Written by `comon generate`: changes are lost.

/** Any JSON. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | JsonValue[]
  | { [key: string]: JsonValue };

/** How far something is. */
export const State = [
  "NEW",
  "in_progress",
  "Done",
] as const;
export type State = (typeof State)[number];

export interface Kinds {
  id: string;
  cuid: string;
  cuid2: string;
  ulid: string;
  nanoid: string;
  text: string;
  chars: string;
  xml: string;
  bits: string;
  bit: string;
  inet: string;
  boolean: boolean;
  small: number;
  int: number;
  big: number;
  oid: number;
  real: number;
  double: number;
  decimal: string;
  money: string;
  timestamp: string;
  moment: string;
  date: string;
  time: string;
  timetz: string;
  json: JsonValue;
  plain: JsonValue;
  bytes: number[];
  state: State;
  changed: string;
}

/** What a new `Kinds` is made of. */
export interface CreateKinds {
  id?: string;
  cuid?: string;
  cuid2?: string;
  ulid?: string;
  nanoid?: string;
  text: string;
  chars: string;
  xml: string;
  bits: string;
  bit: string;
  inet: string;
  boolean: boolean;
  small: number;
  int: number;
  big: number;
  oid: number;
  real: number;
  double: number;
  decimal: string;
  money: string;
  timestamp: string;
  moment: string;
  date: string;
  time: string;
  timetz: string;
  json: JsonValue;
  plain: JsonValue;
  bytes: number[];
  state?: State;
  changed?: string;
}

/** What is changed of a `Kinds`. */
export interface UpdateKinds {
  id?: string;
  cuid?: string;
  cuid2?: string;
  ulid?: string;
  nanoid?: string;
  text?: string;
  chars?: string;
  xml?: string;
  bits?: string;
  bit?: string;
  inet?: string;
  boolean?: boolean;
  small?: number;
  int?: number;
  big?: number;
  oid?: number;
  real?: number;
  double?: number;
  decimal?: string;
  money?: string;
  timestamp?: string;
  moment?: string;
  date?: string;
  time?: string;
  timetz?: string;
  json?: JsonValue;
  plain?: JsonValue;
  bytes?: number[];
  state?: State;
  changed?: string;
}

export interface Maybe {
  id: number;
  kindsId: string;
  text: string | null;
  xml: string | null;
  bits: string | null;
  inet: string | null;
  decimal: string | null;
  money: string | null;
  timestamp: string | null;
  timetz: string | null;
  json: JsonValue | null;
  bytes: number[] | null;
  state: State | null;
}

/** What a new `Maybe` is made of. */
export interface CreateMaybe {
  id?: number;
  kindsId: string;
  text?: string | null;
  xml?: string | null;
  bits?: string | null;
  inet?: string | null;
  decimal?: string | null;
  money?: string | null;
  timestamp?: string | null;
  timetz?: string | null;
  json?: JsonValue | null;
  bytes?: number[] | null;
  state?: State | null;
}

/** What is changed of a `Maybe`. */
export interface UpdateMaybe {
  id?: number;
  kindsId?: string;
  text?: string | null;
  xml?: string | null;
  bits?: string | null;
  inet?: string | null;
  decimal?: string | null;
  money?: string | null;
  timestamp?: string | null;
  timetz?: string | null;
  json?: JsonValue | null;
  bytes?: number[] | null;
  state?: State | null;
}

export interface Lists {
  id: number;
  kindsId: string;
  texts: string[];
  uuids: string[];
  xmls: string[];
  bits: string[];
  inets: string[];
  ints: number[];
  decimals: string[];
  moneys: string[];
  timestamps: string[];
  dates: string[];
  timetzs: string[];
  jsons: JsonValue[];
  bytes: number[][];
  states: State[];
}

/** What a new `Lists` is made of. */
export interface CreateLists {
  id?: number;
  kindsId: string;
  texts?: string[];
  uuids?: string[];
  xmls?: string[];
  bits?: string[];
  inets?: string[];
  ints?: number[];
  decimals?: string[];
  moneys?: string[];
  timestamps?: string[];
  dates?: string[];
  timetzs?: string[];
  jsons?: JsonValue[];
  bytes?: number[][];
  states?: State[];
}

/** What is changed of a `Lists`. */
export interface UpdateLists {
  id?: number;
  kindsId?: string;
  texts?: string[];
  uuids?: string[];
  xmls?: string[];
  bits?: string[];
  inets?: string[];
  ints?: number[];
  decimals?: string[];
  moneys?: string[];
  timestamps?: string[];
  dates?: string[];
  timetzs?: string[];
  jsons?: JsonValue[];
  bytes?: number[][];
  states?: State[];
}
