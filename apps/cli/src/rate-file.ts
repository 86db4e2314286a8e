/** Well below the API's limit of 262,144 bytes for a whole request, escapes included. */
const partBytes = 150_000;

const day = /\d{4}-\d\d-\d\d/;

/** Days of an XML file, each as its whole `<Cube time=…>…</Cube>`. */
const xmlDays = (content: string): readonly string[] => [...content.matchAll(/<Cube\b[^>]*\btime\s*=[^>]*>[\s\S]*?<\/Cube>/g)].map(([cube]) => cube);

/**
 * A rate file as the European Central Bank publishes it, in parts that the API takes: only days from `since` on (`YYYY-MM-DD`), each
 * part a file of its own. A file of another form comes back as it is: the API says what is wrong with it.
 */
export const partsOfRateFile = (content: string, since: string): readonly string[] => {
  const isXml = content.trimStart().startsWith('<');
  const [header = '', ...lines] = content.split(/\r?\n/);
  const days = isXml ? xmlDays(content) : lines.filter((line) => line.trim() !== '');
  if (days.length === 0) return [content.slice(0, partBytes)];
  const wrap = (some: readonly string[]): string => (isXml ? `<Cube>${some.join('')}</Cube>` : [header, ...some].join('\n'));
  const parts: string[][] = [];
  let size = Infinity;
  for (const one of days) {
    if ((day.exec(one)?.[0] ?? since) < since) continue;
    if (size + one.length > partBytes) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(one);
    size += one.length + 1;
  }
  return parts.map(wrap);
};
