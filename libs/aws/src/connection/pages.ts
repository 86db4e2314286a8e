/** All items of a paged list, page by page as they are asked for. */
export async function* pages<Item>(
  read: (token: string | undefined) => Promise<{ readonly items: readonly Item[] | undefined; readonly next: string | undefined }>,
): AsyncGenerator<Item, void, undefined> {
  let token: string | undefined;
  do {
    const { items, next } = await read(token);
    yield* items ?? [];
    token = next;
  } while (token !== undefined && token !== '');
}

export const allPages = async <Item>(read: Parameters<typeof pages<Item>>[0]): Promise<readonly Item[]> => {
  const items: Item[] = [];
  for await (const item of pages(read)) items.push(item);
  return items;
};

/** A member that AWS always sends, though its types say that it may not. */
export const present = <Value>(value: Value | undefined, what: string): Value => {
  if (value === undefined) throw new TypeError(`AWS answered without ${what}`);
  return value;
};
