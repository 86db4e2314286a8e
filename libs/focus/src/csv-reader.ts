/** A file that is no CSV, with the line at which that showed. */
export class CsvError extends Error {
  override readonly name = 'CsvError';

  constructor(
    message: string,
    readonly line: number,
  ) {
    super(`line ${line}: ${message}`);
  }
}

const longestField = 1_000_000;

/** Splits text that comes in pieces into records, as RFC 4180 says. Blank lines are no records. */
export class CsvParser {
  private fields: string[] = [];
  private field = '';
  private state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  private afterReturn = false;
  private line = 1;
  private first = true;

  constructor(private readonly onRecord: (fields: readonly string[]) => void) {}

  write(text: string): void {
    let from = 0;
    if (this.first && text.length > 0) {
      this.first = false;
      if (text.startsWith('\ufeff')) from = 1;
    }
    for (let at = from; at < text.length; at += 1) this.take(text[at] ?? '');
    if (this.field.length > longestField) throw new CsvError('a field is longer than a million characters: a quotation mark is missing', this.line);
  }

  end(): void {
    if (this.state === 'quoted') throw new CsvError('the file ends inside a quoted field', this.line);
    if (this.fields.length > 0 || this.state !== 'start') this.endRecord();
  }

  private take(character: string): void {
    const skip = this.afterReturn && character === '\n';
    this.afterReturn = false;
    if (skip) return;
    if (this.state === 'quoted') {
      if (character === '"') this.state = 'closed';
      else {
        if (character === '\n') this.line += 1;
        this.field += character;
      }
      return;
    }
    if (character === ',') this.endField();
    else if (character === '\n' || character === '\r') {
      this.afterReturn = character === '\r';
      if (this.fields.length > 0 || this.state !== 'start') this.endRecord();
      this.line += 1;
    } else this.takeInside(character);
  }

  private takeInside(character: string): void {
    if (character === '"') {
      if (this.state === 'start') this.state = 'quoted';
      else if (this.state === 'closed') {
        this.field += '"';
        this.state = 'quoted';
      } else throw new CsvError('a quotation mark stands inside a field that does not start with one', this.line);
      return;
    }
    if (this.state === 'closed') throw new CsvError('text follows a closing quotation mark', this.line);
    this.state = 'plain';
    this.field += character;
  }

  private endField(): void {
    this.fields.push(this.field);
    this.field = '';
    this.state = 'start';
  }

  private endRecord(): void {
    this.endField();
    const record = this.fields;
    this.fields = [];
    this.onRecord(record);
  }
}
