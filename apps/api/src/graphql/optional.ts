type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The object without its undefined members: absent is absent, in commands and in answers. */
export const optional = <T extends object>(members: T): Present<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
