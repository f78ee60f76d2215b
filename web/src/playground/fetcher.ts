// Sends what stands in the editors: queries and mutations by POST, subscriptions by WebSocket.

import type { Fetcher, FetcherParams } from '@graphiql/toolkit';
import { getOperationAST, parse, type ExecutionResult } from 'graphql';
import { createClient, type Client, type FormattedExecutionResult } from 'graphql-ws';
import { costOf, show } from './answers';

const endpoint = '/graphql';

type Headers_ = Record<string, unknown> | undefined;

/** Always answers with something that can be displayed. */
export const fetcher: Fetcher = (given, options) => {
  const params = withoutStaleName(given);
  const answer = isSubscription(params)
    ? subscribe(params, options?.headers)
    : post(params, options?.headers);
  // The editor's type asks for errors as the server's own class; what is shown is their JSON.
  return answer as Promise<ExecutionResult> | AsyncGenerator<ExecutionResult>;
};

/** By the text that is sent: what the editor has parsed may be the text of a moment ago. */
function isSubscription({ query, operationName }: FetcherParams): boolean {
  try {
    return getOperationAST(parse(query), operationName)?.operation === 'subscription';
  } catch {
    // The server says what is wrong with it.
    return false;
  }
}

async function post(params: FetcherParams, given: Headers_): Promise<FormattedExecutionResult> {
  const headers = headersOf(given);
  if (!headers) {
    return failed(
      'The request was not sent, because a name or a value in the headers editor is not a valid HTTP header.',
    );
  }
  let response: Response;
  let text: string;
  try {
    response = await fetch(endpoint, {
      method: 'POST',
      headers,
      body: JSON.stringify(params),
    });
    text = await response.text();
  } catch {
    return failed(
      `The server cannot be reached at ${location.origin}${endpoint}: check that it is running, then run the query again.`,
    );
  }
  const body = parsed(text);
  if (body === undefined) {
    return failed(
      `The server answered with status ${response.status}, but not with a GraphQL response.`,
    );
  }
  // What the editor asks about the schema by itself is not an answer to anybody.
  if (params.operationName !== 'IntrospectionQuery') {
    show({ problem: '', cost: costOf(response, body) });
  }
  return body;
}

/**
 * The editor notes the operation's name a moment after an edit: a query that is run at once may
 * come with a name that is gone from it.
 */
function withoutStaleName(params: FetcherParams): FetcherParams {
  const { operationName, ...unnamed } = params;
  return operationName && params.query.split(/\W+/).includes(operationName) ? params : unnamed;
}

let socket: { client: Client; authorization: string | undefined } | undefined;

/** One connection for all operations, as long as they come with the same key. */
function connected(authorization: string | undefined): Client {
  if (socket && socket.authorization === authorization) return socket.client;
  void socket?.client.dispose();
  const client = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${endpoint}/ws`,
    connectionParams: authorization ? { authorization } : undefined,
    retryAttempts: 3,
  });
  socket = { client, authorization };
  return client;
}

async function* subscribe(
  params: FetcherParams,
  given: Headers_,
): AsyncGenerator<FormattedExecutionResult> {
  const key = Object.entries(given ?? {}).find(([name]) => name.toLowerCase() === 'authorization');
  const client = connected(key ? String(key[1]) : undefined);
  show({ problem: '', cost: undefined });
  try {
    const { query, variables, operationName } = params;
    yield* client.iterate({
      query,
      variables: variables as Record<string, unknown>,
      operationName,
    });
  } catch (problem) {
    yield failed(told(problem));
  }
}

/** A socket closes with a code and words, a refused operation comes as a list of errors. */
function told(problem: unknown): string {
  if (Array.isArray(problem)) {
    return problem.map(({ message }: { message: string }) => message).join('; ');
  }
  if (problem instanceof CloseEvent) {
    return problem.reason
      ? `The server closed the connection: ${problem.reason} (${problem.code}).`
      : `The connection to the server was lost (${problem.code}): run the subscription again.`;
  }
  return problem instanceof Error ? problem.message : 'The connection to the server was lost.';
}

function headersOf(given: Headers_): Headers | undefined {
  try {
    const headers = new Headers({
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
    });
    for (const [name, value] of Object.entries(given ?? {})) headers.set(name, String(value));
    return headers;
  } catch {
    return undefined;
  }
}

function parsed(text: string): FormattedExecutionResult | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return body !== null && typeof body === 'object'
      ? (body as FormattedExecutionResult)
      : undefined;
  } catch {
    return undefined;
  }
}

function failed(sentence: string): FormattedExecutionResult {
  show({ problem: sentence });
  return { errors: [{ message: sentence }] };
}
