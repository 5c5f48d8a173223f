// The body of a prediction for people: a picture file, raw pixels, a form with files, or JSON with base64.

import { formatOf } from '@convoy/core/image-headers';
import type { FastifyRequest } from 'fastify';
import { badRequest, badRequestOf, messageOf, ServeError } from '../../errors.ts';

/** A picture file with its name for errors, or rows of pixel values. */
export type Given =
  | {
      readonly kind: 'pictures';
      readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
    }
  | { readonly kind: 'pixels'; readonly rows: number; readonly bytes: Uint8Array };

export interface BodyLimits {
  /** Images of one request. */
  readonly maxRows: number;
  /** Bytes of one request. */
  readonly maxBody: number;
}

/**
 * @param rowBytes of one image as raw pixels
 * @throws {ServeError} `invalid-request`, naming the field
 */
export async function readBody(
  request: FastifyRequest,
  rowBytes: number,
  { maxRows, maxBody }: BodyLimits,
): Promise<Given> {
  if (request.isMultipart()) return pictures(await readForm(request, maxRows, maxBody), maxRows);
  const { body } = request;
  const type = request.headers['content-type'] ?? '';
  if (!(body instanceof Uint8Array) || body.length === 0) {
    throw badRequest('body', 'a PNG, JPEG or WebP file, raw pixels, a form or JSON', undefined);
  }
  if (type.startsWith('application/json')) return pictures(readJson(body), maxRows);
  if (formatOf(body) !== undefined) return pictures([{ name: 'image', bytes: body }], maxRows);
  if (type.startsWith('image/'))
    throw badRequestOf('body', 'a PNG, JPEG or WebP file', `a body of type ${type}`);
  if (body.length % rowBytes === 0)
    return requireRows({ kind: 'pixels', rows: body.length / rowBytes, bytes: body }, maxRows);
  throw badRequestOf(
    'body',
    `a PNG, JPEG or WebP file, or ${rowBytes} bytes of pixels per image`,
    `${body.length} bytes of something else`,
  );
}

type Files = Extract<Given, { kind: 'pictures' }>['files'];

function pictures(files: Files, maxRows: number): Given {
  if (files.length === 0) throw badRequest('images', 'at least one image', undefined);
  if (files.length > maxRows) throw badRequest('images', `at most ${maxRows} images`, files.length);
  return { kind: 'pictures', files };
}

function requireRows(given: Extract<Given, { kind: 'pixels' }>, maxRows: number): Given {
  if (given.rows <= maxRows) return given;
  throw badRequest('body', `at most ${maxRows} images`, given.rows);
}

/** A form arrives part by part, so that its whole size is counted here. */
async function readForm(request: FastifyRequest, maxRows: number, maxBody: number): Promise<Files> {
  const files: Files[number][] = [];
  requireSize(Number(request.headers['content-length'] ?? 0), maxBody);
  let total = 0;
  try {
    for await (const part of request.files({ limits: { files: maxRows, fileSize: maxBody } })) {
      const bytes = await part.toBuffer();
      total += bytes.length;
      requireSize(total, maxBody);
      // A name that the client made up goes into an error message, and nowhere else.
      files.push({ name: part.fieldname, bytes });
    }
  } catch (error) {
    if (error instanceof ServeError) throw error;
    const isLarge = error instanceof Error && 'statusCode' in error && error.statusCode === 413;
    throw new ServeError(isLarge ? 'too-large' : 'invalid-request', `form: ${messageOf(error)}`, {
      cause: error,
    });
  }
  if (files.length === 0) throw badRequest('form', 'at least one file', undefined);
  return files;
}

function requireSize(bytes: number, most: number): void {
  if (bytes > most) throw new ServeError('too-large', `form: expected at most ${most} bytes, got ${bytes}`);
}

/** `{ "image": "…" }` or `{ "images": ["…", …] }`, base64 of PNG, JPEG or WebP files, with or without `data:…;base64,`. */
function readJson(body: Uint8Array): Files {
  const value = parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('body', 'an object with "image" or "images"', value);
  }
  const { image, images } = value as Readonly<Record<string, unknown>>;
  if (image !== undefined) return [{ name: 'image', bytes: fromBase64('image', image) }];
  if (!Array.isArray(images)) throw badRequest('images', 'an array of base64 text, or "image"', images);
  return images.map((one, at) => ({ name: `images[${at}]`, bytes: fromBase64(`images[${at}]`, one) }));
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new ServeError('invalid-request', `body: expected JSON: ${messageOf(error)}`);
  }
}

function fromBase64(field: string, value: unknown): Uint8Array {
  if (typeof value !== 'string') throw badRequest(field, 'base64 text', value);
  const text = value.replace(/^data:[\w/+.-]*;base64,/, '');
  if (!/^[A-Za-z0-9+/\s_-]+={0,2}\s*$/.test(text)) throw badRequest(field, 'base64 text', value);
  return Buffer.from(text, 'base64');
}
