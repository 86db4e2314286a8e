const secretMembers = new Set(['secretAccessKey', 'token']);

/** A copy of a state without keys and session tokens: witnesses read it, and what they read lands in logs. */
export const withoutSecrets = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !secretMembers.has(name))
      .map(([name, member]) => [name, withoutSecrets(member)]),
  );
};
