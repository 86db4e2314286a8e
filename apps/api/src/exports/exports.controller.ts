import { Controller, Get, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { RequiresPermission } from '@orgledger/access';
import { costsRequest, ExportThreads, fileOf, monthRequest, statementRequest } from '@orgledger/metering';
import type { ExportRequest } from '@orgledger/metering';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DownloadFailuresFilter } from './download-failures.filter.js';

/** Exports as downloads: as they are made, at the reader's pace. */
@Controller('exports')
@UseFilters(DownloadFailuresFilter)
export class ExportsController {
  constructor(private readonly threads: ExportThreads) {}

  /** `<statement id>.pdf`, `.csv`, `.xlsx` or `.json` */
  @Get('statements/:file')
  @RequiresPermission('costs:read')
  statement(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(statementRequest(file), request, reply);
  }

  /** `<YYYY-MM>.csv`, `.xlsx`, `.json`, `.focus-provider.csv` or `.focus-chargeback.csv` */
  @Get('months/:payer/:file')
  @RequiresPermission('costs:read')
  month(@Param('payer') payer: string, @Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(monthRequest(payer, file), request, reply);
  }

  /** Cells as Cost Explorer gave them, from one month to another. */
  @Get('costs.csv')
  @RequiresPermission('costs:read')
  costs(@Query() query: Readonly<Record<string, unknown>>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '');
    return this.send(costsRequest(text('payer'), text('from'), text('to') || text('from')), request, reply);
  }

  private async send(order: ExportRequest, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort(new Error('the reader went away')));
    const { etag, body } = await this.threads.open(order, gone.signal);
    const { fileName, contentType } = fileOf(order);
    reply
      .header('content-type', contentType)
      .header('content-disposition', `attachment; filename="${fileName}"`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-cache');
    if (etag !== undefined) {
      reply.header('etag', etag);
      if (request.headers['if-none-match'] === etag) {
        body.destroy();
        await reply.code(304).send();
        return;
      }
    }
    await reply.send(body);
  }
}
