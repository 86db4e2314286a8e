/** Takes a key out of a JSON map. */
export const removeKey = (record: Record<string, unknown>, key: string): void => {
  Reflect.deleteProperty(record, key);
};
