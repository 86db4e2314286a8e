/** A statement of a trust document as anybody may have written it: every member optional, one value or many. */
export interface TrustStatement {
  readonly label: string;
  readonly allows: boolean;
  /** Undefined with NotAction. */
  readonly actions: readonly string[] | undefined;
  /** Undefined with NotPrincipal or none. */
  readonly principals: readonly { readonly kind: string; readonly value: string }[] | undefined;
  readonly conditions: readonly { readonly operator: string; readonly key: string; readonly values: readonly string[] }[];
}

/** Reads a trust document (JSON text, URL-encoded as IAM answers it, or parsed); undefined when it is none. */
export const parseTrust = (document: unknown): readonly TrustStatement[] | undefined => {
  const root = typeof document === 'string' ? parseText(document) : document;
  if (!isRecord(root) || root.Statement === undefined) return undefined;
  const statements = Array.isArray(root.Statement) ? (root.Statement as unknown[]) : [root.Statement];
  const parsed = statements.map((statement, index) => (isRecord(statement) ? parseStatement(statement, index) : undefined));
  return parsed.every((statement) => statement !== undefined) ? parsed : undefined;
};

const parseStatement = (statement: Readonly<Record<string, unknown>>, index: number): TrustStatement | undefined => {
  const conditions = parseConditions(statement.Condition ?? {});
  if (!conditions || (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')) return undefined;
  const sid = statement.Sid;
  return {
    label: typeof sid === 'string' && sid !== '' ? sid : `statement ${index + 1}`,
    allows: statement.Effect === 'Allow',
    actions: statement.Action === undefined ? undefined : texts(statement.Action),
    principals: parsePrincipals(statement.Principal),
    conditions,
  };
};

const parsePrincipals = (principal: unknown): TrustStatement['principals'] => {
  if (typeof principal === 'string') return [{ kind: 'AWS', value: principal }];
  if (!isRecord(principal)) return undefined;
  return Object.entries(principal).flatMap(([kind, values]) => texts(values).map((value) => ({ kind, value })));
};

const parseConditions = (block: unknown): TrustStatement['conditions'] | undefined => {
  if (!isRecord(block)) return undefined;
  return Object.entries(block).flatMap(([operator, keys]) =>
    isRecord(keys) ? Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values: texts(values) })) : [],
  );
};

const parseText = (text: string): unknown => {
  const plain = text.trimStart().startsWith('{') ? text : decode(text);
  try {
    return JSON.parse(plain) as unknown;
  } catch {
    return undefined;
  }
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};

const texts = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? (value as unknown[]) : [value]).map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
