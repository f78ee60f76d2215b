// Asks the graph, and remembers answers so that back and forward show them at once.

import { Client, fetchExchange } from '@urql/core';
import type { TypedDocumentString } from '../generated/graphql';

/** What went wrong, as far as a reader can do something with it. */
export class AskFailed extends Error {
  constructor(
    readonly code: string,
    /** What exactly is wrong, where the graph says more than the code does. */
    readonly reason: string | undefined,
    message: string,
    readonly requestId: string | undefined,
    readonly seconds: number | undefined,
  ) {
    super(message);
  }
}

let language = 'en';

/** The language in which names are given. */
export function speak(chosen: string): void {
  language = chosen;
}

const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  exchanges: [fetchExchange],
  fetchOptions: () => ({ headers: { 'accept-language': language }, credentials: 'omit' }),
});

const remembered = new Map<string, unknown>();
const mostRemembered = 60;

/** The answer if it was given on this visit. */
export function recall<R, V>(document: TypedDocumentString<R, V>, variables: V): R | undefined {
  return remembered.get(keyOf(document, variables)) as R | undefined;
}

export async function ask<R, V extends object>(
  document: TypedDocumentString<R, V>,
  variables: V,
  signal?: AbortSignal,
): Promise<R> {
  const key = keyOf(document, variables);
  const before = remembered.get(key);
  if (before !== undefined) return before as R;
  const answer = await new Promise<Awaited<ReturnType<typeof once<R, V>>>>((resolve, reject) => {
    const { unsubscribe } = subscribe(document, variables, resolve);
    signal?.addEventListener('abort', () => {
      unsubscribe();
      reject(new DOMException('a newer question was asked', 'AbortError'));
    });
  });
  if (answer.error || answer.data === undefined || answer.data === null)
    throw failure(answer.error);
  remembered.delete(key);
  remembered.set(key, answer.data);
  if (remembered.size > mostRemembered) remembered.delete([...remembered.keys()][0] ?? '');
  return answer.data;
}

function once<R, V extends object>(document: TypedDocumentString<R, V>, variables: V) {
  return client.query<R, V>(document.toString(), variables).toPromise();
}

function subscribe<R, V extends object>(
  document: TypedDocumentString<R, V>,
  variables: V,
  heard: (answer: Awaited<ReturnType<typeof once<R, V>>>) => void,
) {
  return client.query<R, V>(document.toString(), variables).subscribe(heard);
}

function failure(error: Awaited<ReturnType<typeof once>>['error']): AskFailed {
  const first = error?.graphQLErrors[0];
  const response = error?.response as Response | undefined;
  const header = (name: string) => response?.headers?.get(name) ?? undefined;
  const retry = Number(header('retry-after'));
  return new AskFailed(
    String(first?.extensions['code'] ?? (error?.networkError ? 'UNREACHABLE' : 'INTERNAL')),
    first?.extensions['reason'] as string | undefined,
    first?.message ?? error?.message ?? '',
    (first?.extensions['requestId'] as string | undefined) ?? header('x-request-id'),
    retry > 0 ? retry : undefined,
  );
}

function keyOf<R, V>(document: TypedDocumentString<R, V>, variables: V): string {
  return JSON.stringify([language, document.toString(), variables]);
}
