/**
 * One text for all ways to write a policy document: keys sorted, lists of one written as their element, longer lists sorted.
 * IAM answers documents rewritten, so texts can only be compared in this form. Text that is no JSON stays as it is.
 */
export const canonicalDocument = (document: unknown): string => JSON.stringify(canonical(typeof document === 'string' ? parsed(document) : document));

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const items = value.map(canonical);
    return items.length === 1 ? items[0] : items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, canonical(item)]),
  );
};
